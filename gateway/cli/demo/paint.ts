/** Text for a terminal: weight, colour, and what fits. Lengths are reckoned before a text is painted. */

export const RED = 31;
export const GREEN = 32;
export const AMBER = 33;

export function bold(text: string): string {
  return `\x1b[1m${text}\x1b[0m`;
}

export function dim(text: string): string {
  return `\x1b[2m${text}\x1b[0m`;
}

export function colour(text: string, code: number): string {
  return `\x1b[${code}m${text}\x1b[0m`;
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
