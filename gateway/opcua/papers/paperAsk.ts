import type { PointFacts } from '../../reports/examination/pointFacts.ts';
import type { ReportedLift } from '../../reports/lift/monthReport.ts';
import type { Language } from '../../text/language.ts';

/** What the site knows of a lift and the journal does not. */
export type LiftOfPaper = Pick<ReportedLift, 'place' | 'registration' | 'labels'>;

/** A paper that a client asks for, with all that its thread needs beside the journal. */
export type PaperAsk = {
  readonly journal: string; // the file
  readonly timeZone: string | undefined;
  readonly format: 'html' | 'json';
  readonly language: Language;
} & (
  | {
      readonly kind: 'lift-month';
      readonly lift: string;
      readonly month: string;
      readonly about: LiftOfPaper;
    }
  | {
      readonly kind: 'examination';
      readonly from: string; // days
      readonly to: string;
      readonly facts: readonly (readonly [point: string, facts: PointFacts])[];
    }
);

/** Null: the journal knows nothing of it. */
export type WrittenPaper = { readonly text: string | null };
