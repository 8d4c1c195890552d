import { stripVTControlCharacters } from 'node:util';
import { eastAsianWidth } from 'get-east-asian-width';

/** Text in columns of a terminal, where a Chinese character takes two. */

/** The width most terminals have, and the least that a screen must be legible on. */
export const SCREEN_COLUMNS = 80;

// between Chinese characters a row may end anywhere; what must not begin a row stays with what stands before it
const WORDS =
  /(?:[\p{Script_Extensions=Han}\uff00-\uff60]|[^\s\p{Script_Extensions=Han}\uff00-\uff60]+)[，。；：、！？）]*|\s+/gu;

/** How many columns a text takes, however it is coloured. */
export function widthOf(text: string): number {
  return [...stripVTControlCharacters(text)].reduce(
    (sum, character) => sum + eastAsianWidth(character.codePointAt(0) ?? 0),
    0,
  );
}

/** Filled up with spaces behind. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** Filled up with spaces before, as numbers stand. */
export function paddedLeft(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}

/** Broken into rows of at most `width`, the second and later ones behind `indent`. A word that is longer has its own row. */
export function wrapped(text: string, width: number, indent = ''): string[] {
  const rows: string[] = [];
  let row = '';
  for (const [word] of text.matchAll(WORDS)) {
    if (widthOf(row) + widthOf(word.trimEnd()) > width && row.trim() !== '') {
      rows.push(row.trimEnd());
      row = indent + word.trimStart();
    } else row += word;
  }
  return row.trim() === '' ? rows : [...rows, row.trimEnd()];
}

export type ScreenColumn = { readonly heading: string; readonly number: boolean };

/** A table: headings, then rows; every column as wide as its widest cell. */
export function table(columns: readonly ScreenColumn[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ heading }, i) =>
    Math.max(widthOf(heading), ...rows.map((row) => widthOf(row[i] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map(({ number }, i) => (number ? paddedLeft : padded)(cells[i] ?? '', widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(columns.map(({ heading }) => heading)), ...rows.map(line)];
}

/** Rows in columns that begin at the left, two spaces apart. The first row has them all. */
export function leftAligned([first = [], ...rows]: readonly (readonly string[])[]): string[] {
  return table(
    first.map((heading) => ({ heading, number: false })),
    rows,
  );
}
