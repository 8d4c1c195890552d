import { decodePoint, type Instant, type Profile, RegisterImage } from '../../drivers/index.ts';
import type { DoorSnapshot, Known, LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import { NO_BOX_MOTION, withBoxMotion } from '../../gateway/lift/boxMotion.ts';
import { type LogLine, logLines } from '../../gateway/lift/faultLog.ts';
import { type LiftDevice, LiftReadings } from '../../gateway/lift/liftReadings.ts';
import { mergedLift } from '../../gateway/lift/merged.ts';
import { snapshotOf } from '../../gateway/lift/snapshot.ts';
import { shippedLiftTables } from '../../gateway/site/liftTables.ts';
import { stepLift } from '../../simulators/lift/events.ts';
import { type LiftSample, type ScriptedMishap, sampleLift } from '../../simulators/lift/images.ts';
import { repairLift } from '../../simulators/lift/mishap.ts';
import type { Words } from '../../simulators/lift/monarch.ts';
import type { Lift } from '../../simulators/lift/state.ts';
import { builtin } from '../drivers/builtin.ts';

const BOOT = 'test';
const BOX = 'lift-sensor-box-19reg';
/** How a device of these tests was put into service. */
export const COMMISSIONED = {
  'monarch-nice3000plus': {
    ...{ directionSense: 1, doorZoneTerminal: 1, safetyChainBits: 7 },
    ...{ doors: 1, currentScale: 1, positionZero: 1 },
  },
  'lift-sensor-box-19reg': { directionSense: 1, doorBitOpen: 1 },
} as const;
type ProfileId = keyof typeof COMMISSIONED;

const TABLES = shippedLiftTables();
/** While nothing changes, a look this often is enough for every fold. */
const IDLE_MS = 2_000;
/** While its door is not shut: as often as a gateway looks. */
const BUSY_MS = 500;
const PARAMETERS_MS = 600_000;

/** What a gateway would know of one device: only points whose registers changed are decoded anew. */
class WatchedDevice {
  readonly #image = new RegisterImage();
  readonly #profile: Profile;
  readonly #id: ProfileId;
  readonly #readings = new Map<string, { value: never; quality: never; at: Instant }>();
  readonly #pointsAt = new Map<number, Profile['points'][number][]>();
  readonly #shown = new Map<number, number>();
  #motion = NO_BOX_MOTION;

  readonly #parameters: Readonly<Record<string, number>>;

  constructor(id: ProfileId, commissioned: Readonly<Record<string, number>>) {
    this.#id = id;
    this.#parameters = { ...COMMISSIONED[id], ...(id === BOX ? {} : commissioned) };
    this.#profile = builtin(id);
    for (const point of this.#profile.points)
      for (let i = 0; i < 2; i++) {
        const at = point.address + i;
        this.#pointsAt.set(at, [...(this.#pointsAt.get(at) ?? []), point]);
      }
  }

  /** Takes over registers; says whether any of them is new. */
  read(words: Words, at: Instant): boolean {
    const changed = new Set<Profile['points'][number]>();
    for (const [address, word] of words) {
      if (this.#shown.get(address) === word) continue;
      this.#shown.set(address, word);
      this.#image.set('holding', address, word);
      for (const point of this.#pointsAt.get(address) ?? []) changed.add(point);
    }
    for (const point of changed) {
      const { value, quality, raw } = decodePoint(point, this.#image, { parameters: {} });
      if (raw.length > 0) this.#readings.set(point.id, { value, quality, at } as never);
    }
    return changed.size > 0;
  }

  log(): readonly LogLine[] | null {
    return logLines(new LiftReadings(this.#device(), this.#readings));
  }

  snapshot(answers: boolean, at: Instant): LiftSnapshot {
    const seen = answers ? this.#readings : new Map();
    const told = withBoxMotion(this.#motion, stamped(snapshotOf(this.#device(), TABLES, seen), at));
    this.#motion = told.state;
    return told.snapshot;
  }

  #device(): LiftDevice {
    return { id: this.#id, profile: this.#profile, parameters: this.#parameters };
  }
}

/** A snapshot whose every part was read at this moment. */
export function stamped(snapshot: LiftSnapshot, at: Instant): LiftSnapshot {
  const whole = fieldsStamped(snapshot, at);
  const doors = snapshot.doors.map((door) => fieldsStamped(door, at));
  // counters are parameters, and read far less often
  const witnesses = snapshot.witnesses.map((one) => ({ ...one, says: { ...one.says, at } }));
  return { ...whole, at, doors, motor: fieldsStamped(snapshot.motor, at), witnesses };
}

function isShut({ status, locked }: DoorSnapshot): boolean {
  return status?.value === 'closed' && locked?.value !== false;
}

function fieldsStamped<T extends object>(shown: T, at: Instant): T {
  const copy = { ...shown } as Record<string, unknown>;
  for (const key in copy) {
    const known = copy[key] as Known<unknown>;
    if (known !== null && typeof known === 'object' && 'quality' in known) copy[key] = { ...known, at };
  }
  return copy as T;
}

export type Watched = {
  readonly atMs: number;
  readonly snapshot: LiftSnapshot;
  readonly sample: LiftSample;
  /** The controller's own log, when it was read just now. */
  readonly log: readonly LogLine[] | null;
};

/** What is done to the lift, and when a mechanic puts everything right (world milliseconds). */
export type Story = {
  readonly untilMs: number;
  readonly everyMs?: number;
  readonly script?: readonly ScriptedMishap[];
  readonly repairsMs?: readonly number[];
  /** How the controller was put into service otherwise than `COMMISSIONED` says. */
  readonly commissioned?: Readonly<Record<string, number>>;
};

/** The samples of a story, which is over in one go between two repairs. */
function* samples(start: Lift, { untilMs, everyMs = 250, script = [], repairsMs = [] }: Story) {
  let lift = start;
  for (const endMs of [...repairsMs, untilMs]) {
    const own = script.filter(({ atMs }) => atMs > lift.timeMs && atMs <= endMs);
    lift = yield* sampleLift(lift, { untilMs: endMs, everyMs, script: own });
    lift = stepLift(lift, endMs - lift.timeMs);
    if (endMs < untilMs) lift = repairLift(lift);
  }
  return lift;
}

/**
 * A simulated lift as a gateway would see it: registers, decoded by the shipped profiles, merged into one snapshot. What
 * has not changed is looked at again every two seconds, for time passes in the folds too.
 */
export function* watchedLift(
  start: Lift,
  devices: readonly ProfileId[],
  story: Story,
): Generator<Watched, Lift> {
  const watched = devices.map((id) => ({
    id,
    device: new WatchedDevice(id, story.commissioned ?? {}),
    answered: false,
  }));
  let snapshot: LiftSnapshot | undefined;
  let shown: unknown;
  let [lookedMs, parametersMs] = [0, 0];
  const run = samples(start, story);
  let next = run.next();
  for (; next.done !== true; next = run.next()) {
    const sample = next.value;
    const { atMs, images } = sample;
    const at = { boot: BOOT, mono: atMs - start.timeMs };
    let changed = snapshot === undefined;
    if (images !== shown)
      for (const one of watched) {
        const words = one.id === BOX ? images.box : images.controller;
        if (words !== undefined && one.device.read(words, at)) changed = true;
        if (one.answered !== (words !== undefined)) changed = true;
        one.answered = words !== undefined;
      }
    shown = images;
    const shut = snapshot?.doors.every(isShut) === true;
    if (!changed && atMs - lookedMs < (shut ? IDLE_MS : BUSY_MS)) continue;
    const controller = watched.find(({ id, answered }) => id !== BOX && answered)?.device;
    const due = controller !== undefined && atMs - parametersMs >= PARAMETERS_MS;
    if (due) {
      controller.read(images.parameters(), at);
      parametersMs = atMs;
    }
    const beforeMs = atMs - (story.everyMs ?? 250);
    if (changed && snapshot !== undefined && beforeMs > lookedMs) {
      // what has changed now was as before at the look that was left out
      const earlier = { boot: BOOT, mono: beforeMs - start.timeMs };
      yield { atMs: beforeMs, snapshot: stamped(snapshot, earlier), sample, log: null };
    }
    if (changed || due || snapshot === undefined) {
      const [first, ...others] = watched.map(({ device, answered }) => device.snapshot(answered, at));
      if (first === undefined) throw new Error('no device');
      const merged = mergedLift('lift', [first, ...others]);
      const readAt = { boot: BOOT, mono: Math.max(0, parametersMs - start.timeMs) };
      snapshot = { ...merged, counters: fieldsStamped(merged.counters, readAt) };
    } else snapshot = stamped(snapshot, at);
    lookedMs = atMs;
    yield { atMs, snapshot, sample, log: due ? controller.log() : null };
  }
  return next.value;
}
