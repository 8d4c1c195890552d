import { MODE } from '../../../drivers/lift/car.ts';
import { type Code, nameOf } from '../../../drivers/lift/code.ts';
import { ENTRAPMENT, POWER } from '../../../drivers/lift/safety.ts';
import {
  type LiftEvent,
  type LiftHappening,
  type LiftInstant,
  liftHappening,
} from '../../telemetry/index.ts';

type TimeText = (at: { readonly boot: string; readonly mono: number }) => string;
type HappeningOf<W extends LiftHappening['what']> = Extract<LiftHappening, { what: W }>;

/** What a lift did, for a person: `trip 1 → 5, 12.3 s, 11.6 m, up to 1.75 m/s`. What is not known here is shown as it came. */
export function liftLine(event: LiftEvent, time: TimeText): string {
  const told = liftHappening(event);
  return told === null ? `${event.what} ${JSON.stringify(event.details)}` : happeningText(told, time);
}

function happeningText(told: LiftHappening, time: TimeText): string {
  const span = (from: LiftInstant, to: LiftInstant) => `${momentText(from, time)} to ${momentText(to, time)}`;
  switch (told.what) {
    case 'trip':
      return tripText(told);
    case 'trips-unseen': {
      const floors = `stood at ${told.floorBefore ?? '?'}, then at ${told.floorAfter}`;
      return `not watched ${span(told.from, told.to)}, ${floors}, at least ${told.least} trips`;
    }
    case 'door':
      return doorText(told);
    case 'doors-unseen':
      return `door ${told.door} not watched ${span(told.from, told.to)}, at least ${told.least} cycles`;
    case 'door-balked':
      return `door ${told.door}${atFloor(told.floor)} did not open, ${span(told.from, told.to)}`;
    case 'mode':
      return `mode ${codeText(MODE, told.from)} → ${codeText(MODE, told.to)}`;
    case 'power':
      return `power ${codeText(POWER, told.from)} → ${codeText(POWER, told.to)}`;
    case 'fault-on':
      return `fault ${faultText(told)}${atFloor(told.floor)}`;
    case 'fault-off':
      return `fault ${faultText(told)} gone after ${lasted(told.since, told.until)}`;
    case 'fault-missed': {
      const [day, hour] = [digits(told.date, '-'), digits(told.time, ':')];
      return `fault ${told.vendor} ${told.code}/${told.sub} found in the log of the controller, ${day} ${hour} by its clock`;
    }
    case 'comm-lost':
      return `${told.device} is silent since ${momentText(told.since, time)}`;
    case 'comm-back':
      return `${told.device} answers again${after(told.silentMs)}`;
    case 'counter-reset':
      return `count of ${told.counter} began anew: ${told.before} → ${told.after}`;
    case 'trips-missing':
      return `${told.missing} trips by the count of the controller were not told, ${told.unseen} times not watched`;
    case 'test':
      return `alarm in the car tried ${told.automatic === true ? 'by itself, told by' : 'by'} ${told.actor}${told.passed === false ? `: FAILED, ${told.note ?? 'no reason told'}` : ''}`;
    case 'rescue':
      return `rescue: ${told.by} ${told.step}, told by ${told.actor}`;
    case 'condition':
      return `${told.condition} ${told.on ? 'began' : 'over'}${atFloor(told.floor)}`;
    case 'visit-begun':
      return `inspection begun ${momentText(told.since, time)}`;
    case 'visit':
      return `visit ${span(told.from, told.to)}, inspection ${seconds(told.inspectionMs)}`;
    case 'sensor-fault': {
      const which = told.door === null ? told.sensor : `${told.sensor} of door ${told.door}`;
      return `${which}${atFloor(told.floor)} ${told.found ? 'contradicts the others' : 'agrees with the others again'}`;
    }
    case 'entrapment': {
      const [from, to] = [codeText(ENTRAPMENT, told.from), codeText(ENTRAPMENT, told.to)];
      return `entrapment ${from} → ${to}: ${told.cause} (basis ${told.basis})`;
    }
    case 'day':
      return dayText(told);
    case 'dossier': {
      const last = told.trips.at(-1);
      const trip = last === undefined ? '' : `, the last ${tripText({ what: 'trip', ...last })}`;
      return `dossier of ${told.occurrence}: ${told.trips.length} trips${trip}`;
    }
  }
}

