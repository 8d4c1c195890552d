import { styleText } from 'node:util';

/** Text for a terminal: weight, colour, and what fits. Lengths are reckoned before a text is painted. */

export const RED = 'red';
export const GREEN = 'green';
export const AMBER = 'yellow';
export type Style = Parameters<typeof styleText>[0];

export const bold = (text: string) => colour(text, 'bold');
export const dim = (text: string) => colour(text, 'dim');

export function colour(text: string, style: Style): string {
  return styleText(style, text, { validateStream: false });
}

/** As many characters as there is room for, the rest told by an ellipsis. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Exactly so many characters. */
export function exactly(text: string, width: number): string {
  return cut(text, width).padEnd(width);
}

/** Words wrapped between `·`, as few rows as the width allows. */
export function wrapped(words: readonly string[], width: number): string[] {
  const rows: string[] = [];
  for (const word of words) {
    const row = rows.at(-1);
    if (row !== undefined && row.length + 3 + word.length <= width)
      rows[rows.length - 1] = `${row} · ${word}`;
    else rows.push(word);
  }
  return rows;
}
