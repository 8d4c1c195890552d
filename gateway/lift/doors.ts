import type { DoorSnapshot, LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { Instant } from '../../drivers/reading.ts';
import { type DoorLook, doorLook } from './doorLook.ts';
import { between, gapMs } from './watch.ts';

/** From the moment a car door leaves its closed end until it is there again and locked. Milliseconds. */
export type DoorCycle = {
  readonly door: number; // from 1
  readonly floor: number | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly openMs: number | null; // the first opening; null where the device does not tell of strokes
  readonly dwellMs: number | null; // from fully open until the last closing began
  readonly closeMs: number | null; // the last closing
  readonly reversals: number;
  readonly blockedMs: number | null; // light curtain interrupted
  readonly plusMinusMs: number; // of each time: half the widest gap between two looks
};

/** A time in which doors may have moved unseen. `least`: cycles that must lie in it. */
export type DoorUnseen = {
  readonly door: number;
  readonly from: Instant;
  readonly to: Instant;
  readonly least: 0 | 1;
};

export type DoorEffect =
  | { readonly kind: 'door'; readonly cycle: DoorCycle }
  | { readonly kind: 'door-unseen'; readonly unseen: DoorUnseen }
  /** The operator said it was opening and the door stayed shut. */
  | {
      readonly kind: 'door-balked';
      readonly door: number;
      readonly floor: number | null;
      readonly from: Instant;
      readonly to: Instant;
    };

type Open = {
  readonly phase: 'open';
  readonly seenAt: Instant;
  readonly floor: number | null;
  readonly last: DoorLook['status'];
  readonly startedAt: Instant;
  readonly openedAt: Instant | null;
  readonly closingAt: Instant | null;
  readonly strokes: boolean; // this device tells opening and closing
  readonly reversals: number;
  readonly blockedMs: number | null;
  readonly widestMs: number;
};
type DoorWatch =
  | { readonly phase: 'lost'; readonly since: Instant | null; readonly least: 0 | 1 }
  | { readonly phase: 'shut'; readonly seenAt: Instant; readonly triesAt: Instant | null }
  | Open;

/** Plain data, one entry per door: it can be kept over a restart. */
export type DoorState = { readonly doors: readonly DoorWatch[] };
export type DoorStep = { readonly state: DoorState; readonly effects: readonly DoorEffect[] };

export const NO_DOORS: DoorState = { doors: [] };

/** The quickest door closes in 2 s and stays shut half a second before it opens anew. Engineering. */
const BLIND_MS = 2_500;
/** A closing door that opens at the next look has turned back, if less than this went by. */
const SHUT_MS = 500;

/** The quickest door needs 2 s to shut, and has opened before. Engineering. */
const BOUNCE_MS = 2_000;

const LOST: DoorWatch = { phase: 'lost', since: null, least: 0 };

/**
 * One snapshot of a lift. A cycle is told when the door is shut and locked again; what could not be watched is told as
 * `door-unseen`, never bridged. The same snapshot twice changes nothing.
 */
export function stepDoors(state: DoorState, snapshot: LiftSnapshot): DoorStep {
  const effects: DoorEffect[] = [];
  const doors = snapshot.doors.map((door, i) => {
    const watch = state.doors[i] ?? LOST;
    const [next, told] = stepDoor(watch, i + 1, snapshot, door);
    effects.push(...told);
    return next;
  });
  return { state: { doors }, effects };
}

function stepDoor(
  before: DoorWatch,
  door: number,
  snapshot: LiftSnapshot,
  shown: DoorSnapshot,
): readonly [DoorWatch, readonly DoorEffect[]] {
  const look = doorLook(snapshot, shown);
  if (look === null) return [before, []];
  const watch = blinded(before, look);
  switch (watch.phase) {
    case 'lost':
      return found(watch, door, look);
    case 'shut':
      return fromShut(watch, door, look);
    case 'open':
      return fromOpen(watch, door, look);
  }
}

/** What was known is given up when nobody looked for as long as a door needs to do something that leaves no trace. */
function blinded(watch: DoorWatch, look: DoorLook): DoorWatch {
  if (watch.phase === 'lost') return watch;
  const gap = gapMs(watch.seenAt, look.newest);
  if (watch.phase === 'shut')
    return gap <= BLIND_MS ? watch : { phase: 'lost', since: watch.seenAt, least: 0 };
  const opens = look.status === 'opened' || look.status === 'opening';
  const couldShut = opens && (watch.last === 'closing' || watch.last === 'closed' || !watch.strokes);
  if (gap <= (couldShut ? SHUT_MS : BLIND_MS)) return watch;
  return { phase: 'lost', since: watch.startedAt, least: 1 };
}

function found(
  { since, least }: Extract<DoorWatch, { phase: 'lost' }>,
  door: number,
  look: DoorLook,
): readonly [DoorWatch, readonly DoorEffect[]] {
  if (!look.shut) {
    // what is met open has left its closed end unseen: it belongs to the time not watched
    return [{ phase: 'lost', since: since ?? look.at, least: 1 }, []];
  }
  const shut = { phase: 'shut', seenAt: look.at, triesAt: null } as const;
  if (since === null) return [shut, []];
  return [shut, [{ kind: 'door-unseen', unseen: { door, from: since, to: look.at, least } }]];
}

function fromShut(
  watch: Extract<DoorWatch, { phase: 'shut' }>,
  door: number,
  look: DoorLook,
): readonly [DoorWatch, readonly DoorEffect[]] {
  const { floor } = look;
  if (look.tries) return [{ ...watch, seenAt: look.at, triesAt: watch.triesAt ?? look.at }, []];
  if (look.status === 'closed') {
    const { triesAt: from } = watch;
    const shut = { phase: 'shut', seenAt: look.at, triesAt: null } as const;
    if (from === null) return [shut, []];
    return [shut, [{ kind: 'door-balked', door, floor, from, to: look.at }]];
  }
  const startedAt = between(watch.seenAt, look.at);
  return [
    {
      phase: 'open',
      seenAt: look.at,
      floor,
      last: look.status,
      startedAt,
      openedAt: null,
      closingAt: null,
      strokes: look.status !== 'opened',
      reversals: 0,
      blockedMs: look.blocked === null ? null : 0,
      widestMs: gapMs(watch.seenAt, look.at),
    },
    [],
  ];
}

function fromOpen(watch: Open, door: number, look: DoorLook): readonly [DoorWatch, readonly DoorEffect[]] {
  const gap = gapMs(watch.seenAt, look.at);
  const changedAt = between(watch.seenAt, look.at);
  const turned = look.status === 'closing' && watch.last !== 'closing';
  // a door that is at its closed end without its lock waits there, and may open again
  const back =
    (watch.last === 'closing' || watch.last === 'closed') &&
    (look.status === 'opening' || look.status === 'opened');
  const blockedMs =
    look.blocked === null || watch.blockedMs === null
      ? watch.blockedMs
      : watch.blockedMs + (look.blocked ? gap : 0);
  const opens = watch.openedAt === null && look.status === 'opened' && watch.last === 'opening';
  const now: Open = {
    ...watch,
    seenAt: look.at,
    last: look.status,
    openedAt: opens ? changedAt : watch.openedAt,
    closingAt: turned ? changedAt : watch.closingAt,
    reversals: watch.reversals + Number(back),
    blockedMs,
    widestMs: Math.max(watch.widestMs, gap),
  };
  if (!look.shut) return [now, []];
  const endedAt = watch.last === 'closed' ? watch.seenAt : changedAt;
  const shut = { phase: 'shut', seenAt: look.at, triesAt: null } as const;
  // a contact that knows open and shut alone, and bounces: no door opens and shuts in so short a time
  if (!watch.strokes && gapMs(watch.startedAt, endedAt) < BOUNCE_MS) return [shut, []];
  return [shut, [{ kind: 'door', cycle: cycleOf(now, door, endedAt) }]];
}

function cycleOf(open: Open, door: number, endedAt: Instant): DoorCycle {
  const { startedAt, openedAt, closingAt, floor, reversals, blockedMs, widestMs } = open;
  return {
    ...{ door, floor, startedAt, endedAt, reversals, blockedMs },
    openMs: openedAt === null ? null : gapMs(startedAt, openedAt),
    dwellMs: openedAt === null || closingAt === null ? null : gapMs(openedAt, closingAt),
    closeMs: closingAt === null ? null : gapMs(closingAt, endedAt),
    plusMinusMs: widestMs / 2,
  };
}
