import { qualityClass } from '../../../drivers/quality.ts';
import type { Instant, Reading } from '../../../drivers/reading.ts';
import { commandedMs, HOST_MS, linePromises, pointsOf } from '../../alarmTime/alarmTime.ts';
import { type FaultsMet, LineFaults } from '../../alarmTime/analysis/faultsMet.ts';
import type { LinePromises } from '../../alarmTime/analysis/linePromises.ts';
import type { ExchangeNote } from '../../alarmTime/exchangeNote.ts';
import type { Transition } from '../../control/alarm.ts';

import type { AlarmTimeView } from '../../control/alarmTimeView.ts';
import type { DeviceHealth, LineHealth } from '../../control/health.ts';
import type { Clock, Timer } from '../../core/clock.ts';
import type { Installation } from '../../site/installation.ts';
import { Spread } from './spread.ts';

/**
 * Holds the alarm times that were promised against those that are met. A reading of a safety point may show a change as
 * old as the start of the good read before it: what passed since then, until the write to the relay is handed to its
 * line, must not be more than the bound for the faults met in between, plus the delay of the rule. When it ever is,
 * guard has a fault: `gateway/alarm-time` reads false, and true again a day later or when somebody has looked.
 */
export class AlarmTimeKeeper {
  readonly #clock: Clock;
  readonly #tell: (reading: Reading) => void;
  readonly #faults = new Map<string, LineFaults>();
  readonly #notes = new Map<string, ExchangeNote>(); // by device: the exchange whose readings come next
  readonly #pasts = new Map<string, Past>(); // by point
  readonly #spreads = new Map<string, Spread>();
  #installation: Installation;
  #promises: ReadonlyMap<string, LinePromises>;
  #exceeded = 0;
  #unpromised = 0;
  #timer: Timer | null = null;

  /** `tell`: the virtual reading `gateway/alarm-time`, for detection to judge. */
  constructor(installation: Installation, clock: Clock, tell: (reading: Reading) => void) {
    this.#installation = installation;
    this.#promises = linePromises(installation);
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Takes up a changed site. What was measured stays; what is read next is compared with nothing before it. */
  reload(installation: Installation): void {
    this.#installation = installation;
    this.#promises = linePromises(installation);
    this.#faults.clear();
    this.#notes.clear();
    this.#pasts.clear();
  }

  /** An exchange has ended; its readings come right after. */
  exchanged(note: ExchangeNote): void {
    this.#faultsOf(note.line).note(note);
    this.#notes.set(note.device, note);
    if (note.lost === 'refused') this.#forget((device) => device === note.device); // it lives, but what it gives is being found out
  }

  /** A line was lost: nothing is promised over that, its devices read no communication at once. */
  line({ line, state }: Pick<LineHealth, 'line' | 'state'>): void {
    if (state === 'lost') this.#forget((device) => this.#installation.devices.get(device)?.lineId === line);
  }

  /** A device is in another state. */
  device({ device, state }: Pick<DeviceHealth, 'device' | 'state'>): void {
    const line = this.#installation.devices.get(device)?.lineId;
    if (line !== undefined) this.#faultsOf(line).state(device, state === 'offline', this.#clock.mono());
  }

  /** Readings of one exchange, before anything is made of them. */
  readings(readings: readonly Reading[]): void {
    for (const { point, quality, at } of readings) {
      const id = deviceOf(point);
      const note = this.#notes.get(id);
      const task = note && this.#promises.get(note.line)?.taskOf(point);
      if (note === undefined || task === undefined || note.lost !== null) continue;
      if (at.mono < note.startedAt || at.mono > note.endedAt || qualityClass(quality) === 'bad') continue;
      const past = this.#pasts.get(point) ?? { goodFrom: null, heard: [] };
      this.#pasts.set(point, past);
      if (past.goodFrom !== null) {
        const met = this.#faultsOf(note.line).met(id, past.goodFrom, task.quarantineMs);
        past.heard.push({ at: at.mono, from: past.goodFrom, met });
        if (past.heard.length > MOST_HEARD) past.heard.shift();
      }
      past.goodFrom = note.startedAt;
    }
  }

  /**
   * The first write for an alarm is handed to the line of its relay; where there is none, it is declared. Only the moment
   * it is raised is measured: escalations and repetitions have no change of a register of their own to be held against.
   */
  commanded({ cause, occurrence, rule: ruleId, point, onset }: Measurable, at: Instant): void {
    const rule = this.#installation.rules.find(({ id }) => id === ruleId);
    if (cause !== 'raised' || point === null || rule === undefined || !pointsOf(rule).includes(point)) return;
    const heard = this.#pasts.get(point)?.heard.findLast((one) => one.at === onset.mono);
    if (heard === undefined || onset.boot !== at.boot) return;
    const line = this.#installation.devices.get(deviceOf(point))?.lineId ?? '';
    const promises = this.#promises.get(line);
    const task = promises?.taskOf(point);
    const readingMs = task === undefined ? null : (promises?.boundMet(task, heard.met) ?? null);
    if (readingMs === null) {
      this.#unpromised++;
      return;
    }
    const sinceOnset = at.mono - onset.mono;
    const ruleMs = 1000 * rule.onDelayS;
    const delayMs = sinceOnset >= ruleMs ? ruleMs : 0; // a level that does not wait for it is there before
    const boundMs = readingMs + commandedMs(this.#installation, this.#promises, point) + HOST_MS;
    const latencyMs = at.mono - heard.from - delayMs;
    this.#spreadOf(line).add({ occurrence, latencyMs, responseMs: sinceOnset - delayMs, boundMs });
    if (latencyMs > boundMs) this.#raise(at);
  }

  /** Somebody has looked into it. */
  reset(): void {
    if (this.#timer === null) return;
    this.stop();
    this.#say(true, { boot: this.#clock.boot, mono: this.#clock.mono() });
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** How it stands, for `status`. */
  view(): AlarmTimeView {
    return {
      exceeded: this.#exceeded,
      unpromised: this.#unpromised,
      lines: Object.fromEntries([...this.#spreads].map(([line, spread]) => [line, spread.view()])),
    };
  }

  #raise(at: Instant): void {
    this.#exceeded++;
    this.#timer?.cancel();
    this.#timer = this.#clock.after(FAULT_STANDS_MS, 'alarm time', () => this.reset());
    this.#say(false, at);
  }

  #say(value: boolean, at: Instant): void {
    this.#tell({ point: ALARM_TIME_POINT, value, quality: 'good', at });
  }

  #forget(isGone: (device: string) => boolean): void {
    for (const [point, past] of this.#pasts) if (isGone(deviceOf(point))) past.goodFrom = null;
  }

  #faultsOf(line: string): LineFaults {
    return made(this.#faults, line, () => new LineFaults());
  }

  #spreadOf(line: string): Spread {
    return made(this.#spreads, line, () => new Spread());
  }
}

export const ALARM_TIME_POINT = 'gateway/alarm-time';
const FAULT_STANDS_MS = 24 * 3_600_000;
/** Readings of a point that are remembered: an alarm with a longer delay is not measured. */
const MOST_HEARD = 128;

type Measurable = Pick<Transition, 'cause' | 'occurrence' | 'rule' | 'point' | 'onset'>;

/** `goodFrom`: start of the last good read. `heard`: its readings, oldest first, each with how old a change it may show. */
type Past = { goodFrom: number | null; readonly heard: Heard[] };
type Heard = { readonly at: number; readonly from: number; readonly met: FaultsMet };

function deviceOf(point: string): string {
  return point.slice(0, point.indexOf('/'));
}

function made<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
