import type { Log } from '../core/log.ts';
import type { Problem } from '../core/result.ts';
import type { JournalWriter } from '../journal/types.ts';
import type { Device } from '../site/installation.ts';
import { guardProblem } from '../text/problems/guardProblems.ts';
import { briefly, type Containment } from './containment.ts';
import type { InputQueue } from './inputQueue.ts';
import type { AnnunciatorKeeper } from './keepers/annunciatorKeeper.ts';
import { problemRow } from './rows.ts';
import type { SelfDiagnosis } from './selfDiagnosis.ts';
import type { StatusBoard } from './statusBoard.ts';

export type TroubleParts = {
  readonly queue: InputQueue;
  readonly log: Log;
  readonly board: StatusBoard;
  readonly self: SelfDiagnosis;
  readonly journal: () => Pick<JournalWriter, 'appendEvent'>;
  readonly annunciators: () => Pick<AnnunciatorKeeper, 'trouble'>;
  readonly now: () => { readonly boot: string; readonly mono: number };
};

/** What is wrong with the gateway itself: to the log, to whoever looks at the screen, to the fault lamp, and upstream. */
export class Troubles {
  readonly #parts: TroubleParts;

  constructor(parts: TroubleParts) {
    this.#parts = parts;
  }

  /** A problem that stands until it is mended. */
  tell(problem: Problem): void {
    this.#parts.log.problem(problem);
    this.#parts.board.note(problem);
    this.#light();
  }

  /** Problems whose code begins so are over. */
  mended(codePrefix: string, place?: string): void {
    this.#parts.board.mended(codePrefix, place);
    this.#light();
  }

  /** The journal is in trouble; null: it is well again. */
  journal(problem: Problem | null): void {
    this.#parts.self.set('journal', problem === null);
    this.#upstream(problem, 'journal');
  }

  /** An annunciator refuses what is written to it; null: no more. */
  refused({ id, unit }: Pick<Device, 'id' | 'unit'>, problem: Problem | null): void {
    this.mended('annunciate.refused', `${id} (unit ${unit})`);
    if (problem !== null) this.tell(problem);
  }

  /** The clients of a socket ask for more than they may; null: no more. */
  flood(problem: Problem | null): void {
    this.#upstream(problem, 'control.flood');
  }

  /** The two ears of a state file: what keeps it from being written, and that it is written again. */
  get ofStateFiles() {
    const { queue, self } = this.#parts;
    return [
      (problem: Problem) =>
        queue.put('state file', () => {
          this.tell(problem);
          self.set('state', false);
        }),
      () =>
        queue.put('state file', () => {
          this.mended('state');
          self.set('state', true);
        }),
    ] as const;
  }

  /** A fault in guard's own code. What it brought down is told; everything else goes on. `out`: a part of it stays out. */
  fault(where: string, error: unknown, out: boolean): void {
    const { log, self, journal, now } = this.#parts;
    const named = { part: where, fault: briefly(error) };
    const problem = {
      ...(out ? guardProblem('guard.internal/out', named) : guardProblem('guard.internal/part', named)),
      where,
    };
    if (out) this.tell(problem);
    else log.problem(problem);
    journal().appendEvent(problemRow(now(), problem));
    self.internal(out);
  }

  /** A changed site gives every part that stayed out another chance. */
  forgiven(containment: Containment): void {
    containment.forgive();
    this.mended('guard.internal'); // only a part that stays out is told so
    this.#parts.self.forgiven();
  }

  /** One that is told upstream as well, or is over. */
  #upstream(problem: Problem | null, codePrefix: string): void {
    if (problem === null) {
      this.mended(codePrefix);
      return;
    }
    const { journal, now } = this.#parts;
    this.tell(problem);
    journal().appendEvent(problemRow(now(), problem));
  }

  #light(): void {
    const { queue, board, annunciators } = this.#parts;
    queue.put('trouble', () => annunciators().trouble(board.problems.length > 0));
  }
}
