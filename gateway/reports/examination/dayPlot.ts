import { html, type Markup } from '../lift/page/markup.ts';
import type { PointDay } from './dailySeries.ts';
import { dayNumber } from './trend.ts';

const WIDTH = 680;
const HEIGHT = 110;
const LOW = 62; // of a plot beneath another
const LEFT = 52;
const FOOT = 16;

/**
 * Days of one point: the mean as a line, lowest to highest as a band; a day without data is a gap. Never smoothed.
 *
 * @param beneath drawn low, under another plot of the same days
 */
export function dayPlot(
  days: readonly PointDay[],
  { from, to }: { readonly from: string; readonly to: string },
  label: string,
  beneath = false,
): Markup | null {
  if (days.length === 0) return null;
  const height = beneath ? LOW : HEIGHT;
  const [first, last] = [dayNumber(from), dayNumber(to)];
  const [low, high] = [Math.min(...days.map(({ min }) => min)), Math.max(...days.map(({ max }) => max))];
  const range = high - low || 1;
  const x = (day: string) =>
    round(LEFT + ((WIDTH - LEFT - 4) * (dayNumber(day) - first)) / Math.max(1, last - first));
  const y = (value: number) => round(4 + (height - FOOT - 8) * (1 - (value - low) / range));
  return html`<svg class="days" viewBox="0 0 ${WIDTH} ${height}" role="img"><title>${label}</title>
<line class="base" x1="${LEFT}" x2="${WIDTH}" y1="${height - FOOT}" y2="${height - FOOT}"/>
${runs(days).map((run) => html`<polygon class="band" points="${[...run.map(({ day, max }) => `${x(day)},${y(max)}`), ...run.toReversed().map(({ day, min }) => `${x(day)},${y(min)}`)].join(' ')}"/><polyline class="mean" points="${run.map(({ day, mean }) => `${x(day)},${y(mean)}`).join(' ')}"/>`)}
<text class="scale" x="${LEFT - 4}" y="${y(high) + 8}">${short(high)}</text>
<text class="scale" x="${LEFT - 4}" y="${y(low)}">${short(low)}</text>
<text x="${LEFT}" y="${height - 3}">${from}</text><text class="scale" x="${WIDTH - 2}" y="${height - 3}">${to}</text>
</svg>`;
}

/** Four figures are as many as a scale has room for. */
export function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function runs(days: readonly PointDay[]): PointDay[][] {
  const found: PointDay[][] = [];
  for (const day of days) {
    const before = found.at(-1)?.at(-1);
    if (before !== undefined && dayNumber(day.day) - dayNumber(before.day) === 1) found.at(-1)?.push(day);
    else found.push([day]);
  }
  return found;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
