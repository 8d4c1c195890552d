import { join } from 'node:path';
import { packageRoot } from '../../../gateway/core/program.ts';
import {
  type Birth,
  birthHash,
  type Channel,
  encodeBirth,
  encodeParts,
  encodeState,
  type Part,
  telemetryMessage,
} from '../../../gateway/telemetry/index.ts';
import { readDataSet, reportParts } from '../wire.ts';

export const CHANNELS = 100;
const SEGMENT_PARTS = 10;
const COPIES = 5; // of the twenty channels of samples.csv
const BOOT = 'c9f0f895fb98ab91';
const UTC = 1_785_000_000_000;

/** Buildings that say a report of a hundred points a minute: as recorded in samples.csv, encoded as gateways do. */
export class BenchFleet {
  readonly #bodies = new Map<string, Uint8Array>();
  readonly #periods: readonly Part[];
  readonly #channels: readonly Channel[];
  readonly #data: readonly Channel[];

  constructor() {
    const data = readDataSet(join(packageRoot(), 'test', 'bench', 'data', 'samples.csv'));
    this.#periods = reportParts(data);
    this.#channels = channelsOf('', data.channels);
    this.#data = data.channels;
  }

  name(gateway: number): string {
    return `building-${gateway}`;
  }

  birth(gateway: number): { readonly hash: string; readonly birth: Birth; readonly document: Uint8Array } {
    const birth: Birth = {
      gateway: this.name(gateway),
      name: { en: `Building ${gateway}`, zh: `${gateway} 号楼` },
      ...{ software: '1.0.0', epoch: epochOf(gateway), previous: null, rules: [] },
      channels: channelsOf(`Building ${gateway}`, this.#data),
    };
    const document = encodeBirth(birth);
    return { hash: birthHash(document), birth, document };
  }

  /** Parts [first..last] (from 1) of row `seq` (from 1) in one message, as courier sends them. */
  tel(gateway: number, hash: string, seq: number, first: number, last = first): Uint8Array {
    return telemetryMessage(
      {
        ...{ epoch: epochOf(gateway), boot: BOOT, seq, birth: hash, historical: last > first },
        time: { mono: 0, utc: UTC, quality: 'ntp' },
        ...{ first, last, sealed: last === SEGMENT_PARTS, slice: null, evidence: null },
      },
      this.#body((gateway + seq) % this.#periods.length, first, last),
    );
  }

  #body(variant: number, first: number, last: number): Uint8Array {
    const key = `${variant} ${first} ${last}`;
    const known = this.#bodies.get(key);
    if (known !== undefined) return known;
    const parts = Array.from({ length: last - first + 1 }, (_, nth) =>
      partOf(first - 1 + nth, variant, this.#periods),
    );
    const body = encodeParts(parts, this.#channels);
    this.#bodies.set(key, body);
    return body;
  }

  state(gateway: number, telemetry: number): Uint8Array {
    const heads = { event: { seq: 0, parts: 0 }, telemetry: { seq: telemetry, parts: 1 } };
    return encodeState({
      ...{ online: true, epoch: epochOf(gateway), boot: BOOT, guardAlive: true, journal: 'ok' },
      ...{ time: { mono: 0, utc: UTC, quality: 'ntp' }, heads, delivered: heads },
    });
  }
}

const epochOf = (gateway: number): string => (0xe000_0000 + gateway).toString(16).padStart(16, '0');

function channelsOf(place: string, data: readonly Channel[]): Channel[] {
  return Array.from({ length: COPIES }, (_, copy) =>
    data.map((channel, index) => ({
      ...channel,
      index: copy * data.length + index,
      point: `part-${copy}-${channel.point}`,
      name: { en: `Part ${copy} ${channel.point}`, zh: `${copy} 区 ${channel.point}` },
      place: `${place} part ${copy}`,
    })),
  ).flat();
}

/** Minute `nth` of a row: each copy lives in another minute of the recorded half hour. */
function partOf(nth: number, variant: number, periods: readonly Part[]): Part {
  const to = (nth + 1) * 60_000;
  const reports = Array.from({ length: COPIES }, (_, copy) => {
    const period = periods[(variant + nth + 7 * copy) % periods.length];
    return (period?.reports ?? []).map(({ columns }) => ({
      times: [to],
      columns: columns.map((column) => ({ ...column, channel: copy * columns.length + column.channel })),
    }));
  });
  return { from: to - 60_000, to, samples: [], reports: reports.flat() };
}
