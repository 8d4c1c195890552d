import { type Facts, fails, holds } from '../facts.ts';

/**
 * What a sensor for persons has seen in this stop. A person counts from the moment they are seen; a blip is nobody, and
 * so is one whom a sensor sees that never showed an empty car. Plain data; mono ms.
 */
export type PersonWatch = {
  readonly on: boolean;
  readonly onSince: number | null; // seen without a longer hole
  readonly lastOn: number | null;
  readonly counted: boolean; // this detection has lasted long enough
  readonly from: number | null; // since when the person is seen, now and again
  readonly last: number | null; // and when for the last time
  readonly detections: number;
  readonly offSince: number | null;
  /** The sensor has shown an empty car since a door last stood open before everybody inside. */
  readonly proven: boolean;
  readonly openSince: number | null;
  readonly stayed: boolean; // it has seen somebody since before this door opened
  readonly throughs: number; // doors that opened and shut while it saw somebody all the time
  readonly emptied: boolean; // found empty for long in this stop: nobody has come in since
};

export const NO_PERSON: PersonWatch = {
  ...{
    on: false,
    stayed: false,
    onSince: null,
    lastOn: null,
    counted: false,
    from: null,
    last: null,
    detections: 0,
  },
  ...{ offSince: null, proven: false, openSince: null, throughs: 0, emptied: false },
};

/** A flicker is shorter; somebody who moves is seen for longer (several looks). Engineering. */
const DETECTION_MS = 1_000;
/** A sensor that drops out for less still sees the same person. Engineering. */
const HOLE_MS = 5_000;
/** Somebody who stirs is seen again within this time: half of the box's own window of 90 s. Engineering. */
const STIRS_MS = 45_000;
/** Whoever is in a car is seen by then, or asks for something. Engineering. */
const EMPTY_MS = 300_000;
/** So long a door stands open before people get out and others in. */
const OPEN_MS = 3_000;

/** One look. `shut`: the car stands shut; `asked`: somebody inside has pressed a button since. */
export function stepPerson(
  last: PersonWatch,
  { person, doorOpen, inZone, moving }: Facts,
  shut: boolean,
  asked: boolean,
  now: number,
): PersonWatch {
  if (person === 'unknown' || person === 'untold')
    return { ...last, on: false, stayed: false, onSince: null, counted: false };
  const on = holds(person);
  const hole = last.lastOn !== null && now - last.lastOn > HOLE_MS;
  const onSince = on ? (last.onSince !== null && !hole ? last.onSince : now) : hole ? null : last.onSince;
  const fresh = on && onSince === now;
  const counted = !fresh && (last.counted || (on && onSince !== null && now - onSince >= DETECTION_MS));
  const open = holds(doorOpen);
  const openSince = open ? (last.openSince ?? now) : null;
  // it sees somebody before the door opens, while it is open, and after: whoever that is had a way out
  const seesOn = last.openSince === null ? last.on && on : last.stayed && on;
  const through =
    !open && last.openSince !== null && seesOn && now - last.openSince >= OPEN_MS && fails(moving);
  const proven = !on || (last.proven && !through);
  const offSince = on ? null : (last.offSince ?? now);
  const emptied =
    !open &&
    !asked &&
    (last.emptied || (shut && !fails(inZone) && offSince !== null && now - offSince >= EMPTY_MS));
  const next = {
    ...{ on, onSince, counted, offSince, openSince, proven, emptied, stayed: open && seesOn },
    lastOn: on ? now : last.lastOn,
    throughs: on ? last.throughs + Number(through) : 0,
  };
  // a person's time is that of this stop
  if (!shut)
    return { ...next, from: null, last: null, detections: 0, counted: false, onSince: on ? now : null };
  const begins = counted && !last.counted;
  const forgotten = last.last !== null && now - last.last > STIRS_MS;
  const from =
    begins && (last.from === null || forgotten) ? onSince : forgotten && !counted ? null : last.from;
  const detections = begins ? (forgotten ? 1 : last.detections + 1) : forgotten ? 0 : last.detections;
  return { ...next, from, detections, last: on && counted ? now : last.last };
}

/** Behind a silence: what the sensor is worth is kept, what it saw is not. */
export function personAfterGap({ proven, throughs }: PersonWatch): PersonWatch {
  return { ...NO_PERSON, proven, throughs };
}

/** How long somebody has been seen in this stop, and whether what was seen is a person: seconds. */
export function personS(person: PersonWatch, now: number): number {
  const { from, last, detections, onSince } = person;
  if (from === null || last === null) return 0;
  const seenOn = onSince !== null && last - onSince >= 1000;
  return seenOn || detections >= 3 ? (now - from) / 1000 : 0;
}
