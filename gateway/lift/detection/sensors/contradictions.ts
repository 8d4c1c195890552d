import type { Sensor } from '../../../../drivers/lift/sensor.ts';
import type { LiftSnapshot } from '../../../../drivers/lift/snapshot.ts';
import type { LiftPlan } from '../analysis.ts';
import { type Facts, fails, holds } from '../facts.ts';
import type { Contradiction } from './doubt.ts';
import type { PositionSample, SensorState } from './state.ts';
import { outvotes, surelyOpen, surelyShut, type Votes } from './votes.ts';

/** Everything of one look. `raw`: facts as the best source tells them, before the votes. */
export type Comparison = {
  readonly last: SensorState;
  readonly votes: Votes;
  readonly facts: Facts;
  readonly raw: Facts;
  readonly samples: readonly PositionSample[];
  readonly now: number;
  readonly plan: LiftPlan;
  readonly snapshot: LiftSnapshot;
};

/** The fastest lift that is not told its rated speed. Engineering. */
const FASTEST_MM_S = 4_000;
const JUMP_MM = 300;
const BEYOND_MM = 150;
const STILL_RIDE_MS = 4_000;
/** Nobody stands at the door so long in service; an arrow that is still lit then is wrong. Engineering. */
const ARROW_MS = 3_000;
/** The last device has counted the floor by then. Engineering. */
const FLOOR_MS = 10_000;
const SHARE = 0.15; // of the speed, by which speed and position may differ

/** Every way in which one sensor can contradict the others, and whether it does now. */
export function contradictions(looked: Comparison): Contradiction[] {
  return [
    ...ofDoors(looked),
    ...ofZone(looked),
    ...ofMotion(looked),
    ...ofPosition(looked),
    ...ofFloor(looked),
  ];
}

/** One against two at least, of the same door. */
function ofDoors({ votes, snapshot, facts, last }: Comparison): Contradiction[] {
  const { witnesses } = snapshot;
  const moves = facts.surelyMoving && holds(facts.moving);
  // alone, a door sensor is contradicted by a car that rides on to other floors
  const ridesOn =
    holds(facts.moving) && facts.zoneLost > 0 && last.ride !== null && last.ride.floor !== facts.floor;
  return witnesses.flatMap(({ sensor, about, door, says }): Contradiction[] => {
    const { value } = says;
    if (value === null || (about !== 'doorClosed' && about !== 'doorOpen')) return [];
    const of = door === null ? null : votes.doors[door - 1];
    const but = (list: readonly Sensor[]) => list.filter((one) => one !== sensor);
    const open = of === undefined || of === null ? null : outvotes(but(of.open), but(of.closed));
    const shut = of === undefined || of === null ? null : outvotes(but(of.closed), but(of.open));
    const [isOpen, isShut] = [open ?? someOpen(votes, sensor), shut ?? allShut(votes, sensor)];
    if (sensor === 'doorContact' && votes.doorAlone && value === false)
      return [{ sensor, door, holds: ridesOn, occasions: 2 }];
    return [{ sensor, door, holds: wrong() }];

    function wrong(): boolean {
      if (about === 'doorOpen') {
        const said = door === null ? undefined : snapshot.doors[door - 1]?.status?.value;
        return value ? isShut : said === 'opened' && isOpen;
      }
      if (value) return isOpen;
      // a lock that has not made is waited for: only a car that runs proves that it lies
      const waits = sensor === 'doorLock' || sensor === 'safetyChain';
      return isShut && (!waits || moves);
    }
  });
}

function someOpen({ doors }: Votes, except: Sensor): boolean {
  return doors.some(({ open, closed }) =>
    outvotes(
      open.filter((one) => one !== except),
      closed.filter((one) => one !== except),
    ),
  );
}

function allShut({ doors }: Votes, except: Sensor): boolean {
  return doors.every(({ open, closed }) =>
    outvotes(
      closed.filter((one) => one !== except),
      open.filter((one) => one !== except),
    ),
  );
}

function ofZone({ last, votes, facts, raw, snapshot, samples, now }: Comparison): Contradiction[] {
  return (['doorZone', 'levelSensor'] as const).flatMap((sensor): Contradiction[] => {
    const said = snapshot.witnesses.find((one) => one.sensor === sensor)?.says.value ?? null;
    if (said === null) return [];
    const other = sensor === 'doorZone' ? 'levelSensor' : 'doorZone';
    const opened = holds(facts.doorOpen) && fails(facts.moving);
    const otherIn = votes.inZone.includes(other);
    const otherOff = votes.offZone.includes(other);
    // the car stood in the zone, has not moved since, and is out of it: the switch has moved, not the car
    const { stand } = last;
    const mm = samples.at(-1)?.mm ?? null;
    const unmoved =
      stand?.zoneSeen &&
      (stand.mm === null || mm === null ? votes.moving.length === 0 : Math.abs(mm - stand.mm) < 100) &&
      votes.still.length >= 1 &&
      now - stand.since > 0;
    const lost = sensor === 'doorZone' && !said && unmoved && fails(raw.inZone) && !otherOff;
    // a door forced open between landings looks the same, once
    const openOff =
      !said && opened && !otherOff && (otherIn || sensor === 'doorZone' || snapshot.positionMm === null);
    const landed = !said && otherIn && fails(facts.moving) && sensor === 'doorZone';
    // a whole ride to another floor, and it never went off
    const { ride } = last;
    const rode = ride !== null && fails(facts.moving) && ride.floor !== null && ride.floor !== facts.floor;
    const never =
      sensor === 'doorZone' && said && rode && !ride.leftZone && now - ride.since >= STILL_RIDE_MS;
    if (never) return [{ sensor, holds: true, atOnce: true, occasions: 2 }];
    if (openOff && !otherIn && !lost) return [{ sensor, holds: true, occasions: 2 }];
    return [{ sensor, holds: lost || openOff || landed }];
  });
}

