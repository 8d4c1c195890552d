import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { LiftTables } from '../../drivers/lift/tables.ts';
import type { Instant, Reading } from '../../drivers/reading.ts';
import type { Thresholds } from '../site/thresholds/liftThresholds.ts';
import { type BoxMotion, NO_BOX_MOTION, withBoxMotion } from './boxMotion.ts';
import { type CommEffect, type CommState, NOTHING_HEARD, stepComm } from './comm.ts';
import {
  type ConditionEffect,
  type ConditionState,
  NO_CONDITIONS,
  stepCarLight,
  stepOverload,
} from './conditions.ts';
import type { LiftPlan } from './detection/analysis.ts';
import {
  ANALYSES,
  type DetectionInput,
  type DetectionState,
  type Finding,
  NO_DETECTION,
  stepDetection,
} from './detection/detection.ts';
import type { EntrapmentChange } from './detection/entrapment/entrapment.ts';
import type { VirtualValue } from './detection/points.ts';
import type { SensorFault } from './detection/sensors/doubt.ts';
import { valuesOf } from './detection/values.ts';
import { type FaultLogEffect, type LogLine, logLines } from './faultLog.ts';
import type { FaultEffect } from './faults.ts';
import { type LiftEffect, type LiftState, NEW_LIFT, stepLift } from './folds.ts';
import { type DayOver, type HealthState, NO_HEALTH, stepHealth } from './health/health.ts';
import { hindrance } from './health/hindrance.ts';
import type { HealthEffect } from './health/tally.ts';
import { type LiftDevice, LiftReadings } from './liftReadings.ts';
import { LogWatch } from './logWatch.ts';
import { mergedLift } from './merged.ts';
import { type OwnFaults, ownStanding, stepOwnFaults } from './ownFaults.ts';
import { NO_POWER, type PowerEffect, type PowerState, stepPower } from './power.ts';
import { snapshotOf, tableOf } from './snapshot.ts';
import type { Trip } from './trips.ts';
import { gapMs } from './watch.ts';

/** Everything that is remembered of one lift. Plain data: it is kept over a restart. */
export type LiftMemory = {
  readonly lift: LiftState;
  readonly power: PowerState;
  readonly conditions?: ConditionState; // absent in what earlier versions kept
  readonly comm: Readonly<Record<string, CommState>>; // by device
  readonly motion: Readonly<Record<string, BoxMotion>>; // by device
  readonly starting?: readonly string[]; // devices that start and have no values yet; absent in what earlier versions kept
  readonly detection: DetectionState;
  readonly own: OwnFaults; // what the gateway finds and still stands
  readonly health: HealthState;
  readonly trips: readonly Trip[]; // the last ones, newest last
};

/** What happened to a lift, all of it: what the folds tell, and what is told beside them. */
export type LiftDeed =
  | Exclude<LiftEffect, FaultLogEffect>
  | (FaultLogEffect & { readonly vendor: string })
  | PowerEffect
  | ConditionEffect
  | (CommEffect & { readonly device: string })
  | { readonly kind: 'entrapment-step'; readonly change: EntrapmentChange }
  | ({ readonly kind: 'sensor-fault'; readonly at: Instant; readonly floor: number | null } & SensorFault)
  | DayOver;

/** What one input brought: what happened, and the virtual points that have another value now. */
export type LiftTurn = { readonly deeds: readonly LiftDeed[]; readonly values: readonly VirtualValue[] };

export type LiftSetting = {
  readonly id: string;
  readonly devices: readonly [LiftDevice, ...LiftDevice[]]; // the best source first
  readonly alarmButton?: string | null; // `<device>/<point>` that hears the alarm button of the car
  readonly eBike: string | null; // `<device>/<point>` that sees a bicycle
  readonly carLight?: string | null; // `<device>/<point>` that is made while the light of the car burns
  readonly plan: LiftPlan;
  readonly tables: LiftTables;
  readonly thresholds: Thresholds;
};

export const NEW_MEMORY: LiftMemory = {
  ...{
    lift: NEW_LIFT,
    power: NO_POWER,
    comm: {},
    motion: {},
    own: {},
    detection: NO_DETECTION,
    health: NO_HEALTH,
    trips: [],
  },
};