function tripText(trip: HappeningOf<'trip'>): string {
  const { from, to, durationMs, distanceMm, vmaxMmS, levelErrorMm, loadPct, mode, atLanding } = trip;
  const parts = [
    `trip ${from} → ${to}`,
    seconds(durationMs),
    ...(distanceMm === null ? [] : [`${(distanceMm / 1000).toFixed(1)} m`]),
    `up to ${(vmaxMmS / 1000).toFixed(2)} m/s`,
    ...(levelErrorMm === null ? [] : [`level ${levelErrorMm > 0 ? '+' : ''}${levelErrorMm} mm`]),
    ...(loadPct === null ? [] : [`load ${loadPct} %`]),
    ...(mode === null || mode === MODE.normal.number ? [] : [codeText(MODE, mode)]),
    ...(atLanding === false ? ['OUTSIDE THE DOOR ZONE'] : []),
  ];
  return parts.join(', ');
}

function doorText({
  door,
  floor,
  openMs,
  dwellMs,
  closeMs,
  durationMs,
  ...more
}: HappeningOf<'door'>): string {
  const parts = [
    `door ${door}${atFloor(floor)} ${seconds(durationMs)}`,
    ...(openMs === null ? [] : [`open ${seconds(openMs)}`]),
    ...(dwellMs === null ? [] : [`dwell ${seconds(dwellMs)}`]),
    ...(closeMs === null ? [] : [`close ${seconds(closeMs)}`]),
    ...(more.reversals === 0 ? [] : [`${more.reversals} reversals`]),
    ...(more.blockedMs === null || more.blockedMs === 0 ? [] : [`blocked ${seconds(more.blockedMs)}`]),
  ];
  return parts.join(', ');
}

/** The day in one line; the rest of its record is for programs. */
function dayText({ day, record }: HappeningOf<'day'>): string {
  const { trips, doorCycles, faults, entrapments, availability } = record;
  const share =
    typeof availability === 'object' && availability !== null && 'share' in availability
      ? availability.share
      : null;
  const there = typeof share === 'number' ? `, available ${(100 * share).toFixed(1)} %` : '';
  const kinds = Array.isArray(faults) ? faults.length : 0;
  return `${day}: ${trips} trips, ${doorCycles} door cycles, ${kinds} kinds of fault, ${entrapments} entrapments${there}`;
}

type Fault = Pick<HappeningOf<'fault-on'>, 'vendor' | 'code' | 'sub' | 'suffix' | 'name'>;

function faultText({ vendor, code, sub, suffix, name }: Fault): string {
  const exact = `${vendor} ${code}${sub === null ? '' : `/${sub}`}${suffix ?? ''}`;
  return name === null ? exact : `${exact} (${name.en})`;
}

function codeText<Name extends string>(codes: Readonly<Record<Name, Code>>, number: number | null): string {
  if (number === null) return '?';
  const name = nameOf(codes, number);
  return name === undefined ? String(number) : codes[name].en;
}

function atFloor(floor: number | null): string {
  return floor === null ? '' : ` at ${floor}`;
}

function after(ms: number | null): string {
  return ms === null ? '' : ` after ${seconds(ms)}`;
}

/** Over a restart nobody can tell. */
function lasted([bootFrom, from]: LiftInstant, [bootTo, to]: LiftInstant): string {
  return bootFrom === bootTo ? seconds(to - from) : 'a restart';
}

function momentText([boot, mono]: LiftInstant, time: TimeText): string {
  return time({ boot, mono });
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** 1015 → 10:15. */
function digits(number: number, between: string): string {
  const four = String(number).padStart(4, '0');
  return `${four.slice(0, 2)}${between}${four.slice(2)}`;
}
