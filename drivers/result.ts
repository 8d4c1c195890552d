/** An expected failure is a value; exceptions are for bugs. */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/** One text in every language that people are spoken to in. */
export type Text = { readonly en: string; readonly zh: string };

/** What a sentence names: as it stands, or in the words of each language. */
export type Named = string | number | Text;

/**
 * Something the operator must hear about. `what` happened, `where` (file path with line, port, topic), and the
 * `hint`: what to do next. `code` is stable; `near`: names that may have been meant. The words are English; `said` is
 * what is needed to say them in another language.
 */
export type Problem = {
  readonly code: string;
  readonly what: string;
  readonly where?: string;
  readonly hint?: string;
  readonly near?: readonly string[];
  readonly said?: Said;
};

/** The words of a problem as data: its key in a catalogue, what its sentences name, and the path in the file they begin with. */
export type Said = {
  readonly key: string;
  readonly named: Readonly<Record<string, Named>>;
  readonly at?: string;
};
