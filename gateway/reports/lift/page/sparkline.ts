import { html, type Markup } from './markup.ts';

const WIDTH = 120;
const HEIGHT = 22;
/** A line of nearly equal values is drawn flat: at least this share of its level is the height of the picture. Engineering. */
const LEAST_RANGE = 0.3;

/** A small line over the days; what has no value is a gap. `before`: a level to compare with, dotted. */
export function sparkline(values: readonly (number | null)[], before: number | null): Markup {
  const known = [...values, before].filter((value) => value !== null);
  if (values.every((value) => value === null)) return html`<span class="faint">–</span>`;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const middle = (low + high) / 2;
  const range = Math.max(high - low, LEAST_RANGE * middle) || 1;
  const x = (i: number) => round(2 + ((WIDTH - 4) * i) / Math.max(1, values.length - 1));
  const y = (value: number) => round(HEIGHT / 2 - ((value - middle) / range) * (HEIGHT - 6));
  const last = values.findLastIndex((value) => value !== null);
  const end = values[last] ?? middle;
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">
${before === null ? null : html`<line class="before" x1="0" x2="${WIDTH}" y1="${y(before)}" y2="${y(before)}"/>`}
${runs(values).map((run) => html`<polyline class="line" points="${run.map(([i, value]) => `${x(i)},${y(value)}`).join(' ')}"/>`)}
<circle class="end" cx="${x(last)}" cy="${y(end)}" r="2"/></svg>`;
}

/** Values without a gap between them. */
function runs(values: readonly (number | null)[]): [number, number][][] {
  const found: [number, number][][] = [];
  let open: [number, number][] = [];
  for (const [i, value] of values.entries()) {
    if (value !== null) open.push([i, value]);
    if (value === null || i === values.length - 1) {
      if (open.length > 0) found.push(open);
      open = [];
    }
  }
  return found;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
