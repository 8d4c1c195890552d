import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Platform } from '../../gateway/telemetry/index.ts';
import { datingExamples } from './datingExamples.ts';
import { JavaDecoder, whyNoJava } from './java.ts';
import { runPython } from './python.ts';

type Date = [mono: number, utc: number | null, clock: string];
type Vector = {
  readonly name: string;
  readonly said: { topic: string; hex: string }[];
  readonly dates: Date[];
};
type Row = { readonly mono: number; readonly utc: number | null; readonly clock: string };

const file = join(import.meta.dirname, 'vectors/dating.json');
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vector[];
const wanted = vectors.map(({ name, dates }) => ({ name, dates }));
// A prefix with levels of its own, one of which looks like the version that follows it.
const PREFIX = 'city/v1/north';
const datesOf = (rows: readonly Row[]): Date[] => rows.map(({ mono, utc, clock }) => [mono, utc, clock]);
const named = (dates: readonly Date[][]) => vectors.map(({ name }, nth) => ({ name, dates: dates[nth] }));

const java = whyNoJava() === null ? new JavaDecoder() : null;
afterAll(() => java?.remove());

describe('which time wins, and a prefix of several levels', () => {
  it('is what the examples say, and the vectors with them', () => {
    expect(wanted).toEqual(datingExamples.map(({ name, dates }) => ({ name, dates })));
    expect(vectors.map(({ said }) => said.slice(1))).toEqual(
      datingExamples.map(({ said }) =>
        said.map(({ topic, bytes }) => ({ topic, hex: Buffer.from(bytes).toString('hex') })),
      ),
    );
  });

  it('means the same in TypeScript', () => {
    const platform = new Platform({ prefix: PREFIX });
    const dates = vectors.map(({ said }) => {
      const rows = said.flatMap(({ topic, hex }) => {
        const taken = platform.ingest(`${PREFIX}/v1/tower-7/${topic}`, Buffer.from(hex, 'hex'));
        if (!taken.ok) throw new Error(taken.error.what);
        return [...platform.rows(taken.value)];
      });
      return datesOf(rows);
    });
    expect(named(dates)).toEqual(wanted);
    expect(platform.ingest('city/v1/tower-7/state', new Uint8Array([1]))).toMatchObject({ ok: false });
    expect([...platform.gateways.keys()]).toEqual(['tower-7']);
  });

  it('means the same in Python', () => {
    const said = vectors.flatMap((one) => one.said.map(({ topic, hex }) => [topic, hex, false]));
    const [story] = runPython('test/telemetry/stories.py', [
      JSON.stringify({ joinLate: false, window: 512, prefix: PREFIX, said }),
    ]) as [{ told: { rows: Row[] }[] }];
    const dates = story.told.map(({ rows }) => datesOf(rows)).filter((some) => some.length > 0);
    expect(named(dates)).toEqual(wanted);
  });

  it.skipIf(java === null)('means the same in Java', () => {
    const said = vectors.flatMap((one) =>
      one.said.map(({ topic, hex }) => ({ topic, bytes: Buffer.from(hex, 'hex') })),
    );
    const told =
      java?.decode(said, { prefix: PREFIX }).told.map(({ rows }) => datesOf(rows as unknown as Row[])) ?? [];
    expect(named(told.filter((some) => some.length > 0))).toEqual(wanted);
  });
});
