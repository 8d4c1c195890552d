import type { Clock } from '../core/clock.ts';
import { randomId } from '../core/keys.ts';
import type { Problem } from '../core/result.ts';
import type { GatewayView, OpenAlarm } from '../telemetry/gatewayView.ts';
import type { Message, StateMessage } from '../telemetry/index.ts';
import type { Latest } from '../telemetry/latest.ts';
import { Platform } from '../telemetry/platform.ts';
import type { Gap } from '../telemetry/reception.ts';
import { type LinkCredentials, MqttLink } from '../uplink/mqttLink.ts';
import { type ChannelTotal, ChannelTotals } from './channelTotals.ts';

/** One gateway as the platform sees it. Rows of events and parts of telemetry are counted alike. */
export type GatewayTotals = {
  readonly received: number;
  /** Lost for good, as far as can be told now. */
  readonly missing: number;
  /** Written by the gateway and not here: on the way, or a lost tail. */
  readonly outstanding: number;
  readonly duplicates: number;
  /** Same key, another body. */
  readonly conflicts: number;
  /** Rows that the gateway says will never come. */
  readonly tombstoned: number;
  /** Nothing missing, outstanding or in conflict. */
  readonly complete: boolean;
  readonly channels: ReadonlyMap<string, ChannelTotal>;
  readonly latest: ReadonlyMap<string, Latest>;
  readonly alarms: ReadonlyMap<string, OpenAlarm>;
  readonly state: StateMessage | null;
};

/** What a message made legible. `view` folds everything the gateway said so far. */
export type ListenerUpdate = {
  readonly gateway: string;
  readonly messages: readonly Message[];
  readonly view: GatewayView;
};

export type ListenerOptions = {
  readonly url: string;
  readonly prefix?: string;
  readonly clock: Clock;
  readonly credentials?: LinkCredentials;
  /** Expect only what comes after the first `state`: for someone who joins a gateway that has been running for long. */
  readonly joinLate?: boolean;
  readonly onUpdate?: (update: ListenerUpdate) => void;
  /** The broker, or a message that cannot be decoded; null: the connection is well again. */
  readonly onProblem?: (problem: Problem | null) => void;
  readonly onSubscribed?: () => void;
  readonly retryMs?: { readonly first: number; readonly longest: number };
};

export type Listener = {
  readonly connected: boolean;
  totals(): ReadonlyMap<string, GatewayTotals>;
  stop(): Promise<void>;
};

/** The platform's side of the wire: subscribes to every gateway below the prefix, decodes, verifies, adds up. */
export function startListener(options: ListenerOptions): Listener {
  const platform = new Platform({
    ...(options.prefix === undefined ? {} : { prefix: options.prefix }),
    joinLate: options.joinLate ?? false,
  });
  const channels = new Map<string, ChannelTotals>();
  let subscribed = false;
  const link = new MqttLink({
    url: options.url,
    clientId: `lifeline-listen-${randomId()}`,
    clock: options.clock,
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    ...(options.retryMs === undefined ? {} : { retryMs: options.retryMs }),
    onUp: () => void subscribe(),
    onDown: () => {
      subscribed = false;
    },
    ...(options.onProblem === undefined ? {} : { onProblem: options.onProblem }),
    onMessage: (topic, payload) => take(topic, payload),
  });

  async function subscribe(): Promise<void> {
    const result = await link.subscribe(platform.subscriptions);
    subscribed = result.ok;
    if (result.ok) options.onSubscribed?.();
    else options.onProblem?.(result.error);
  }

  function take(topic: string, payload: Uint8Array): void {
    const ingested = platform.ingest(topic, payload);
    if (!ingested.ok) {
      options.onProblem?.(ingested.error);
      return;
    }
    const { gateway, messages } = ingested.value;
    const view = platform.gateways.get(gateway);
    if (view === undefined) return;
    const totals = channels.get(gateway) ?? new ChannelTotals();
    channels.set(gateway, totals);
    for (const message of messages) totals.add(message);
    if (messages.length > 0) options.onUpdate?.({ gateway, messages, view });
  }

  link.start();
  return {
    get connected() {
      return subscribed;
    },
    totals: () =>
      new Map(
        [...platform.gateways].map(([gateway, view]) => [
          gateway,
          totalsOf(view, channels.get(gateway)?.totals ?? new Map()),
        ]),
      ),
    stop: () => link.stop(),
  };
}

/** What a view and the sums by channel come to. */
export function totalsOf(view: GatewayView, channels: ReadonlyMap<string, ChannelTotal>): GatewayTotals {
  const report = view.report();
  return {
    received: report.received,
    missing: countGaps(report.missing),
    outstanding: countGaps(report.behindHead),
    duplicates: report.duplicates,
    conflicts: report.conflicts.length,
    tombstoned: report.tombstoned.reduce((sum, { from, to }) => sum + to - from + 1, 0),
    complete: report.complete,
    channels,
    latest: view.latest,
    alarms: view.alarms,
    state: view.state,
  };
}

/** Rows, or parts where only parts of a row are gone; at least one where it is not known how many. */
function countGaps(gaps: readonly Gap[]): number {
  return gaps.reduce((sum, { from, to, parts }) => {
    if (parts === undefined) return sum + to - from + 1;
    const [first, last] = parts;
    return sum + (last === null ? 1 : last - first + 1);
  }, 0);
}
