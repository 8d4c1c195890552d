import type { Quality } from '../../drivers/quality.ts';
import type { PointValue, Reading } from '../../drivers/reading.ts';
import { currentAlarms } from '../../gateway/detect/alarms.ts';
import { createDetector, type Detector } from '../../gateway/detect/detector.ts';
import type { DetectState } from '../../gateway/detect/state.ts';
import type { DetectEffect, DetectInput, Transition } from '../../gateway/detect/types.ts';
import type { Installation } from '../../gateway/site/installation.ts';

export const BOOT = 'b007b007b007b007';

/** A detector with a clock: readings come in, ticks fall where they are due, transitions pile up. Times in seconds. */
export class Story {
  detector: Detector;
  state: DetectState;
  readonly effects: { readonly atS: number; readonly effect: DetectEffect }[] = [];
  boot = BOOT;

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
    this.#passUntil(atS * 1000);
    const command = { verb: 'acknowledge', occurrence, actor } as const;
    return this.#input({ kind: 'command', command, at: { boot: this.boot, mono: atS * 1000 } }, atS);
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
    const alarm = this.alarms.find((candidate) => candidate.rule === rule);
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

  #input(input: DetectInput, atS: number): this {
    const { state, effects } = this.detector.step(this.state, input);
    this.state = state;
    this.effects.push(...effects.map((effect) => ({ atS, effect })));
    return this;
  }
}
