import type { Item } from './items.ts';
import type { Outcome, Session, SessionOptions, Stat } from './session.ts';
import type { Unconfirmed } from './unansweredBatch.ts';

/**
 * What the writer asks of the side that waits for the disk. `items` is empty but for `write`; `spare`: a spare journal that is to be
 * copied beside the journal, once its rows are written.
 */
export type Question = {
  readonly id: number;
  readonly ask: 'check' | 'write' | 'stat' | 'close';
  readonly items: readonly Item[];
  readonly unconfirmed: Unconfirmed | null;
  readonly spare: string | null;
};
export type Answer = { readonly id: number; readonly answer: Outcome | Stat | null };

/** What comes back. `ended`: nothing is answered any more. */
export type Hearer = { answered(answer: Answer): void; ended(error: Error): void };

/** A session on the other side of something: a thread, or a scheduler that says when it is whose turn. */
export interface SessionPort {
  ask(question: Question): void;
  /** Ends it, whatever it is doing. */
  end(): Promise<void>;
}

/** Makes a session on the other side. */
export type SpawnSession = (options: SessionOptions, hearer: Hearer) => SessionPort;

/** What a session answers; waits for the disk. */
export function answerOf(session: Session, { ask, items, unconfirmed, spare }: Question): Answer['answer'] {
  switch (ask) {
    case 'check':
      return session.check();
    case 'write':
      return session.write(items, unconfirmed, spare);
    case 'stat':
      return session.stat();
    case 'close':
      return session.close();
  }
}
