import { type Figure, type Measured, type Measurement, met } from './figure.ts';

/** One measurement for people: what, measured, goal, met or missed, and the command that makes it. */
export function tableOf({ name, about }: Measurement, measured: Measured): string {
  const rows = measured.figures.map((figure) => {
    const good = met(figure);
    return [figure.what, text(figure), goalText(figure), good === null ? '' : good ? 'met' : 'MISSED'];
  });
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 1 ? cell.padStart(widths[1] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [
    `${name}: ${about}`,
    ...lines.map((line) => `  ${line}`),
    ...measured.remarks.map((remark) => `  · ${remark}`),
    `  $ npm run bench -- --only ${name}`,
    '',
  ].join('\n');
}

function text({ value, unit, decimals }: Figure): string {
  return `${value.toFixed(decimals)}${unit === '' ? '' : ` ${unit}`}`;
}

function goalText({ goal, unit }: Figure): string {
  if (goal === undefined) return '';
  const number = 'atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`;
  return `goal ${number}${unit === '' ? '' : ` ${unit}`}`;
}
