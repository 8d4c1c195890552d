import { alarmTimes } from '../../gateway/alarmTime/alarmTime.ts';
import type { Alarm } from '../../gateway/control/alarm.ts';
import type { Installation } from '../../gateway/site/installation.ts';
import type { Field } from './field.ts';
import type { GuardProcess } from './guardProcess.ts';
import { GAS_POINTS, type GasPoint, LINE_OF, RED, ruleOf } from './house.ts';

/** What was promised and not kept, in words. */
export class Broken extends Error {}

/** A host that does nothing else adds this on the way; the simulated one is as quick as its timers. */
const SLACK_MS = 60;
/** A fault that ended is felt for so long: late replies are owed, devices are probed, a line is opened again. */
const AFTER_TROUBLE_MS = 15_000;
/** %LEL from which an alarm has a reason. */
const GAS = 20;
const STOP_MS = 2_000;
const ANSWER_MS = 20_000;
const MOST_PENDING = 2_000;
const SOUNDER_LIMIT_MS = 14 * 60_000;

/**
 * Holds what guard promises against what it does, after every event. Whoever plays tells what happens: `trouble` whenever
 * something of the field is broken or mended, `masked` when a person has put an alarm aside, `hand` for the valve.
 */
export class Promises {
  readonly #field: Field;
  readonly #now: () => number;
  readonly #redSince = new Map<GasPoint, number>();
  readonly #lastTrouble = new Map<string, number>(); // by line or device; Infinity while it lasts
  #everything = 0; // the last time anything happened that excuses everything for a while
  /** When somebody did something about an occurrence, and when it was announced last. */
  readonly #touched = new Map<string, number>();
  readonly #announced = new Map<string, { readonly nth: number; readonly at: number }>();
  /** Since when the air of a point is red, and the occurrence that stands for it. */
  readonly #redAir = new Map<GasPoint, number>();
  readonly #standsFor = new Map<GasPoint, Alarm>();
  /** Faults that were just told, and when the lamp for them is to be lit. */
  readonly #lampDue = new Map<string, number>();
  readonly #gasSeen = new Map<GasPoint, number>();
  #handAt = Number.NEGATIVE_INFINITY;
  #valveWasClosed = false;
  #closeWasAsked = false;
  /** Bounds by point: with nothing wrong on its line, and whatever is. */
  #boundsMs = new Map<string, { readonly calm: number; readonly worst: number; readonly relay: number }>();
  /** Red alarms that have just been declared. */
  readonly #declared = new Map<GasPoint, { readonly occurrence: string; readonly at: number }>();
  #checked = 0;
  #breach: string | null = null;

  constructor(field: Field, now: () => number) {
    this.#field = field;
    this.#now = now;
  }

  /** How often a siren was due and did sound. */
  get checked(): number {
    return this.#checked;
  }

