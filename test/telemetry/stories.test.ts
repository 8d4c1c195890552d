import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Platform } from '../../gateway/telemetry/index.ts';
import { soak } from '../harness/soak.ts';
import { conversation, type Said } from './conversation.ts';
import { byKey, runPython } from './python.ts';

// What a platform makes of a conversation, in TypeScript and in Python: rows, dates, what is new, what is complete, what is
// missing.

type Story = { readonly joinLate: boolean; readonly window: number; readonly said: readonly Said[] };

function inTypeScript({ joinLate, window, said }: Story): unknown {
  const platform = new Platform({ joinLate, window });
  const told = said.map(({ topic, bytes, retained }) => {
    const taken = platform.ingest(`lifeline/v1/tower-7/${topic}`, bytes, { retained });
    if (!taken.ok) throw new Error(taken.error.what);
    const rows = [...platform.rows(taken.value)].toSorted(byKey);
    return { arrivals: taken.value.arrivals, rows, events: [...platform.events(taken.value)] };
  });
  const view = platform.gateways.get('tower-7');
  const complete = (view?.takeComplete() ?? []).map(({ epoch, stream, intervals }) => [
    epoch,
    stream,
    intervals,
  ]);
  return JSON.parse(JSON.stringify({ told, complete, report: forComparison(view?.report()) }));
}

function inPython(stories: readonly Story[]): unknown[] {
  const lines = stories.map((story) =>
    JSON.stringify({
      ...story,
      said: story.said.map(({ topic, bytes, retained }) => [
        topic,
        Buffer.from(bytes).toString('hex'),
        retained,
      ]),
    }),
  );
  return runPython('test/telemetry/stories.py', lines).map((line) => {
    const { told, complete, report } = line as {
      told: { rows: object[] }[];
      complete: unknown;
      report: object;
    };
    const sorted = told.map((one) => ({ ...one, rows: one.rows.toSorted(byKey) }));
    return { told: sorted, complete, report: forComparison(report) };
  });
}

/** Tombstones and the names of births that are lacking are not in the report of Python. */
function forComparison(report: object | undefined): unknown {
  const { tombstoned: _, held, ...rest } = (report ?? {}) as Record<string, unknown>;
  const { births: __, ...counts } = (held ?? {}) as Record<string, unknown>;
  return { ...rest, held: counts };
}

describe('a conversation', () => {
  it('of the shared vectors means the same in Python', () => {
    const file = join(import.meta.dirname, 'vectors/messages.json');
    const vectors = JSON.parse(readFileSync(file, 'utf8')) as { topic: string; hex: string }[];
    const said = vectors
      .filter(({ topic }) => ['birth', 'tel', 'event', 'state'].includes(topic))
      .map(({ topic, hex }) => ({ topic, bytes: Buffer.from(hex, 'hex'), retained: false }));
    const empty = { topic: 'birth/0123456789abcdef', bytes: new Uint8Array(), retained: false };
    const stories = [false, true].map((joinLate) => ({
      joinLate,
      window: 512,
      said: [...said, empty, ...said],
    }));
    expect(inPython(stories)).toEqual(stories.map(inTypeScript));
  });

  it('of any kind means the same in Python: rows, dates, repetitions, what is complete and what is missing', () => {
    const story = fc.record({
      joinLate: fc.boolean(),
      window: fc.integer({ min: 1, max: 6 }),
      said: conversation,
    });
    const stories = fc.sample(story, { seed: 20261130, numRuns: soak(120) });
    expect(stories.reduce((sum, { said }) => sum + said.length, 0)).toBeGreaterThan(1000);
    const told = inPython(stories);
    stories.forEach((one, nth) => {
      expect(told[nth]).toEqual(inTypeScript(one));
    });
  });
});
