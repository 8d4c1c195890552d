import { MODE } from '../../../drivers/lift/car.ts';
import { type Code, nameOf } from '../../../drivers/lift/code.ts';
import { ENTRAPMENT, POWER } from '../../../drivers/lift/safety.ts';
import { SENSOR } from '../../../drivers/lift/sensor.ts';
import { CAUSE } from '../../lift/detection/entrapment/cause.ts';
import {
  type LiftEvent,
  type LiftHappening,
  type LiftInstant,
  liftHappening,
} from '../../telemetry/index.ts';
import { type Say, speaker } from '../../text/catalogue.ts';
import { inLanguage, type Language, type Text } from '../../text/language.ts';
import { LIFT_LINE_MESSAGES } from '../../text/liftLineMessages.ts';

type TimeText = (at: { readonly boot: string; readonly mono: number }) => string;
type HappeningOf<W extends LiftHappening['what']> = Extract<LiftHappening, { what: W }>;

/**
 * What a lift did, for a person: `trip 1 → 5, 12.3 s, 11.6 m, up to 1.75 m/s`. What is not known here is shown as it came.
 * English keeps the words of the wire for causes and sensors.
 */
export function liftLine(event: LiftEvent, time: TimeText, language: Language): string {
  const told = liftHappening(event);
  return told === null
    ? `${event.what} ${JSON.stringify(event.details)}`
    : new LiftLine(language, time).of(told);
}

class LiftLine {
  readonly #language: Language;
  readonly #time: TimeText;
  readonly #say: Say<typeof LIFT_LINE_MESSAGES>;

  constructor(language: Language, time: TimeText) {
    this.#language = language;
    this.#time = time;
    this.#say = speaker(LIFT_LINE_MESSAGES, language);
  }

