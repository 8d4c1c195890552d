import type { Request } from '../../../../drivers/request.ts';
import { type Backoff, backoffMs } from '../../../core/backoff.ts';

import type { OutputOrder } from '../orders.ts';

/** What every output of an annunciator is to do, by point. */
export type Orders = ReadonlyMap<string, OutputOrder>;

/** What is to be written at one moment of a pattern, and when (milliseconds since it began) the next write is due. */
export type PatternWrite = { readonly request: Request | null; readonly againAt: number };

/** Something that is written as a whole: one relay, or the command block of a node. Knows no time and no state. */
export type OutputChannel = {
  readonly id: string;
  /** Changes whenever something else is wanted: a pattern begins anew then. Null: nothing is to be written yet. */
  wish(orders: Orders): string | null;
  wire(orders: Orders, phaseMs: number, beat: number): PatternWrite;
};

/** What stands at one channel. Times are `mono`. */
export type ChannelState = {
  readonly wish: string;
  readonly since: number; // its pattern began
  readonly due: number; // the next write
  readonly fresh: boolean; // not yet handed to the line
  readonly done: { readonly wish: string; readonly at: number } | null; // the last write that was answered
};

/** `refused`: the device answered, with this exception. `lost`: nothing usable came. */
export type WriteEnd = 'done' | 'lost' | { readonly refused: number };

/** Writes that fail in a row. `refused`: the exception with which the last one was. */
export type Failing = { readonly count: number; readonly since: number; readonly refused: number | null };

export type DriveState = {
  readonly orders: Orders;
  readonly channels: ReadonlyMap<string, ChannelState>;
  readonly beat: number;
  readonly inFlight: { readonly channel: string; readonly wish: string; readonly at: number } | null;
  readonly failing: Failing | null;
  readonly retryAt: number;
};

/** A write to be handed to the line now. `fresh`: the first of what is wanted of this channel. */
export type Write = { readonly channel: string; readonly request: Request; readonly fresh: boolean };

/** The first retry is at once, for a reply may just be lost; a dead annunciator must not eat the line of the sensors. */
const RETRY: Backoff = { firstMs: 1000, capMs: 5000 };

/**
 * A channel is not due again at the very moment at which it was looked at: the sums of a pattern's times are rounded, and
 * its next turn may seem to be over already.
 */
const LEAST_MS = 0.01;

/** Nothing wanted yet: nothing is written. */
export const IDLE_DRIVE: DriveState = {
  orders: new Map(),
  channels: new Map(),
  beat: 0,
  inFlight: null,
  failing: null,
  retryAt: Number.NEGATIVE_INFINITY,
};

/** Takes up what is wanted from now on. What is the same goes on in its pattern; what changed is due at once. */
export function want(
  state: DriveState,
  orders: Orders,
  channels: readonly OutputChannel[],
  now: number,
): DriveState {
  let changed = false;
  const states = channels.flatMap((channel): [string, ChannelState][] => {
    const before = state.channels.get(channel.id);
    const wish = channel.wish(orders);
    if (wish === null) return [];
    if (before?.wish === wish) return [[channel.id, before]];
    changed = true;
    return [[channel.id, { wish, since: now, due: now, fresh: true, done: before?.done ?? null }]];
  });
  const retryAt = changed ? Math.min(state.retryAt, now) : state.retryAt;
  return { ...state, orders, channels: new Map(states), retryAt };
}

/**
 * The next write, one at a time: what changed goes before what is only renewed. While one is under way nothing is
 * queued behind it; when it has ended, the newest wish counts.
 */
export function nextWrite(
  state: DriveState,
  channels: readonly OutputChannel[],
  now: number,
): { readonly state: DriveState; readonly write: Write | null } {
  if (state.inFlight !== null || state.retryAt > now) return { state, write: null };
  const due = channels.filter(({ id }) => (state.channels.get(id)?.due ?? Number.POSITIVE_INFINITY) <= now);
  const [channel] = due.toSorted((a, b) => rank(state.channels.get(a.id)) - rank(state.channels.get(b.id)));
  const before = channel && state.channels.get(channel.id);
  if (channel === undefined || before === undefined) return { state, write: null };
  // a pattern that has not begun on the device yet begins now
  const since = before.done?.wish === before.wish ? before.since : now;
  const beat = (state.beat + 1) & 0xffff;
  const { request, againAt } = channel.wire(state.orders, now - since, beat);
  const after = { ...before, since, due: Math.max(since + againAt, now + LEAST_MS) };
  const put = (one: ChannelState) => new Map(state.channels).set(channel.id, one);
  if (request === null) return nextWrite({ ...state, channels: put(after) }, channels, now);
  return {
    state: {
      ...state,
      channels: put({ ...after, fresh: false }),
      beat,
      inFlight: { channel: channel.id, wish: before.wish, at: now },
    },
    write: { channel: channel.id, request, fresh: before.fresh },
  };
}

/** The write under way has ended. One that failed is due again: at once the first time, then ever more seldom. */
export function writeEnded(state: DriveState, end: WriteEnd, now: number): DriveState {
  const { inFlight } = state;
  const before = inFlight && state.channels.get(inFlight.channel);
  if (inFlight === null || before == null) return { ...state, inFlight: null };
  const put = (one: ChannelState) => new Map(state.channels).set(inFlight.channel, one);
  if (end === 'done')
    return {
      ...state,
      channels: put({ ...before, done: { wish: inFlight.wish, at: now } }),
      inFlight: null,
      failing: null,
      retryAt: now,
    };
  const count = (state.failing?.count ?? 0) + 1;
  return {
    ...state,
    channels: put({ ...before, due: Math.min(before.due, now) }),
    inFlight: null,
    failing: {
      count,
      since: state.failing?.since ?? inFlight.at,
      refused: end === 'lost' ? null : end.refused,
    },
    retryAt: count === 1 ? now : now + backoffMs(RETRY, count - 1),
  };
}

/** The device or its line shows life: what failed is tried again now. */
export function revived(state: DriveState, now: number): DriveState {
  return state.retryAt > now ? { ...state, retryAt: now } : state;
}

/** What was read back is not what was written: it is written again. */
export function writeAgain(state: DriveState, channel: string, now: number): DriveState {
  const before = state.channels.get(channel);
  if (before === undefined || before.due <= now) return state;
  return { ...state, channels: new Map(state.channels).set(channel, { ...before, due: now }) };
}

/** The pattern of a channel is put off by `byMs`, once: one of its pauses is longer. */
export function putOff(state: DriveState, channel: string, byMs: number): DriveState {
  const before = state.channels.get(channel);
  if (before === undefined || before.fresh) return state;
  const after = { ...before, since: before.since + byMs, due: before.due + byMs };
  return { ...state, channels: new Map(state.channels).set(channel, after) };
}

/** When `nextWrite` will have something; null while one is under way or nothing is wanted. */
export function nextWriteDue({ channels, inFlight, retryAt }: DriveState): number | null {
  if (inFlight !== null) return null;
  const soonest = Math.min(...[...channels.values()].map(({ due }) => due));
  return Number.isFinite(soonest) ? Math.max(soonest, retryAt) : null;
}

function rank(state: ChannelState | undefined): number {
  if (state === undefined) return Number.POSITIVE_INFINITY;
  return state.fresh ? Number.NEGATIVE_INFINITY : state.due;
}
