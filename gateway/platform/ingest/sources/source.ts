import type { Problem, Result } from '../../../core/result.ts';

/** A message of a gateway as a broker handed it over. */
export type GatewayMessage = {
  readonly gateway: string;
  /** What follows `<prefix>/v1/<gateway>/`. */
  readonly topic: string;
  readonly payload: Uint8Array;
  /** The broker had kept it, and it may be old. */
  readonly retained: boolean;
  /** Tells the broker that it is stored; of a connection that is over this does nothing, and the message comes again. */
  settle(): void;
};

/** Where messages come from, and how something is said to a gateway: MQTT, or AMQP behind a broker's MQTT. */
export interface Source {
  /** Connects, and keeps connecting for ever. */
  start(): void;
  /** Takes no more; what is not settled goes back to the broker. */
  stop(): Promise<void>;
  readonly connected: boolean;
  /** Says something to a gateway (`cmd`, `ack`). A problem: it did not reach the broker. */
  publish(gateway: string, topic: 'cmd' | 'ack', payload: Uint8Array): Promise<Result<void, Problem>>;
}

/** What a source tells. */
export type SourceHearer = {
  readonly onDelivery: (delivery: GatewayMessage) => void;
  readonly onConnected: () => void;
  /** Once for each problem, not for each attempt; null: well again. */
  readonly onProblem: (problem: Problem | null) => void;
};

const GATEWAY = /^[A-Za-z0-9_-]{1,64}$/;

/** `<prefix>/v1/<gateway>/<topic>` taken apart; null: no topic of ours. */
export function partsOfTopic(prefix: string, full: string): { gateway: string; topic: string } | null {
  const start = `${prefix}/v1/`;
  if (!full.startsWith(start)) return null;
  const slash = full.indexOf('/', start.length);
  const gateway = full.slice(start.length, slash);
  return slash > 0 && GATEWAY.test(gateway) ? { gateway, topic: full.slice(slash + 1) } : null;
}

/** What goes first: alarms, answers, and births, without which telemetry cannot be read. */
export const SAID_FIRST: readonly string[] = ['birth/#', 'event', 'reply'];
/** What follows in its order: a state counts telemetry as delivered that was said before it. */
export const SAID_IN_ORDER: readonly string[] = ['tel', 'state'];
/** Whether a topic of a gateway is of those that go first. */
export function goesFirst(topic: string): boolean {
  return !SAID_IN_ORDER.includes(topic);
}
