import { MODE, type Mode } from '../../../drivers/lift/car.ts';
import { FAULT } from '../../../drivers/lift/faultClass.ts';
import { ENTRAPMENT, POWER } from '../../../drivers/lift/safety.ts';
import type { LiftFault } from '../../../drivers/lift/snapshot.ts';
import type { Instant } from '../../../drivers/reading.ts';
import type { LiftDeed } from '../../lift/liftWatch.ts';
import type { Trip } from '../../lift/trips.ts';
import type { Lift } from '../../site/installation.ts';
import type { LiftHappening, LiftInstant } from '../../telemetry/wire/liftHappening.ts';
import { liftDetails } from '../../telemetry/wire/liftKinds.ts';
import type { EventBody } from '../../telemetry/wire/model.ts';
import type { Plain } from '../../telemetry/wire/plain.ts';

/** A row of what happened to a lift. `at`: when the row is made. */
export function liftRow(at: Instant, { device }: Lift, happening: LiftHappening): EventBody {
  return { type: 'lift', at, lift: device.id, liftName: device.name, ...liftDetails(happening) };
}

/** A deed as it travels; null for what is of use to health alone. */
export function happeningOf(deed: LiftDeed): LiftHappening | null {
  switch (deed.kind) {
    case 'trip':
      return { what: 'trip', ...tripDetails(deed.trip) };
    case 'unseen': {
      const { from, to, ...unseen } = deed.unseen;
      return { what: 'trips-unseen', from: moment(from), to: moment(to), ...unseen };
    }
    case 'door': {
      const { startedAt, endedAt, ...cycle } = deed.cycle;
      const durationMs = endedAt.mono - startedAt.mono;
      return {
        what: 'door',
        ...cycle,
        started: moment(startedAt),
        durationMs,
      };
    }
    case 'door-unseen': {
      const { from, to, ...unseen } = deed.unseen;
      return { what: 'doors-unseen', from: moment(from), to: moment(to), ...unseen };
    }
    case 'door-balked': {
      const { door, floor, from, to } = deed;
      return { what: 'door-balked', door, floor, from: moment(from), to: moment(to) };
    }
    case 'mode':
      return { what: 'mode', from: modeNumber(deed.from), to: MODE[deed.to].number, since: moment(deed.at) };
    case 'fault-on': {
      const notBefore = deed.notBefore === null ? null : moment(deed.notBefore);
      return { what: 'fault-on', ...faultDetails(deed.fault, deed.floor), since: moment(deed.at), notBefore };
    }
    case 'fault-off': {
      const { fault, floor, from, to, exact } = deed;
      const times = { since: moment(from), until: moment(to), exact };
      return { what: 'fault-off', ...faultDetails(fault, floor), ...times };
    }
    case 'fault-missed':
      return { what: 'fault-missed', vendor: deed.vendor, ...deed.line };
    case 'power': {
      const from = deed.from === null ? null : POWER[deed.from].number;
      return { what: 'power', from, to: POWER[deed.to].number, since: moment(deed.at) };
    }
    case 'condition': {
      const { condition, on, floor, at } = deed;
      return { what: 'condition', condition, on, floor, since: moment(at) };
    }
    case 'silent':
      return { what: 'comm-lost', device: deed.device, since: moment(deed.at) };
    case 'heard':
      return {
        what: 'comm-back',
        device: deed.device,
        since: moment(deed.at),
        silentMs: deed.silentMs,
      };
    case 'counter-reset': {
      const { counter, before, after } = deed;
      return { what: 'counter-reset', counter, before, after };
    }
    case 'trips-missing':
      return { what: 'trips-missing', missing: deed.missing, unseen: deed.unseen };
    case 'visit-begun':
      return { what: 'visit-begun', since: moment(deed.at) };
    case 'visit': {
      const { from, to, inspectionMs } = deed;
      return { what: 'visit', from: moment(from), to: moment(to), inspectionMs };
    }
    case 'entrapment-step': {
      const { from, to, cause, basis } = deed.change;
      return { what: 'entrapment', from: ENTRAPMENT[from].number, to: ENTRAPMENT[to].number, cause, basis };
    }
    case 'sensor-fault': {
      const { sensor, door, floor, found } = deed;
      return { what: 'sensor-fault', sensor, door, floor, found, since: moment(deed.at) };
    }
    case 'day':
      return { what: 'day', day: deed.record.day, record: deed.record as unknown as Record<string, Plain> };
    case 'stop':
    case 'run-current':
    case 'door-current':
    case 'vibration':
    case 'indicator':
      return null; // a trip says where it stopped, the day what the motors drew and how the car shook
  }
}

/** A run of the car as it travels. */
export function tripDetails(trip: Trip) {
  const { startedAt, endedAt: _, mode, ...details } = trip;
  return { ...details, mode: modeNumber(mode), started: moment(startedAt) };
}

function faultDetails(fault: LiftFault, floor: number | null) {
  const { class: kind, ...told } = fault;
  const known = kind === null ? null : FAULT[kind];
  const name = known === null ? null : { en: known.en, zh: known.zh };
  return { class: known?.number ?? null, ...told, name, floor };
}

function modeNumber(mode: Mode | null): number | null {
  return mode === null ? null : MODE[mode].number;
}

function moment({ boot, mono }: Instant): LiftInstant {
  return [boot, mono];
}
