import type { DailyRecord } from '../../../lift/health/dailyRecord.ts';
import { daysOf } from '../civilTimes.ts';
import { html, type Markup } from './markup.ts';
import type { ReportVoice } from './reportVoice.ts';

const LEFT = 116; // for what a row shows
const WIDTH = 720;
const ROW = 46;
const GAP = 12;
const MARKS = 18;
const HOUR_MS = 3_600_000;

type Part = { readonly value: number; readonly look: string };
type ChartRow = {
  readonly title: string;
  readonly parts: (day: DailyRecord) => readonly Part[];
  readonly least: number; // of the scale, so that little is not drawn as much
};

/** The days of a month under one another: trips, door cycles, hours not in service, and what happened. */
export function dayChart(month: string, records: readonly DailyRecord[], voice: ReportVoice): Markup {
  const { say } = voice;
  const days = daysOf(month);
  const byDay = new Map(records.map((record) => [record.day, record]));
  const column = (WIDTH - LEFT) / days.length;
  const x = (i: number) => round(LEFT + i * column);
  const rows: ChartRow[] = [
    { title: say('chart.trips'), parts: ({ trips }) => [{ value: trips, look: 'bar' }], least: 10 },
    {
      title: say('chart.cycles'),
      parts: ({ doorCycles }) => [{ value: doorCycles, look: 'bar' }],
      least: 10,
    },
    { title: say('chart.hours'), parts: hoursOf, least: 1 },
  ];
  const height = rows.length * (ROW + GAP) + MARKS + 18;
  const marksY = rows.length * (ROW + GAP) + 12;
  return html`<svg class="days" viewBox="0 0 ${WIDTH} ${height}" role="img">
${days.map((day, i) =>
  byDay.has(day)
    ? null
    : html`<rect class="missing" x="${x(i)}" y="0" width="${round(column)}" height="${height - 18}"><title>${day}: ${say('chart.no-record')}</title></rect>`,
)}
${rows.map((row, r) => rowOf(row, r * (ROW + GAP)))}
<text class="title" x="0" y="${marksY}">${say('chart.happened')}</text>
${days.map((day, i) => marks(byDay.get(day), round(x(i) + column / 2)))}
${days.map((day, i) => html`<text class="day" x="${round(x(i) + column / 2)}" y="${height - 4}">${Number(day.slice(8))}</text>`)}
</svg>
<p class="legend"><span class="key down"></span>${say('chart.down')} <span class="key inspection"></span>${say('chart.inspection')} <span class="key unseen"></span>${say('chart.unseen')} <span class="key missing"></span>${say('chart.no-record')} <b class="count">2</b> ${say('chart.legend-faults')} <b class="trapped">●</b> ${say('chart.legend-trapped')}</p>`;

  function rowOf({ title, parts, least }: ChartRow, top: number): Markup {
    const totals = records.map((record) => parts(record).reduce((sum, { value }) => sum + value, 0));
    const most = Math.max(least, ...totals);
    const base = top + ROW;
    const bars = days.flatMap((day, i) => {
      const record = byDay.get(day);
      if (record === undefined) return [];
      let y = base;
      return parts(record).map(({ value, look }) => {
        const tall = (value / most) * (ROW - 12);
        y -= tall;
        return html`<rect class="${look}" x="${round(x(i) + 1.5)}" y="${round(y)}" width="${round(column - 3)}" height="${round(tall)}"><title>${day}: ${amount(value)}</title></rect>`;
      });
    });
    return html`<line class="base" x1="${LEFT}" x2="${WIDTH}" y1="${base}" y2="${base}"/>
<line class="top" x1="${LEFT}" x2="${WIDTH}" y1="${top + 12}" y2="${top + 12}"/>
<text class="title" x="0" y="${top + 28}">${title}</text>
<text class="scale" x="${LEFT - 4}" y="${top + 15}">${amount(most)}</text>
<text class="scale" x="${LEFT - 4}" y="${base}">0</text>
${bars}`;
  }

  function marks(record: DailyRecord | undefined, middle: number): Markup | null {
    if (record === undefined) return null;
    const faults = record.faults.reduce((sum, { floors }) => sum + floors.length, 0);
    return html`${faults === 0 ? null : html`<text class="count" x="${middle}" y="${marksY}">${faults}</text>`}
${record.entrapments === 0 ? null : html`<circle class="trapped" cx="${middle}" cy="${marksY + 6}" r="3"/>`}`;
  }
}

function hoursOf({ availability, inspectionMs }: DailyRecord): Part[] {
  return [
    { value: availability.downMs / HOUR_MS, look: 'down' },
    { value: inspectionMs / HOUR_MS, look: 'inspection' },
    { value: availability.unseenMs / HOUR_MS, look: 'unseen' },
  ];
}

function amount(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