function ofMotion({ last, votes, facts, raw, samples, now, snapshot }: Comparison): Contradiction[] {
  const says = (sensor: Sensor) =>
    snapshot.witnesses.find((one) => one.sensor === sensor && one.about === 'moving')?.says.value ?? null;
  const but = (list: readonly Sensor[], sensor: Sensor) => list.filter((one) => one !== sensor);
  const against = (sensor: Sensor): boolean => {
    const said = says(sensor);
    if (said === null) return false;
    const [moving, still] = [but(votes.moving, sensor), but(votes.still, sensor)];
    return said ? outvotes(still, moving) : outvotes(moving, still);
  };
  const open = holds(facts.doorOpen) || surelyOpen(votes);
  const standing = last.stand === null ? 0 : now - last.stand.since;
  const arrow = against('direction') && says('direction') === true && (open || standing >= ARROW_MS);
  return [
    { sensor: 'speed', holds: against('speed') || unequal(raw.speedMmS, samples, last, now) },
    { sensor: 'direction', holds: arrow },
    { sensor: 'runState', holds: against('runState') && standing > ARROW_MS },
  ];
}

/** While it runs one device counts a floor before the other; once it has stood they are to agree. */
function ofFloor({ last, snapshot, facts, now }: Comparison): Contradiction[] {
  const said = snapshot.witnesses.find(({ about }) => about === 'floorAgrees')?.says.value ?? null;
  if (said === null) return [];
  const stood = fails(facts.moving) && last.stand !== null && now - last.stand.since >= FLOOR_MS;
  return [{ sensor: 'floorCount', holds: !said && stood }];
}

/** A car that has run long enough covers per second what its speed says. */
function unequal(
  speedMmS: number | null,
  samples: readonly PositionSample[],
  { ride }: SensorState,
  now: number,
): boolean {
  const rate = rateOf(samples);
  if (speedMmS === null || rate === null || ride === null || now - ride.since < STILL_RIDE_MS) return false;
  const speed = Math.abs(speedMmS);
  return speed > rate * (1 + SHARE) + 50 && rate > 300 && speed > 300;
}

/** mm/s over the last two to four seconds of samples; null where there are too few. */
export function rateOf(samples: readonly PositionSample[]): number | null {
  const last = samples.at(-1);
  if (last === undefined) return null;
  const first = samples.find(({ at }) => last.at - at <= 3_000);
  if (first === undefined || last.at - first.at < 1_900) return null;
  return (1000 * Math.abs(last.mm - first.mm)) / (last.at - first.at);
}

function ofPosition({ last, votes, facts, raw, samples, plan, now }: Comparison): Contradiction[] {
  const mm = raw.positionMm;
  if (mm === null) return [];
  const before = last.samples.at(-1);
  const fastest = plan.ratedMmS ?? FASTEST_MM_S;
  const step = before === undefined ? 0 : Math.abs(mm - before.mm);
  const passed = before === undefined ? 0 : (now - before.at) / 1000;
  const jumps = step > 2 * fastest * passed + 1_000 || (step >= JUMP_MM && last.stand !== null && stands());
  const frozen =
    outvotes(
      votes.moving,
      votes.still.filter((one) => one !== 'position'),
    ) &&
    last.ride !== null &&
    now - last.ride.since >= STILL_RIDE_MS &&
    (rateOf(samples) ?? 1) === 0;
  const beyond = plan.topMm !== null && (mm > plan.topMm + BEYOND_MM || mm < -BEYOND_MM);
  const known = facts.floor === null ? undefined : last.landings[facts.floor];
  const landed = facts.inZone === 'yes' && fails(facts.moving) && holds(facts.doorOpen);
  const elsewhere = landed && known !== undefined && Math.abs(mm - known) > 2 * BEYOND_MM - 50;
  if (jumps) return [{ sensor: 'position', holds: true, atOnce: true }];
  return [{ sensor: 'position', holds: frozen || elsewhere || (beyond && landedOrZone()) }];

  function stands(): boolean {
    const others = (list: readonly Sensor[]) => list.filter((one) => one !== 'position').length;
    return others(votes.still) >= 2 && others(votes.moving) === 0;
  }
  function landedOrZone(): boolean {
    return facts.inZone === 'yes' && fails(facts.moving) && (surelyShut(votes) || holds(facts.doorOpen));
  }
}
