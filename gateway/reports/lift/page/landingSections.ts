import type { Drift } from '../../../lift/health/drift.ts';
import { LIMITS } from '../../../lift/health/limits.ts';
import type { CarDoor, DoorTimes, Landing } from '../landings.ts';
import type { MonthReport } from '../monthReport.ts';
import { html, type Markup } from './markup.ts';
import type { ReportVoice } from './reportVoice.ts';
import { sparkline } from './sparkline.ts';
import { tableOf } from './tableOf.ts';

const NOT_KNOWN = '–';

/** How the doors of each landing moved, and how they changed. */
export function doorsSection(
  { landings, carDoors, baseline }: MonthReport,
  { say }: ReportVoice,
): Markup | null {
  const moved = landings.filter(({ cycles, balks }) => cycles + balks > 0);
  if (moved.length === 0 || baseline === null) return null;
  const p50 = { text: say('column.p50'), number: true } as const;
  const p95 = { text: say('column.p95'), number: true } as const;
  const change = { text: say('column.change'), number: true } as const;
  const heads = [
    { text: say('column.floor') },
    ...[p50, p95, change, p50, p95, change],
    { text: say('column.trend') },
    { text: say('column.cycles'), number: true } as const,
    { text: say('column.reversals'), number: true } as const,
    { text: say('column.balks'), number: true } as const,
  ];
  const groups = [
    { text: '', span: 1 },
    { text: say('column.open'), span: 3 },
    { text: say('column.close'), span: 3 },
    { text: '', span: 4 },
  ];
  const rows = moved.map(({ label, open, close, cycles, reversals, balks }) => [
    html`<b>${label}</b>`,
    ...strokeCells(open),
    ...strokeCells(close),
    sparkline(open.daily, open.drift?.before ?? null),
    cycles,
    reversals,
    balks > 0 ? html`<b class="worth">${balks}</b>` : 0,
  ]);
  return html`<section class="whole">
<h2>${say('heading.doors')}</h2>
<p class="note">${say('doors.note', baseline)}</p>
${tableOf(heads, rows, groups)}
${carDoorTable(carDoors, say)}
</section>`;
}

/** Each door of the car by itself, where there are two, or what a motor draws is known. */
function carDoorTable(carDoors: readonly CarDoor[], say: ReportVoice['say']): Markup | null {
  const measured = carDoors.some(({ currentMa }) => currentMa !== null);
  if (carDoors.length < 2 && !measured) return null;
  const number = (text: string) => ({ text, number: true }) as const;
  const heads = [
    { text: say('column.door') },
    ...[number(say('column.cycles')), number(say('column.reversals')), number(say('column.balks'))],
    ...(measured ? [number(say('column.motor')), number(say('column.change'))] : []),
  ];
  const rows = carDoors.map(({ door, cycles, reversals, balks, currentMa, drift }) => [
    html`<b>${door}</b>`,
    ...[cycles, reversals, balks],
    ...(measured ? [currentMa === null ? NOT_KNOWN : Math.round(currentMa), changeCell(drift)] : []),
  ]);
  return html`<div class="narrow">${tableOf(heads, rows)}</div>`;
}

function changeCell(drift: Drift | null): Markup | string {
  if (drift === null) return NOT_KNOWN;
  const percent = Math.round(100 * drift.share);
  const change = `${percent > 0 ? '+' : ''}${percent} %`;
  return drift.share >= LIMITS.doorCurrent.value ? html`<b class="worth">${change}</b>` : change;
}

function strokeCells({ p50, p95, drift }: DoorTimes): (Markup | string)[] {
  const seconds = (ms: number | null) => (ms === null ? NOT_KNOWN : (ms / 1000).toFixed(2));
  if (drift === null) return [seconds(p50), seconds(p95), NOT_KNOWN];
  const percent = Math.round(100 * drift.share);
  const change = `${percent > 0 ? '+' : ''}${percent} %`;
  const worth = drift.share >= LIMITS.doorSlower.value;
  return [seconds(p50), seconds(p95), worth ? html`<b class="worth">${change}</b>` : change];
}

/** How the car stopped at each landing. */
export function levellingSection({ landings }: MonthReport, { say }: ReportVoice): Markup | null {
  const stopped = landings.filter(({ stops }) => stops > 0);
  if (stopped.length === 0) return null;
  const measured = stopped.some(({ levelP95Mm }) => levelP95Mm !== null);
  const heads = [
    { text: say('column.floor') },
    { text: say('column.stops'), number: true } as const,
    { text: say('column.relevels'), number: true } as const,
    { text: say('column.share'), number: true } as const,
    ...(measured ? [{ text: say('column.error'), number: true } as const] : []),
  ];
  const rows = stopped.map((landing) => [
    html`<b>${landing.label}</b>`,
    landing.stops,
    landing.relevels,
    shareCell(landing),
    ...(measured ? [errorCell(landing, say)] : []),
  ]);
  return html`<section class="whole">
<h2>${say('heading.levelling')}</h2>
${measured ? null : html`<p class="note">${say('levelling.unmeasured')}</p>`}
<div class="narrow">${tableOf(heads, rows)}</div>
</section>`;
}

function shareCell({ stops, relevels }: Landing): Markup | string {
  const share = `${Math.round((100 * relevels) / stops)} %`;
  const worth = stops >= LIMITS.cycles.value && relevels / stops >= LIMITS.relevels.value;
  return worth ? html`<b class="worth">${share}</b>` : share;
}

function errorCell({ levelP95Mm }: Landing, say: ReportVoice['say']): Markup | string {
  if (levelP95Mm === null) return NOT_KNOWN;
  const text = say('value.mm', { mm: Math.round(levelP95Mm) });
  return levelP95Mm > LIMITS.levelling.value ? html`<b class="worth">${text}</b>` : text;
}