  /** Another installation is in force, or guard began: nothing is promised over that. */
  begun(installation: Installation): void {
    this.#everything = this.#now();
    this.#boundsMs = new Map(
      alarmTimes(installation).map(({ point, bounds }) => {
        const all = bounds.map(({ totalMs }) => totalMs);
        const relay = (bounds[0]?.terms ?? []).filter(
          ({ name }) => name.startsWith('relay') || name === 'host',
        );
        return [
          point,
          {
            ...{ calm: Math.min(...all), worst: Math.max(...all) },
            relay: relay.reduce((sum, { ms }) => sum + ms, 0),
          },
        ];
      }),
    );
  }

  trouble(where: string, lasts: boolean): void {
    this.#lastTrouble.set(where, lasts ? Number.POSITIVE_INFINITY : this.#now());
  }

  /** Something that excuses everything for a moment: guard is not there, its host stood still. */
  excused(): void {
    this.#everything = this.#now();
  }

  /** Somebody silenced, acknowledged or put aside these: whether they are heard is his business. */
  touched(occurrences: readonly string[]): void {
    for (const occurrence of occurrences) this.#touched.set(occurrence, this.#now());
  }

  /** A person gave the gas back. */
  hand(): void {
    this.#handAt = this.#now();
  }

  air(point: GasPoint, lel: number): void {
    if (lel >= GAS) this.#gasSeen.set(point, this.#now()); // guard may hear of it in the very next event
    for (const since of [this.#redSince, this.#redAir])
      if (lel <= RED) since.delete(point);
      else if (!since.has(point)) since.set(point, this.#now());
  }

  /** To be called after every event. `guard` null: none runs. */
  check(guard: GuardProcess | null, pending: number): void {
    if (this.#breach !== null) throw new Broken(this.#breach);
    this.#valve();
    if (pending > MOST_PENDING) throw new Broken(`${pending} things are waited for: something grows`);
    if (this.#field.clashes > 0) throw new Broken('a port was opened while somebody else had it');
    if (guard === null || !guard.alive) return;
    for (const point of GAS_POINTS) {
      this.#siren(point, guard);
      this.#relay(point);
    }
    this.#lamp();
  }

  stopped(ms: number): void {
    if (ms > STOP_MS + 50) throw new Broken(`guard took ${ms.toFixed(0)} ms to stop`);
  }

  answered(what: string, ms: number): void {
    if (ms > ANSWER_MS) throw new Broken(`nobody answered ${what} for ${(ms / 1000).toFixed(0)} s`);
  }

  /** Occurrences that stood by the saved state when guard ended must stand when it begins again. */
  standsAgain(before: readonly string[], guard: GuardProcess): void {
    const now = guard.alarms().map(({ occurrence }) => occurrence);
    const rules = guard.installation.rules.map(({ id }) => id);
    for (const occurrence of before) {
      const rule = occurrence.slice(0, occurrence.lastIndexOf('#'));
      if (rules.includes(rule) && !now.includes(occurrence))
        throw new Broken(`${occurrence} stood before guard ended, and does not stand any more`);
    }
  }

  /** An alarm that is raised must have a reason. Called from inside guard, which would contain what is thrown here. */
  raised(rule: string, quality: string, at: number): void {
    const point = GAS_POINTS.find((one) => ruleOf(one) === rule);
    if (point !== undefined && at - (this.#gasSeen.get(point) ?? Number.NEGATIVE_INFINITY) > 30_000)
      this.#breach ??= `${rule} was raised, and there was no gas`;
    const device = /^(.+)\.loss-of-sensing$/.exec(rule)?.[1];
    if (device === undefined || quality !== 'no-communication') return; // air that falls at once is implausible
    const line = device === 'node' ? 'siren' : LINE_OF[`${device}/concentration` as GasPoint];
    if (this.#untroubled([device, line], at - 60_000))
      this.#breach ??= `${rule} was raised, and nothing was wrong with it`;
  }

  /** The alarms as they stand now, after a change. */
  stand(alarms: readonly Alarm[]): void {
    for (const { occurrence, announcement: nth } of alarms)
      if (this.#announced.get(occurrence)?.nth !== nth)
        this.#announced.set(occurrence, { nth, at: this.#now() });
    this.#faults(alarms);
    for (const point of GAS_POINTS) {
      const alarm = alarms.find(({ rule }) => rule === ruleOf(point));
      this.#goesOn(point, alarm);
      const sounds = alarm?.severity === 'red' && alarm.to === 'unacknowledged-active';
      if (!sounds) this.#declared.delete(point);
      else if (this.#declared.get(point)?.occurrence !== alarm.occurrence)
        this.#declared.set(point, { occurrence: alarm.occurrence, at: this.#now() });
    }
  }

  /** A silence or an acknowledgement, also one that is on its way, is for what was announced: what is announced after it sounds again. */
  #isTouched(occurrence: string): boolean {
    const at = this.#touched.get(occurrence) ?? Number.NEGATIVE_INFINITY;
    return at >= (this.#announced.get(occurrence)?.at ?? 0) - ANSWER_MS;
  }

  /** Called from inside guard. While the air is red an alarm that came of it stays active, whatever becomes of the sensor. */
  #goesOn(point: GasPoint, alarm: Alarm | undefined): void {
    const before = this.#standsFor.get(point);
    const from = this.#redAir.get(point) ?? Number.POSITIVE_INFINITY;
    const isActive = alarm?.condition.endsWith('-active') === true;
    if (isActive && alarm.onset.mono >= from) this.#standsFor.set(point, alarm);
    else this.#standsFor.delete(point);
    if (before === undefined || before.onset.mono < from || this.#now() - this.#everything < ANSWER_MS)
      return;
    if (!isActive || alarm.occurrence !== before.occurrence)
      this.#breach ??= `${before.occurrence} is over (${alarm?.condition ?? 'normal'}), and the air is still red`;
  }

  /** A fault that is told lights the lamp. */
  #faults(alarms: readonly Alarm[]): void {
    const told = alarms.filter(
      ({ rule, to }) => rule.endsWith('.loss-of-sensing') && to === 'unacknowledged-active',
    );
    for (const { occurrence } of told)
      if (!this.#lampDue.has(occurrence)) this.#lampDue.set(occurrence, this.#now() + this.#relayMs());
    for (const occurrence of [...this.#lampDue.keys()])
      if (!told.some((alarm) => alarm.occurrence === occurrence)) this.#lampDue.delete(occurrence);
  }

  #relayMs(): number {
    return Math.max(0, ...[...this.#boundsMs.values()].map(({ relay }) => relay)) + SLACK_MS;
  }

  #lamp(): void {
    for (const [occurrence, due] of this.#lampDue) {
      if (this.#now() < due) continue;
      this.#lampDue.set(occurrence, Number.POSITIVE_INFINITY); // looked at once
      const from = due - this.#relayMs() - AFTER_TROUBLE_MS;
      if (this.#clean(['node', 'siren'], from) && !this.#field.isLampLit)
        throw new Broken(`${occurrence} is told, and the fault lamp is dark`);
    }
  }

  /** What was declared is heard after the time of the siren's line alone. */
  #relay(point: GasPoint): void {
    const { occurrence, at } = this.#declared.get(point) ?? { occurrence: '', at: Number.POSITIVE_INFINITY };
    const due = at + (this.#boundsMs.get(point)?.relay ?? Number.POSITIVE_INFINITY) + SLACK_MS;
    if (this.#now() < due) return;
    this.#declared.set(point, { occurrence, at: Number.POSITIVE_INFINITY }); // looked at once
    if (this.#isTouched(occurrence) || !this.#clean(['node', 'siren'], at - AFTER_TROUBLE_MS)) return;
    if (this.#field.tone !== 'continuous')
      throw new Broken(
        `${occurrence} is declared for ${(this.#now() - at).toFixed(0)} ms, and the siren is "${this.#field.tone}"`,
      );
  }

  #siren(point: GasPoint, guard: GuardProcess): void {
    if (this.#field.gas(point) >= GAS) this.#gasSeen.set(point, this.#now());
    const since = this.#redSince.get(point);
    const bounds = this.#boundsMs.get(point);
    if (since === undefined || bounds === undefined) return;
    const line = LINE_OF[point];
    const neighbours = GAS_POINTS.filter((one) => LINE_OF[one] === line).map(
      (one) => one.split('/')[0] ?? '',
    );
    const isCalm = this.#untroubled(neighbours, since - AFTER_TROUBLE_MS);
    const bound = isCalm ? bounds.calm : bounds.worst;
    const due = since + bound + SLACK_MS;
    if (this.#now() < due) return;
    const [device = ''] = point.split('/');
    if (!this.#clean([device, line, 'node', 'siren'], since - AFTER_TROUBLE_MS)) return;
    this.#redSince.delete(point); // looked at once
    const alarm = guard.alarms().find(({ rule }) => rule === ruleOf(point));
    if (alarm?.severity !== 'red')
      throw new Broken(
        `${point} is red for ${(this.#now() - since).toFixed(0)} ms of ${bound.toFixed(0)}, and no alarm stands`,
      );
    if (alarm.to !== 'unacknowledged-active' || this.#isTouched(alarm.occurrence)) return;
    if (this.#now() - alarm.declared.mono > SOUNDER_LIMIT_MS) return;
    if (this.#field.tone !== 'continuous')
      throw new Broken(
        `${point} is red for ${(this.#now() - since).toFixed(0)} ms of ${bound.toFixed(0)}, and the siren is "${this.#field.tone}"`,
      );
    this.#checked++;
  }

  #valve(): void {
    const closed = this.#field.valveClosed;
    if (this.#valveWasClosed && !closed && this.#now() - this.#handAt > 30_000)
      throw new Broken('the gas valve was re-opened, and nobody had his hand on it');
    this.#valveWasClosed = closed;
    const asked = this.#field.isCloseAsked;
    if (this.#closeWasAsked && !asked && this.#now() - this.#handAt > 30_000)
      throw new Broken('guard took back that the gas valve is closed, and nobody had asked for it');
    this.#closeWasAsked = asked;
  }

  /** Whether nothing was wrong with any of these since `from`. */
  #clean(where: readonly string[], from: number): boolean {
    if (this.#everything > from) return false;
    return this.#untroubled(where, from);
  }

  /** The same, whatever happened to guard and its host. */
  #untroubled(where: readonly string[], from: number): boolean {
    return where.every((one) => (this.#lastTrouble.get(one) ?? Number.NEGATIVE_INFINITY) < from);
  }
}
