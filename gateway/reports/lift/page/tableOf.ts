import { html, type Markup } from './markup.ts';

/** A column of a printed table; numbers stand to the right. */
export type Head = { readonly text: string; readonly number?: true };
type Cell = Markup | string | number;

/** A table whose headings come again on the next sheet. `groups`: headings over several columns. */
export function tableOf(
  heads: readonly Head[],
  rows: readonly (readonly Cell[])[],
  groups: readonly { readonly text: string; readonly span: number }[] = [],
): Markup {
  const kind = (i: number) => (heads[i]?.number === true ? 'number' : 'words');
  return html`<table>
<thead>
${groups.length === 0 ? null : html`<tr class="groups">${groups.map(({ text, span }) => html`<th colspan="${span}">${text}</th>`)}</tr>`}
<tr>${heads.map(({ text }, i) => html`<th class="${kind(i)}">${text}</th>`)}</tr>
</thead>
<tbody>${rows.map(
    (row) => html`
<tr>${row.map((cell, i) => html`<td class="${kind(i)}">${cell}</td>`)}</tr>`,
  )}
</tbody>
</table>`;
}
