import type { Clock } from '../../core/clock.ts';
import { randomId } from '../../core/keys.ts';
import type { Problem } from '../../core/result.ts';
import { type LinkCredentials, MqttLink } from '../../mqtt/mqttLink.ts';
import type { StateMessage } from '../../telemetry/index.ts';
import type { GatewayView } from '../../telemetry/sdk/gatewayView.ts';
import type { Latest } from '../../telemetry/sdk/latest.ts';
import type { OpenAlarm } from '../../telemetry/sdk/newest.ts';
import { type Ingested, Platform } from '../../telemetry/sdk/platform.ts';
import { countRows, type GatewayTrouble, standing } from '../../telemetry/sdk/standing.ts';
import { type ChannelTotal, ChannelTotals } from './channelTotals.ts';
import { type EvidenceTotal, EvidenceTotals } from './evidenceTotals.ts';

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
  /** Messages that cannot be read, because the birth they name has not come. */
  readonly held: number;
  /** Nothing missing, outstanding, held or in conflict. */
  readonly complete: boolean;
  readonly channels: ReadonlyMap<string, ChannelTotal>;
  /** By occurrence: full-rate samples around it. */
  readonly evidence: ReadonlyMap<string, EvidenceTotal>;
  readonly latest: ReadonlyMap<string, Latest>;
  readonly alarms: ReadonlyMap<string, OpenAlarm>;
  readonly state: StateMessage | null;
};

/** What is wrong with a gateway right now; empty: nothing. */
export type Standings = ReadonlyMap<string, readonly GatewayTrouble[]>;

/** What a message made legible. `view` folds everything the gateway said so far. */
export type ListenerUpdate = Ingested & {
  readonly view: GatewayView;
};

export type ListenerOptions = {
  readonly url: string;
  readonly prefix?: string;
  readonly clock: Clock;
  readonly credentials?: LinkCredentials;
  /** Expect nothing from before the first live message: for someone who joins a gateway that has been running for long. */
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
  standings(): Standings;
  stop(): Promise<void>;
};

type Sums = { readonly channels: ChannelTotals; readonly evidence: EvidenceTotals };

/** The platform's side of the wire: subscribes to every gateway below the prefix, decodes, verifies, adds up. */
export function startListener(options: ListenerOptions): Listener {
  const platform = new Platform({
    ...(options.prefix === undefined ? {} : { prefix: options.prefix }),
    joinLate: options.joinLate ?? false,
  });
  const sums = new Map<string, Sums>();
  let subscribed = false;
  const link = new MqttLink({
    url: options.url,
    clientId: () => `lifeline-listen-${randomId()}`,
    clock: options.clock,
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    ...(options.retryMs === undefined ? {} : { retryMs: options.retryMs }),
    onUp: () => void subscribe(),
    onDown: () => {
      subscribed = false;
    },
    ...(options.onProblem === undefined ? {} : { onProblem: options.onProblem }),
    onMessage: take,
  });

  async function subscribe(): Promise<void> {
    const result = await link.subscribe(platform.subscriptions);
    subscribed = result.ok;
    if (result.ok) options.onSubscribed?.();
    else options.onProblem?.(result.error);
  }

  function take(topic: string, payload: Uint8Array, retained: boolean): void {
    const ingested = platform.ingest(topic, payload, { atMs: options.clock.mono(), retained });
    if (!ingested.ok) {
      options.onProblem?.(ingested.error);
      return;
    }
    const { gateway, messages, arrivals } = ingested.value;
    const view = platform.gateways.get(gateway);
    if (view === undefined) return;
    const { channels, evidence } = sums.get(gateway) ?? {
      channels: new ChannelTotals(),
      evidence: new EvidenceTotals(),
    };
    sums.set(gateway, { channels, evidence });
    for (const message of messages) {
      channels.add(message);
      evidence.add(message);
    }
    if (messages.length > 0) options.onUpdate?.({ gateway, messages, arrivals, view });
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
          totalsOf(view, sums.get(gateway)?.channels.totals, sums.get(gateway)?.evidence.totals),
        ]),
      ),
    standings: () =>
      new Map(
        [...platform.gateways].map(([gateway, view]) => [gateway, standing(view, options.clock.mono())]),
      ),
    stop: () => link.stop(),
  };
}

/** What a view, the sums by channel and the evidence come to. */
export function totalsOf(
  view: GatewayView,
  channels: ReadonlyMap<string, ChannelTotal> = new Map(),
  evidence: ReadonlyMap<string, EvidenceTotal> = new Map(),
): GatewayTotals {
  const report = view.report();
  return {
    received: report.received,
    missing: countRows(report.missing),
    outstanding: countRows(report.behindHead),
    duplicates: report.duplicates,
    conflicts: report.conflicts.length,
    tombstoned: report.tombstoned.reduce((sum, { from, to }) => sum + to - from + 1, 0),
    held: report.held.messages + report.held.dropped,
    complete: report.complete,
    channels,
    evidence,
    latest: view.latest,
    alarms: view.alarms,
    state: view.state,
  };
}
