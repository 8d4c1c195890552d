import type { Problem } from '../../core/result.ts';
import { type Lost, lossOf } from './pending.ts';

type Kind = 'failure' | 'overflow' | 'spare' | 'standing';

export const THREAD_ENDED = 'journal.thread';

const SPARE_UNWRITABLE = {
  code: 'journal.spare-unwritable',
  said: { key: 'journal.spare-unwritable', named: {} },
};

/** What is wrong with the journal now, told when it changes: rows that were lost before anything else, then what keeps them from the disk. */
export class JournalFaults {
  readonly #file: string;
  readonly #tell: (problem: Problem | null) => void;
  readonly #faults: Record<Kind, Problem | null> = {
    failure: null,
    overflow: null,
    spare: null,
    standing: null,
  };
  #shown: Problem | null = null;

  constructor(file: string, tell: (problem: Problem | null) => void) {
    this.#file = file;
    this.#tell = tell;
  }

  /** As last told. */
  get shown(): Problem | null {
    return this.#shown;
  }

  set<P extends Problem | null>(kind: Kind, problem: P): P {
    this.#faults[kind] = problem;
    const { failure, overflow, spare, standing } = this.#faults;
    this.show(overflow ?? spare ?? failure ?? standing);
    return problem;
  }

  /** It is over; said with the next one that is set. */
  clear(kind: Kind): void {
    this.#faults[kind] = null;
  }

  /** A single happening. */
  show(problem: Problem | null): void {
    const same = problem === null ? this.#shown === null : problem.code === this.#shown?.code;
    this.#shown = problem;
    if (!same) this.#tell(problem);
  }

  /** Whether the spare journal takes rows; `failure` says why not. */
  spare(failure: Problem | null): void {
    const what = `rows wait in guard's own memory, and are told to nobody: ${failure?.what}`;
    this.set('spare', failure === null ? null : { ...failure, ...SPARE_UNWRITABLE, what });
  }

  /** Rows had to be dropped. What clients asked for too often hides no worse loss. */
  overflow(lost: readonly Lost[]): void {
    const mild = lost.every((kind) => kind === 'command');
    this.set('overflow', (mild ? this.#faults.overflow : null) ?? lossOf(lost, this.#file));
  }

  threadEnded(error: unknown): Problem {
    return {
      code: THREAD_ENDED,
      what: `the journal's thread ended: ${error}`,
      where: this.#file,
      hint: 'it is started again; please report this',
    };
  }

  noAnswer(silentMs: number): Problem {
    return {
      code: 'journal.no-answer',
      said: { key: 'journal.no-answer', named: {} },
      what: `the disk of the journal has not answered for ${silentMs / 1000} s`,
      where: this.#file,
      hint: 'alarms go on, rows go into memory; look at `dmesg`, and replace the card or disk if this comes again',
    };
  }

  /** Guard stops with so many events that are not on the disk. `spared`: they are in the spare journal. */
  stopped(events: number, spared: boolean): Problem {
    const where = spared
      ? 'they are in the spare journal, and lost if the power goes before guard runs again'
      : 'they are lost';
    return this.set('failure', {
      code: 'journal.stopped-in-trouble',
      said: { key: 'journal.stopped-in-trouble', named: {} },
      what: `${events} events and what telemetry there was could not be written before guard stopped: ${where}`,
      where: this.#file,
      hint: 'free or replace the disk',
    });
  }

  /** Guard stops, and a call to the disk does not come back. */
  hanging(): Problem {
    return this.set('failure', {
      code: 'journal.disk-hangs',
      said: { key: 'journal.disk-hangs', named: {} },
      what: 'a call to the disk of the journal has not returned: this program ends only when it does',
      where: this.#file,
      hint: 'look at `dmesg`; if the disk does not come back the machine has to be started again',
    });
  }
}
