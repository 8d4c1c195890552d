import type { Quality } from '../../../drivers/quality.ts';
import type { PointValue, Reading } from '../../../drivers/reading.ts';
import type { Alarm, Transition } from '../../../gateway/control/alarm.ts';
import type { Problem } from '../../../gateway/core/result.ts';
import { currentAlarms } from '../../../gateway/guard/detect/alarms.ts';
import { createDetector, type DetectOutcome, type Detector } from '../../../gateway/guard/detect/detector.ts';
import { restoreState, saveState } from '../../../gateway/guard/detect/saved.ts';
import type { DetectState } from '../../../gateway/guard/detect/state.ts';
import type { DetectCommand, DetectEffect, DetectInput } from '../../../gateway/guard/detect/types.ts';
import type { Installation } from '../../../gateway/site/installation.ts';

export const BOOT = 'b007b007b007b007';

type Optional<T, K extends PropertyKey> = T extends unknown
  ? Omit<T, K> & Partial<Pick<T, K & keyof T>>
  : never;
type Asked = Optional<DetectCommand, 'actor'>;

/** A detector with a clock: readings come in, ticks fall where they are due, transitions pile up. Times in seconds. */
export class Story {
  detector: Detector;
  state: DetectState;
  readonly effects: { readonly atS: number; readonly effect: DetectEffect }[] = [];
  boot = BOOT;
  /** Told whenever anything was taken in, with the alarms that stand then. */
  onTaken: (atS: number, alarms: readonly Alarm[]) => void = () => {};

  constructor(installation: Installation) {
    this.detector = createDetector(installation);
    this.state = this.detector.begin({ boot: BOOT, mono: 0 });
  }

  read(
    atS: number,
    point: string,
    value: PointValue,
    quality: Quality = value === null ? 'no-communication' : 'good',
  ): this {
    return this.readAll(atS, [{ point, value, quality }]);
  }

  readAll(atS: number, readings: readonly Omit<Reading, 'at'>[]): this {
    this.#passUntil(atS * 1000);
    const at = { boot: this.boot, mono: atS * 1000 };
    return this.#input({ kind: 'readings', readings: readings.map((reading) => ({ ...reading, at })) }, atS);
  }

  /** Lets time pass without a reading. */
  wait(untilS: number): this {
    this.#passUntil(untilS * 1000 + 0.001);
    return this;
  }

  acknowledge(atS: number, occurrence: string, actor = 'wang'): this {
    return this.command(atS, { verb: 'acknowledge', occurrence, actor });
  }

  /** What a person asks for, by wang unless said otherwise. */
  command(atS: number, command: Asked): this {
    this.#passUntil(atS * 1000);
    const at = { boot: this.boot, mono: atS * 1000 };
    return this.#input({ kind: 'command', command: { actor: 'wang', ...command }, at }, atS);
  }

  clock(atS: number, utcOffset: number | null): this {
    this.#passUntil(atS * 1000);
    return this.#input({ kind: 'clock', utcOffset, at: { boot: this.boot, mono: atS * 1000 } }, atS);
  }

  /** The site file is changed under a running guard. */
  reload(atS: number, installation: Installation): this {
    this.#passUntil(atS * 1000);
    return this.#adopt(atS, installation, this.state);
  }

  /** The process ends, and another one starts from what was saved; on another boot where one is named. */
  restart(atS: number, installation: Installation, boot = this.boot): this {
    const saved = restoreState(saveState(this.state));
    if (!saved.ok) throw new Error(saved.error.what);
    this.boot = boot;
    return this.#adopt(atS, installation, saved.value);
  }

  /** The problem of the last answer; null where the command was carried out. */
  get refusal(): Problem | null {
    const answer = this.effects.findLast(({ effect }) => effect.kind === 'answer')?.effect;
    if (answer?.kind !== 'answer') throw new Error('nothing was asked for');
    return answer.problem;
  }

  alarm(rule: string): Alarm | undefined {
    return this.alarms.find((candidate) => candidate.rule === rule);
  }

  get transitions(): Transition[] {
    return this.effects.flatMap(({ effect }) => (effect.kind === 'transition' ? [effect.transition] : []));
  }

  get alarms() {
    return currentAlarms(this.state);
  }

  /** `cause severity` of every transition of one rule. */
  steps(rule: string): string[] {
    return this.transitions
      .filter((transition) => transition.rule === rule)
      .map(({ cause, severity }) => `${cause} ${severity}`);
  }

  occurrence(rule: string): string {
    const alarm = this.alarm(rule);
    if (alarm === undefined) throw new Error(`no alarm of ${rule} stands`);
    return alarm.occurrence;
  }

  #passUntil(end: number): void {
    for (;;) {
      const due = this.detector.nextDue(this.state);
      if (due === null || due >= end) return;
      const before = this.state;
      this.#input({ kind: 'tick', at: { boot: this.boot, mono: due } }, due / 1000);
      if (this.detector.nextDue(this.state) === due && this.state.rules === before.rules)
        throw new Error('a tick at its due time changed nothing');
    }
  }

  #adopt(atS: number, installation: Installation, state: DetectState): this {
    this.detector = createDetector(installation);
    return this.#take(this.detector.adopt(state, { boot: this.boot, mono: atS * 1000 }), atS);
  }

  #input(input: DetectInput, atS: number): this {
    return this.#take(this.detector.step(this.state, input), atS);
  }

  #take({ state, effects }: DetectOutcome, atS: number): this {
    this.state = state;
    this.effects.push(...effects.map((effect) => ({ atS, effect })));
    this.onTaken(atS, this.alarms);
    return this;
  }
}
