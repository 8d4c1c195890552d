import type { Sensor } from '../../../../drivers/lift/sensor.ts';
import type { LiftSnapshot, Witness } from '../../../../drivers/lift/snapshot.ts';
import { type Doubts, isFaulty } from './doubt.ts';

/** What the sensors say of one moment, counted. A sensor that was found at fault has no vote. */
export type Votes = {
  readonly moving: readonly Sensor[]; // who says that the car moves
  readonly still: readonly Sensor[];
  readonly doors: readonly DoorVotes[];
  /** Only one sensor tells of the doors at all. */
  readonly doorAlone: boolean;
  readonly inZone: readonly Sensor[];
  readonly offZone: readonly Sensor[];
  readonly person: boolean | null;
};

/** Of one door: how many say that it is not at its closed end, and how many that it is. */
export type DoorVotes = { readonly open: readonly Sensor[]; readonly closed: readonly Sensor[] };

/** What `position` says of the motion: null where it is not told or was not seen for long enough. */
export type PositionVote = 'moving' | 'still' | null;

type Says = { readonly witness: Witness; readonly value: boolean };

export function votesOf({ witnesses, doors }: LiftSnapshot, doubts: Doubts, position: PositionVote): Votes {
  const said = witnesses.flatMap((witness): Says[] => {
    const { value, quality } = witness.says;
    if (value === null || quality === 'stale' || isFaulty(doubts, witness.sensor, witness.door)) return [];
    return [{ witness, value }];
  });
  const who = (about: Witness['about'], value: boolean): Sensor[] =>
    said.flatMap((one) => (one.witness.about === about && one.value === value ? [one.witness.sensor] : []));
  const moving = who('moving', true);
  const still = who('moving', false);
  if (position !== null && !isFaulty(doubts, 'position'))
    (position === 'moving' ? moving : still).push('position');
  const ofDoors = said.filter(({ witness: { about } }) => about === 'doorClosed' || about === 'doorOpen');
  const person = said.find(({ witness: { about } }) => about === 'occupied');
  return {
    ...{ moving, still },
    doors: doorVotes(ofDoors, doors.length),
    doorAlone: new Set(ofDoors.map(({ witness }) => witness.sensor)).size === 1,
    ...{ inZone: who('inZone', true), offZone: who('inZone', false) },
    person: person?.value ?? null,
  };
}

function doorVotes(said: readonly Says[], count: number): DoorVotes[] {
  const doors = Array.from({ length: count }, (_, i) => {
    const own = said.filter(({ witness }) => witness.door === i + 1);
    const sensors = (open: boolean) =>
      own.flatMap(({ witness: { about, sensor }, value }) => {
        if (about === 'doorOpen') return open && value ? [sensor] : [];
        return value !== open ? [sensor] : [];
      });
    return { open: sensors(true), closed: sensors(false) };
  });
  const common = said.filter(({ witness: { door } }) => door === null);
  const shut = common.flatMap(({ witness, value }) => (value ? [witness.sensor] : []));
  const ajar = common.flatMap(({ witness, value }) => (value ? [] : [witness.sensor]));
  // who speaks of all doors and says that one is not shut means the one of which most others say so
  const most = doors.reduce(
    (best, door, i) => (door.open.length > (doors[best]?.open.length ?? 0) ? i : best),
    0,
  );
  return doors.map((door, i) => ({
    open: i === most ? [...door.open, ...ajar] : door.open,
    closed: [...door.closed, ...shut],
  }));
}

/** Two at least say so, and more than say the opposite. */
export function outvotes(some: readonly Sensor[], others: readonly Sensor[]): boolean {
  return some.length >= 2 && some.length > others.length;
}

export function surelyOpen({ doors }: Votes): boolean {
  return doors.some(({ open, closed }) => outvotes(open, closed));
}

export function surelyShut({ doors }: Votes): boolean {
  return doors.length > 0 && doors.every(({ open, closed }) => outvotes(closed, open));
}
