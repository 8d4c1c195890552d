import { beforeAll, describe, expect, it } from 'vitest';
import { encodeAck } from '../../gateway/telemetry/index.ts';
import { birth, examples } from './examples.ts';
import { runPython } from './python.ts';

// No kept CDDL validator is to be had from the registries that this project builds from, so a reader of the file itself,
// for as much of the language as it uses, stands in; see gateway/telemetry/NOTES.md.

type Answer = {
  readonly wrong: string | null;
  readonly met: readonly string[];
  readonly bent: number;
  readonly passed: number;
};

/** Which rule of the file a payload claims to follow: by its topic, and by how it begins. */
function ruleOf(topic: string, bytes: Uint8Array, name: string): string {
  if (name.startsWith('SenML')) return 'pack';
  if (name.endsWith(', signed')) return 'signed';
  if (topic !== 'tel' && topic !== 'event') return topic;
  const isMap = (bytes[0] ?? 0) >> 5 === 5;
  return isMap ? 'tombstone' : topic === 'tel' ? 'telemetry' : 'event-message';
}

function check(lines: readonly string[]): { entries: string[]; answers: Answer[] } {
  const [entries, ...answers] = runPython(
    'test/telemetry/cddl.py',
    lines,
    'gateway/telemetry/wire/telemetry.cddl',
  );
  return { entries: entries as string[], answers: answers as Answer[] };
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const known = examples.filter(({ name }) => !name.endsWith('that knows more'));
const ack = encodeAck({ epoch: birth.epoch, stream: 'telemetry', intervals: [[1, 5_000_000_000]] });
const lines = [
  ...known.map(({ name, topic, bytes }) => `${ruleOf(topic, bytes, name)} ${hex(bytes)}`),
  `ack ${hex(ack)}`,
];

describe('telemetry.cddl', () => {
  let checked: ReturnType<typeof check>;
  beforeAll(() => {
    checked = check(lines);
  });

  it('allows every vector, and every entry of it is met by one of them', () => {
    const { entries, answers } = checked;
    expect(answers).toHaveLength(lines.length);
    expect(answers.flatMap(({ wrong }) => wrong ?? [])).toEqual([]);
    const met = new Set(answers.flatMap((answer) => answer.met));
    expect(entries.filter((entry) => !met.has(entry))).toEqual([]);
    expect(entries.length).toBeGreaterThan(100);
  });

  it('refuses a vector in which any one value is of another kind', () => {
    const { answers } = checked;
    for (const { bent, passed } of answers) {
      expect(bent).toBeGreaterThan(2);
      expect(passed).toBe(0);
    }
  });

  it('refuses what a sender of today cannot mean', () => {
    const newer = examples.filter(({ name }) => name.endsWith('that knows more'));
    expect(newer.length).toBeGreaterThan(0);
    const wrong = [
      ...newer.map(({ name, topic, bytes }) => `${ruleOf(topic, bytes, name)} ${hex(bytes)}`),
      'ack a4000101416102000380', // an epoch of one byte
      'ack a4000101616102050380', // no such stream
    ];
    const { answers } = check(wrong);
    expect(answers.map(({ wrong: why }) => why === null)).toEqual(wrong.map(() => false));
  });
});