  of(told: LiftHappening): string {
    const say = this.#say;
    switch (told.what) {
      case 'trip':
        return this.#trip(told);
      case 'trips-unseen': {
        const { floorBefore, floorAfter: after, least } = told;
        const before = floorBefore ?? say('unknown');
        return say('trips-unseen', { span: this.#span(told.from, told.to), before, after, least });
      }
      case 'door':
        return this.#door(told);
      case 'doors-unseen': {
        const { door, least } = told;
        return say('doors-unseen', { door, span: this.#span(told.from, told.to), least });
      }
      case 'door-balked':
        return say('door-balked', {
          ...{ door: told.door, floor: this.#atFloor(told.floor), span: this.#span(told.from, told.to) },
        });
      case 'mode':
        return say('mode', { from: this.#code(MODE, told.from), to: this.#code(MODE, told.to) });
      case 'power':
        return say('power', { from: this.#code(POWER, told.from), to: this.#code(POWER, told.to) });
      case 'fault-on':
        return say('fault', { fault: this.#fault(told), floor: this.#atFloor(told.floor) });
      case 'fault-off':
        return say('fault.gone', { fault: this.#fault(told), span: this.#lasted(told.since, told.until) });
      case 'fault-missed': {
        const [day, hour] = [digits(told.date, '-'), digits(told.time, ':')];
        return say('fault.missed', {
          code: `${told.vendor} ${told.code}/${told.sub}`,
          time: `${day} ${hour}`,
        });
      }
      case 'comm-lost':
        return say('comm-lost', { device: told.device, time: this.#moment(told.since) });
      case 'comm-back': {
        const { device, silentMs } = told;
        const after = silentMs === null ? '' : say('after', { span: seconds(silentMs) });
        return say('comm-back', { device, after });
      }
      case 'counter-reset':
        return say('counter-reset', told);
      case 'trips-missing':
        return say('trips-missing', told);
      case 'test':
        return this.#test(told);
      case 'rescue': {
        const { by, actor, step } = told;
        const key = `rescue.${step}`;
        return say('rescue', {
          by,
          actor,
          step: key in LIFT_LINE_MESSAGES ? say(key as 'rescue.called') : step,
        });
      }
      case 'condition': {
        const key = `condition.${told.condition}`;
        const condition = key in LIFT_LINE_MESSAGES ? say(key as 'condition.overload') : told.condition;
        const floor = this.#atFloor(told.floor);
        return say(told.on ? 'condition.began' : 'condition.over', { condition, floor });
      }
      case 'visit-begun':
        return say('visit-begun', { time: this.#moment(told.since) });
      case 'visit':
        return say('visit', {
          ...{ span: this.#span(told.from, told.to), inspection: seconds(told.inspectionMs) },
        });
      case 'sensor-fault': {
        const named = this.#term(SENSOR, told.sensor);
        const { door } = told;
        const sensor = door === null ? named : say('sensor.of-door', { sensor: named, door });
        const floor = this.#atFloor(told.floor);
        return say(told.found ? 'sensor.contradicts' : 'sensor.agrees', { sensor, floor });
      }
      case 'entrapment':
        return say('entrapment', {
          ...{ from: this.#code(ENTRAPMENT, told.from), to: this.#code(ENTRAPMENT, told.to) },
          ...{ cause: this.#term(CAUSE, told.cause), basis: told.basis },
        });
      case 'day':
        return this.#day(told);
      case 'dossier': {
        const trip = told.trips.at(-1);
        return say('dossier', {
          ...{ occurrence: told.occurrence, count: told.trips.length },
          last:
            trip === undefined ? '' : say('dossier.last', { trip: this.#trip({ what: 'trip', ...trip }) }),
        });
      }
    }
  }

  #trip(trip: HappeningOf<'trip'>): string {
    const { from, to, durationMs, distanceMm, vmaxMmS, levelErrorMm, loadPct, mode, atLanding } = trip;
    const say = this.#say;
    return this.#parts(
      say('trip.way', { from, to }),
      seconds(durationMs),
      distanceMm !== null && `${(distanceMm / 1000).toFixed(1)} m`,
      say('trip.most', { speed: (vmaxMmS / 1000).toFixed(2) }),
      levelErrorMm !== null && say('trip.level', { error: `${levelErrorMm > 0 ? '+' : ''}${levelErrorMm}` }),
      loadPct !== null && say('trip.load', { load: loadPct }),
      mode !== null && mode !== MODE.normal.number && this.#code(MODE, mode),
      atLanding === false && say('trip.off-landing'),
    );
  }

  #door({ openMs, dwellMs, closeMs, ...told }: HappeningOf<'door'>): string {
    const say = this.#say;
    const { door, reversals, blockedMs } = told;
    return this.#parts(
      say('door', { door, floor: this.#atFloor(told.floor), span: seconds(told.durationMs) }),
      openMs !== null && say('door.open', { span: seconds(openMs) }),
      dwellMs !== null && say('door.dwell', { span: seconds(dwellMs) }),
      closeMs !== null && say('door.close', { span: seconds(closeMs) }),
      reversals !== 0 && say('door.reversals', { count: reversals }),
      blockedMs !== null && blockedMs !== 0 && say('door.blocked', { span: seconds(blockedMs) }),
    );
  }

  #test({ actor, automatic, passed, note }: HappeningOf<'test'>): string {
    const say = this.#say;
    const test = say(automatic === true ? 'test.automatic' : 'test', { actor });
    return passed === false ? say('test.failed', { test, why: note ?? say('test.no-reason') }) : test;
  }

  /** The day in one line; the rest of its record is for programs. */
  #day({ day, record }: HappeningOf<'day'>): string {
    const say = this.#say;
    const { trips, doorCycles: cycles, faults, entrapments, availability } = record;
    const share =
      typeof availability === 'object' && availability !== null && 'share' in availability
        ? availability.share
        : null;
    const available =
      typeof share === 'number' ? say('day.available', { share: (100 * share).toFixed(1) }) : '';
    const kinds = Array.isArray(faults) ? faults.length : 0;
    const counts = { trips: String(trips), cycles: String(cycles), entrapments: String(entrapments) };
    return say('day', { day, ...counts, kinds, available });
  }

  #fault({ vendor, code, sub, suffix, name }: HappeningOf<'fault-off'> | HappeningOf<'fault-on'>): string {
    const exact = `${vendor} ${code}${sub === null ? '' : `/${sub}`}${suffix ?? ''}`;
    if (name === null) return exact;
    return this.#say('fault.named', { code: exact, name: inLanguage(name, this.#language) });
  }

  #code<Name extends string>(codes: Readonly<Record<Name, Code>>, number: number | null): string {
    if (number === null) return this.#say('unknown');
    const name = nameOf(codes, number);
    return name === undefined ? String(number) : codes[name][this.#language];
  }

  /** A word of the wire, as it is said to people; English keeps it. */
  #term(words: Readonly<Record<string, Text>>, key: string): string {
    return this.#language === 'en' ? key : (words[key]?.[this.#language] ?? key);
  }

  #atFloor(floor: number | null): string {
    return floor === null ? '' : this.#say('at-floor', { floor });
  }

  #span(from: LiftInstant, to: LiftInstant): string {
    return this.#say('span', { from: this.#moment(from), to: this.#moment(to) });
  }

  /** Over a restart nobody can tell. */
  #lasted([bootFrom, from]: LiftInstant, [bootTo, to]: LiftInstant): string {
    return bootFrom === bootTo ? seconds(to - from) : this.#say('a-restart');
  }

  #moment([boot, mono]: LiftInstant): string {
    return this.#time({ boot, mono });
  }

  #parts(...parts: readonly (string | false)[]): string {
    return parts.filter((part) => part !== false).join(this.#say('list.comma'));
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** 1015 → 10:15. */
function digits(number: number, between: string): string {
  const four = String(number).padStart(4, '0');
  return `${four.slice(0, 2)}${between}${four.slice(2)}`;
}
