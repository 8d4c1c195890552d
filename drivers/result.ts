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

/** The words of a problem as plain data: the key of its sentences, what they name, and the path in the file they begin with. */
export type Said = Words & { readonly at?: string };

/** A sentence or a word by its key in a catalogue, with what it names. */
export type Words = { readonly key: string; readonly named: Readonly<Record<string, Named>> };

/** What a sentence names: as it stands, in either language, in words of its own, or several of these. */
export type Named = string | number | { readonly en: string; readonly zh: string } | Words | List;

/** Several things in a row: `a, b or c`, `a, b and c`, `a, b, c`, `a; b; c`, `a, or b, or c`. */
export type List = {
  readonly list: readonly Named[];
  readonly by: 'or' | 'and' | 'comma' | 'semicolon' | 'else';
};
