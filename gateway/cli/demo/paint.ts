import { stripVTControlCharacters, styleText } from 'node:util';
import { padded, widthOf } from '../columns.ts';

/** Text for a terminal: weight, colour, and what fits. Widths are in columns, of which a Chinese character takes two. */

export const RED = 'red';
export const GREEN = 'green';
export const AMBER = 'yellow';
export type Style = Parameters<typeof styleText>[0];

export const bold = (text: string) => colour(text, 'bold');
export const dim = (text: string) => colour(text, 'dim');

export function colour(text: string, style: Style): string {
  return styleText(style, text, { validateStream: false });
}

/** As much of a text as there is room for, the rest told by an ellipsis; what is cut loses its colour. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const character of stripVTControlCharacters(text)) {
    if (widthOf(kept) + widthOf(character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Exactly so many columns. */
export function exactly(text: string, width: number): string {
  return padded(cut(text, width), width);
}

/** Words wrapped between `·`, as few rows as the width allows. */
export function wrappedWords(words: readonly string[], width: number): string[] {
  const rows: string[] = [];
  for (const word of words) {
    const row = rows.at(-1);
    if (row !== undefined && widthOf(row) + 3 + widthOf(word) <= width)
      rows[rows.length - 1] = `${row} · ${word}`;
    else rows.push(word);
  }
  return rows;
}

/** Two blocks of rows beside each other, the left one so wide. */
export function beside(left: readonly string[], right: readonly string[], width: number): string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) =>
    `${padded(left[i] ?? '', width)}${right[i] ?? ''}`.trimEnd(),
  );
}