const TRIPS_KEPT = 10;
/** How long the first word of every device is waited for before trips and doors are followed. Engineering. */
const FIRST_WORD_MS = 10_000;
/** A day whose date was not known yet begins so, and takes the first date that is. */
export const UNDATED = 'undated';

/** One lift as it is watched: readings and moments go in, what happened comes out. No clock, no I/O. */
export class LiftWatch {
  readonly #setting: LiftSetting;
  readonly #readings: ReadonlyMap<string, Map<string, Reading>>; // by device, then by point without the device
  readonly #logs: ReadonlyMap<string, LogWatch>;
  readonly #snapshots = new Map<string, LiftSnapshot>(); // by device, until it is read again
  #memory: LiftMemory;
  #firstAt: Instant | null = null; // when the first of its devices was heard

  constructor(setting: LiftSetting, memory: LiftMemory = NEW_MEMORY) {
    this.#setting = setting;
    this.#memory = memory;
    this.#readings = new Map(setting.devices.map(({ id }) => [id, new Map<string, Reading>()]));
    this.#logs = new Map(setting.devices.map((device) => [device.id, new LogWatch(device)]));
  }

  get memory(): LiftMemory {
    return this.#memory;
  }

  /** Readings of one exchange; those of other devices are passed over. `day`: the civil day it is; null: not known. */
  accept(readings: readonly Reading[], at: Instant, day: string | null): LiftTurn {
    const bike = readings.find(({ point }) => point === this.#setting.eBike);
    const button = readings.find(({ point }) => point === this.#setting.alarmButton);
    const seen = both(
      bike === undefined ? NOTHING_FOUND : this.#detect({ kind: 'e-bike', at, present: truthOf(bike) }),
      button === undefined
        ? NOTHING_FOUND
        : this.#detect({ kind: 'alarm-button', at, pressed: truthOf(button) }),
    );
    const light = this.#light(readings, at);
    const of = readings[0]?.point.split('/')[0] ?? '';
    const known = this.#readings.get(of);
    if (known === undefined) return this.#turn(day, light, seen);
    for (const reading of readings) known.set(reading.point.slice(of.length + 1), reading);
    this.#snapshots.delete(of);
    const restarted = this.#follow(of);
    const snapshot = this.snapshot();
    if (!this.#allHeard(at))
      return this.#turn(day, [], both(both(seen, restarted), this.#detect({ kind: 'look', at, snapshot })));
    const log = this.#log();
    const stepped = stepLift(this.#memory.lift, snapshot, log?.lines ?? null);
    const power = stepPower(this.#memory.power, snapshot);
    const overload = stepOverload(this.#memory.conditions ?? NO_CONDITIONS, snapshot);
    const trips = stepped.effects.flatMap((effect) => (effect.kind === 'trip' ? [effect.trip] : []));
    this.#memory = {
      ...this.#memory,
      lift: stepped.state,
      power: power.state,
      conditions: overload.state,
      trips: trips.length === 0 ? this.#memory.trips : [...this.#memory.trips, ...trips].slice(-TRIPS_KEPT),
    };
    const found = this.#detect({ kind: 'look', at, snapshot });
    const deeds = stepped.effects.map((effect) =>
      effect.kind === 'fault-missed' ? { ...effect, vendor: log?.vendor ?? '' } : effect,
    );
    const others = [...light, ...power.effects, ...overload.effects];
    return this.#turn(day, [...deeds, ...others], both(both(seen, restarted), found));
  }

  /** A moment without readings: delays end, silences begin, days are over. Once a second is enough. */
  tick(at: Instant, day: string | null): LiftTurn {
    const heard = this.#setting.devices.flatMap((device) => {
      // one that nobody has read yet is neither silent nor heard: the bus says when it does not answer
      if (this.#readings.get(device.id)?.size === 0) return [];
      const before = this.#memory.comm[device.id] ?? NOTHING_HEARD;
      const { state, effects } = stepComm(before, this.#snapshotOf(device), at);
      this.#memory = { ...this.#memory, comm: { ...this.#memory.comm, [device.id]: state } };
      return effects.map((effect) => ({ ...effect, device: device.id }));
    });
    return this.#turn(day, heard, this.#detect({ kind: 'tick', at }));
  }

  /** What a person says: nobody is trapped, help has arrived, or the alarm of the car was tried (so many seconds ago). */
  told(
    input: Extract<DetectionInput, { kind: 'reset' | 'released' | 'attended' | 'test' }>,
    day: string | null,
  ): LiftTurn {
    return this.#turn(day, [], this.#detect(input));
  }

  /** The lift as its devices tell it now. */
  snapshot(): LiftSnapshot {
    const [first, ...others] = this.#setting.devices;
    return mergedLift(this.#setting.id, [
      this.#snapshotOf(first),
      ...others.map((device) => this.#snapshotOf(device)),
    ]);
  }

  /** The lift as its devices tell it now, with what the gateway has found among its faults, and its button's own contact. */
  shown(): LiftSnapshot {
    const snapshot = this.snapshot();
    const own = ownStanding(this.#memory.own ?? {});
    const { at, faults } = snapshot;
    if (at === null) return snapshot;
    const { contact } = this.#memory.detection;
    const heard = contact === 'yes' || contact === 'no';
    const button = { value: contact === 'yes', quality: 'good' as const, at };
    const known = faults ?? { value: [], quality: 'good' as const, at };
    return {
      ...snapshot,
      alarmButton: heard ? button : snapshot.alarmButton,
      faults: own.length === 0 ? faults : { ...known, value: [...(known.value ?? []), ...own] },
    };
  }

  /** All virtual points as they stand. */
  values(): readonly VirtualValue[] {
    return valuesOf(this.#memory.detection, ANALYSES);
  }

  #light(readings: readonly Reading[], at: Instant): readonly ConditionEffect[] {
    const light = readings.find(({ point }) => point === this.#setting.carLight);
    if (light === undefined) return [];
    const { conditions = NO_CONDITIONS, detection } = this.#memory;
    const { state, effects } = stepCarLight(conditions, truthOf(light), detection.facts.floor, at);
    this.#memory = { ...this.#memory, conditions: state };
    return effects;
  }

  #snapshotOf(device: LiftDevice): LiftSnapshot {
    return withBoxMotion(this.#memory.motion?.[device.id] ?? NO_BOX_MOTION, this.#told(device)).snapshot;
  }

  #told(device: LiftDevice): LiftSnapshot {
    const known = this.#snapshots.get(device.id);
    if (known !== undefined) return known;
    const told = snapshotOf(device, this.#setting.tables, this.#readings.get(device.id) ?? new Map());
    this.#snapshots.set(device.id, told);
    return told;
  }

  /**
   * Whether each device has had its first word since the start. Until then one that knows less would be believed, and the
   * change to the better one would look like something the lift did. What is dead is told to be so, or is waited for no longer.
   */
  #allHeard(at: Instant): boolean {
    this.#firstAt ??= at;
    if (gapMs(this.#firstAt, at) >= FIRST_WORD_MS) return true;
    return [...this.#readings.values()].every(({ size }) => size > 0);
  }

  /** What a device that has no speed tells of its motion hangs on what it told before; and one that started has values again. */
  #follow(id: string): Found {
    const device = this.#setting.devices.find((one) => one.id === id);
    if (device === undefined) return NOTHING_FOUND;
    const { motion, starting = [] } = this.#memory;
    const told = this.#told(device);
    const { state } = withBoxMotion(motion?.[id] ?? NO_BOX_MOTION, told);
    const others = starting.filter((one) => one !== id);
    const starts = told.floor?.quality === 'warm-up';
    // silence in the middle of a start ends nothing: only a floor does
    const goesOn = starting.includes(id) && told.floor?.value == null;
    const now = starts || goesOn ? [...others, id] : others;
    this.#memory = { ...this.#memory, motion: { ...motion, [id]: state }, starting: now };
    const over = starting.includes(id) && !now.includes(id);
    return over ? { ...NOTHING_FOUND, hindered: [{ kind: 'restarted' }] } : NOTHING_FOUND;
  }

  /** The log of the first controller that has one which was read just now, and whose codes they are. */
  #log(): { readonly lines: readonly LogLine[]; readonly vendor: string } | null {
    for (const device of this.#setting.devices) {
      const readings = this.#readings.get(device.id) ?? new Map<string, Reading>();
      const log = this.#logs
        .get(device.id)
        ?.settled(readings, () => logLines(new LiftReadings(device, readings)));
      const table = tableOf(device, this.#setting.tables);
      if (log != null) return { lines: log, vendor: table?.vendor ?? '' };
    }
    return null;
  }

  #detect(input: DetectionInput): Found {
    const { plan, thresholds } = this.#setting;
    const { entrapment } = this.#memory.detection;
    const { lift, power, detection } = this.#memory;
    const hindered = hindrance(
      { modes: lift.modes, supply: power.supply, phase: entrapment.phase },
      detection.at,
      input.at,
    );
    const { state, findings } = stepDetection(detection, input, plan, thresholds);
    const own = stepOwnFaults(this.#memory.own ?? {}, state, input.at);
    this.#memory = { ...this.#memory, detection: state, own: own.state };
    const steps = findings.flatMap((one) => (one.kind === 'entrapment' ? [one.change] : []));
    return {
      values: findings.flatMap((one) => (one.kind === 'value' ? [one.value] : [])),
      steps,
      faults: own.effects,
      sensors: findings.flatMap((one) => (one.kind === 'sensor' ? [one] : [])),
      // a second confirmation of the same entrapment is a step of it, and no other one
      trapped: steps.some(isFoundTrapped) && !entrapment.confirmedOnce,
      hindered,
    };
  }

  #turn(
    day: string | null,
    happened: readonly LiftDeed[],
    { values, steps, faults, sensors, trapped, hindered }: Found,
  ): LiftTurn {
    const { floor } = this.#memory.detection.facts;
    const told = [...happened, ...faults];
    const supply = told.filter((one) => one.kind === 'power');
    const effects: HealthEffect[] = [...told.filter((one) => isLiftEffect(one)), ...supply, ...hindered];
    const { at } = this.#memory.detection;
    if (trapped) effects.push({ kind: 'entrapment', floor, ...(at === null ? {} : { at }) });
    for (const { fault } of sensors) if (fault.found) effects.push({ kind: 'sensor', ...fault });
    const { health: before } = this.#memory;
    const known = day !== null && !day.startsWith(UNDATED);
    const dated = known && before.day?.startsWith(UNDATED) === true ? { ...before, day } : before;
    const today = day ?? before.day ?? UNDATED;
    const health = stepHealth(dated, today, this.#memory.lift, effects);
    this.#memory = { ...this.#memory, health: health.state };
    const stepped = steps.map((change) => ({ kind: 'entrapment-step', change }) as const);
    const wrong = sensors.map(({ at, fault }) => ({ kind: 'sensor-fault', at, floor, ...fault }) as const);
    return { deeds: [...told, ...stepped, ...wrong, ...health.effects], values };
  }
}

/** What detection found in one step. */
type Found = {
  readonly values: readonly VirtualValue[];
  readonly steps: readonly EntrapmentChange[];
  readonly faults: readonly FaultEffect[];
  readonly sensors: readonly Extract<Finding, { kind: 'sensor' }>[];
  readonly trapped: boolean;
  readonly hindered: readonly HealthEffect[];
};

const NOTHING_FOUND: Found = { values: [], steps: [], faults: [], sensors: [], trapped: false, hindered: [] };

function both(a: Found, b: Found): Found {
  return {
    values: [...a.values, ...b.values],
    steps: [...a.steps, ...b.steps],
    faults: [...a.faults, ...b.faults],
    sensors: [...a.sensors, ...b.sensors],
    trapped: a.trapped || b.trapped,
    hindered: [...a.hindered, ...b.hindered],
  };
}

/** It is known from now on: by what was seen, or because somebody who is there has told so of a suspicion. */
function isFoundTrapped({ from, to }: EntrapmentChange): boolean {
  return to === 'confirmed' || (from === 'suspected' && (to === 'attended' || to === 'resolved'));
}

const BESIDE = ['power', 'condition', 'silent', 'heard', 'entrapment-step', 'sensor-fault', 'day'] as const;

function isLiftEffect(deed: LiftDeed): deed is Exclude<LiftDeed, { kind: (typeof BESIDE)[number] }> {
  return !BESIDE.some((kind) => kind === deed.kind);
}

function truthOf({ value }: Reading): boolean | null {
  return typeof value === 'boolean' ? value : null;
}
