import { type StatusCode, StatusCodes } from 'node-opcua-status-code';
import { DataType, Variant } from 'node-opcua-variant';
import { journalFile } from '../../journal/file/database.ts';
import { pointFacts } from '../../reports/examination/pointFacts.ts';
import { isMonth } from '../../reports/lift/civilTimes.ts';
import { dayOf } from '../../site/civilDate.ts';
import type { Installation } from '../../site/installation.ts';
import type { PaperAsk } from '../papers/paperAsk.ts';
import type { NoPaper, Papers } from '../papers/papers.ts';

/** What a method answers; `outputs` where it went well. */
export type MethodAnswer = { readonly status: StatusCode; readonly outputs?: readonly Variant[] };

/** What papers are made from. `installation`: as guard has it now. */
export type PaperDesk = {
  readonly papers: Papers;
  readonly state: string; // folder of the journal
  installation(): Installation;
};

/** No journal holds more. */
const MOST_DAYS = 3_660;

const REFUSED: Readonly<Record<NoPaper, MethodAnswer>> = {
  nothing: { status: StatusCodes.BadNoData },
  busy: { status: StatusCodes.BadTooManyOperations },
  late: { status: StatusCodes.BadTimeout },
  'too-large': { status: StatusCodes.BadResponseTooLarge },
  failed: { status: StatusCodes.BadResourceUnavailable },
};
const WRONG: MethodAnswer = { status: StatusCodes.BadInvalidArgument };

/** A piece of a lift's month: `[lift, month, format, language, piece]`. */
export async function readLiftMonthPiece(
  [lift, month, ...how]: readonly unknown[],
  desk: PaperDesk,
): Promise<MethodAnswer> {
  if (typeof month !== 'string' || !isMonth(month)) return WRONG;
  const { lifts, gateway } = desk.installation();
  const known = lifts.find(({ device }) => device.id === lift);
  const about = {
    place: known?.device.place ?? gateway.place ?? null,
    ...{ registration: known?.registration ?? null, labels: known?.labels ?? null },
  };
  return piece({ kind: 'lift-month', lift: String(lift), month, about }, how, desk);
}

/** A piece of an examination: `[from, to, format, language, piece]`. */
export async function readExaminationPiece(
  [from, to, ...how]: readonly unknown[],
  desk: PaperDesk,
): Promise<MethodAnswer> {
  if (!isDay(from) || !isDay(to) || to < from || dayOf(to) - dayOf(from) >= MOST_DAYS) return WRONG;
  const facts = [...pointFacts(desk.installation())];
  return piece({ kind: 'examination', from, to, facts }, how, desk);
}

type AskedPaper<K> = K extends PaperAsk ? Omit<K, 'journal' | 'timeZone' | 'format' | 'language'> : never;

async function piece(
  told: AskedPaper<PaperAsk>,
  [format, language, asked]: readonly unknown[],
  { papers, state, installation }: PaperDesk,
): Promise<MethodAnswer> {
  if ((format !== 'html' && format !== 'json') || (language !== 'en' && language !== 'zh')) return WRONG;
  const { timeZone } = installation().gateway;
  const paper = await papers.ask({ ...told, journal: journalFile(state), timeZone, format, language });
  if (typeof paper === 'string') return REFUSED[paper];
  const text = paper.pieces[Math.max(1, Number(asked)) - 1];
  if (text === undefined) return WRONG;
  return {
    status: StatusCodes.Good,
    outputs: [
      new Variant({ dataType: DataType.String, value: text }),
      new Variant({ dataType: DataType.UInt32, value: paper.pieces.length }),
      new Variant({ dataType: DataType.String, value: paper.sha256 }),
    ],
  };
}

/** Whether it is a day that there is, such as 2026-11-01. */
function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const utc = dayOf(text) * 86_400_000;
  return Number.isFinite(utc) && new Date(utc).toISOString().startsWith(text);
}
