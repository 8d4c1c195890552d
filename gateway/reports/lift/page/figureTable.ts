import { AFTER_NAME, type FigureKey, LIFT_DEFINITIONS } from '../../../text/liftDefinitions.ts';
import { html, type Markup } from './markup.ts';
import type { ReportVoice } from './reportVoice.ts';
import { type Head, tableOf } from './tableOf.ts';

/** One figure: its name, its values (one for each column), and how it is counted. */
export type FigureRow = {
  readonly name: string;
  readonly values: readonly (Markup | string)[];
  readonly counted: FigureKey;
};

/** Figures with the definition of each beside it, and the name of the definition. `columns`: over the values. */
export function figureTable(
  heads: { readonly figure: string; readonly columns: readonly string[]; readonly counted: string },
  rows: readonly FigureRow[],
  { word }: Pick<ReportVoice, 'word'>,
): Markup {
  const columns: Head[] = [
    { text: heads.figure },
    ...heads.columns.map((text): Head => ({ text, number: true })),
    { text: heads.counted },
  ];
  return html`<div class="figures">${tableOf(
    columns,
    rows.map(({ name, values, counted }) => [name, ...values, definition(counted, word)]),
  )}</div>`;
}

function definition(key: FigureKey, word: ReportVoice['word']): Markup {
  const { name, text } = LIFT_DEFINITIONS[key];
  return html`<small><b>${word(name)}</b>${word(AFTER_NAME)}${word(text)}</small>`;
}
