import { QUALITY_CODES, type Quality } from '../../../drivers/quality.ts';
import type { PointValue } from '../../../drivers/reading.ts';
import { Malformed } from '../wire/fields.ts';
import type { Part, ReportGroup, SampleGroup } from '../wire/model.ts';
import type { PointSuffix } from './senmlName.ts';
import type { Scalar } from './senmlPack.ts';
import { partHolding } from './senmlPlace.ts';

type SenmlRow = { readonly mono: number; quality: Quality; part: number | null };
type Sample = SenmlRow & { readonly value: PointValue };
type Report = SenmlRow & {
  /** Of the statistics of a day; null: an ordinary record. */
  periodMs: number | null;
  readonly n: number;
  min: number | null;
  mean: number | null;
  max: number | null;
};

/** What the records of one channel come to, one after the other. */
export class ChannelCells {
  readonly channel: number;
  readonly #samples: Sample[] = [];
  readonly #reports: Report[] = [];
  #last: Sample | Report | null = null; // what a quality or a part belongs to

  constructor(channel: number) {
    this.channel = channel;
  }

  /** Throws `Malformed`. */
  take(suffix: PointSuffix | null, value: Scalar, mono: number): void {
    const row = { mono, quality: 'good', part: null } as const;
    if (suffix === 'unit') return;
    if (suffix === null) this.#last = addTo(this.#samples, { ...row, value });
    else if (suffix === 'n' || suffix === 'day-n') {
      const periodMs = suffix === 'n' ? null : 0; // its length follows
      const none = { min: null, mean: null, max: null, periodMs };
      this.#last = addTo(this.#reports, { ...row, n: asNumber(value), ...none });
    } else if (suffix === 'q') this.#quality(asQuality(value), mono);
    else if (this.#last?.mono !== mono) throw new Malformed(`a ${suffix} belongs to no record`);
    else if (suffix === 'p' || suffix === 'day-p') this.#last.part = asNumber(value);
    else if ('n' in this.#last) setIn(this.#last, suffix, value);
    else throw new Malformed(`a ${suffix} belongs to no report record`);
  }

  /** Puts the rows into their parts, a group of their own in each; `first`: the number of the first part. */
  place(parts: readonly PartDraft[], first: number): void {
    for (const [nth, rows] of byPart(this.#samples, parts, first)) {
      const values = rows.map(({ value }) => value);
      const qualities = rows.map(({ quality }) => quality);
      const columns = [{ channel: this.channel, values, qualities }];
      parts[nth]?.samples.push({ times: rows.map(({ mono }) => mono), columns });
    }
    for (const [nth, rows] of byPart(this.#reports, parts, first))
      for (const periodMs of new Set(rows.map((row) => row.periodMs))) {
        const own = rows.filter((row) => row.periodMs === periodMs);
        const column = {
          channel: this.channel,
          min: own.map(({ min }) => min),
          mean: own.map(({ mean }) => mean),
          max: own.map(({ max }) => max),
          n: own.map(({ n }) => n),
          qualities: own.map(({ quality }) => quality),
        };
        const period = periodMs === null ? {} : { periodMs };
        parts[nth]?.reports.push({ times: own.map(({ mono }) => mono), ...period, columns: [column] });
      }
  }

  #quality(quality: Quality, mono: number): void {
    if (this.#last?.mono === mono && this.#last.quality === 'good') this.#last.quality = quality;
    else this.#last = addTo(this.#samples, { mono, value: null, quality, part: null });
  }
}

type OfReport = Exclude<PointSuffix, 'unit' | 'n' | 'day-n' | 'q' | 'p' | 'day-p'>;

function setIn(report: Report, suffix: OfReport, value: Scalar): void {
  if (suffix === 'day-q') report.quality = asQuality(value);
  else if (suffix === 'day-s') report.periodMs = Math.round(asNumber(value) * 1000);
  else report[suffix.replace('day-', '') as 'min' | 'mean' | 'max'] = asNumber(value);
}

/** A part that is being put together. */
export type PartDraft = Pick<Part, 'from' | 'to'> & {
  readonly samples: SampleGroup[];
  readonly reports: ReportGroup[];
};

function byPart<T extends SenmlRow>(rows: T[], parts: readonly PartDraft[], first: number): Map<number, T[]> {
  const placed = new Map<number, T[]>();
  for (const row of rows.sort((a, b) => a.mono - b.mono)) {
    const nth = row.part === null ? partHolding(parts, row.mono) : row.part - first;
    if (parts[nth] === undefined) throw new Malformed('a record lies outside every part');
    const list = placed.get(nth) ?? [];
    placed.set(nth, list);
    list.push(row);
  }
  return placed;
}

function addTo<T>(list: T[], one: T): T {
  list.push(one);
  return one;
}

function asNumber(value: Scalar): number {
  if (typeof value === 'number') return value;
  throw new Malformed('a number is missing');
}

function asQuality(value: Scalar): Quality {
  const known = (Object.keys(QUALITY_CODES) as Quality[]).find((quality) => quality === value);
  return known ?? 'protocol-error'; // one that this reader does not know is none to trust
}
