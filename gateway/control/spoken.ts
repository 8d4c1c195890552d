import { toLine } from '../core/ndjson.ts';
import type { ControlPush, ControlTopic } from './protocol.ts';

/** A push with its text, which is made when somebody first takes it, and once for everybody. */
export class Spoken<P extends ControlPush = ControlPush> {
  readonly push: P;
  #text: string | null = null;

  constructor(push: P) {
    this.push = push;
  }

  get topic(): ControlTopic {
    return this.push.push;
  }

  /** One line or more, each with its newline. */
  get text(): string {
    this.#text ??= linesOf(this.push).map(toLine).join('');
    return this.#text;
  }
}

const READINGS_PER_LINE = 200;
const TOLD_PER_LINE = 100;

/** Cuts a long push into lines of a bearable length. Only the first line of alarms says `snapshot`: the others add to it. */
function linesOf(push: ControlPush): readonly ControlPush[] {
  switch (push.push) {
    case 'readings':
      return pieces(push.readings, READINGS_PER_LINE).map((readings) => ({ push: 'readings', readings }));
    case 'alarms':
      if (push.alarms.length <= TOLD_PER_LINE) return [push];
      return pieces(push.alarms, TOLD_PER_LINE).map((alarms, index) => ({
        push: 'alarms',
        alarms,
        snapshot: push.snapshot && index === 0,
      }));
    default:
      return [push];
  }
}

function pieces<T>(items: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let at = 0; at < items.length; at += size) result.push(items.slice(at, at + size));
  return result;
}
