import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  eventDigest,
  flatRows,
  GatewayView,
  type Message,
  partDigest,
} from '../../gateway/telemetry/index.ts';
import { looksSigned } from '../../gateway/telemetry/sign/sign1.ts';
import { soak } from '../harness/soak.ts';
import type { Wire } from './agreement.ts';
import { conversation, type Said } from './conversation.ts';
import { examples, KNOWN_PUBLIC, signed } from './examples.ts';
import { JavaDecoder, whyNoJava } from './java.ts';
import { asPythonPrints, byKey } from './python.ts';

// The class for Java follows telemetry.cddl and the guide for platforms; here it is held against the vectors.

const why = whyNoJava();
if (why !== null) console.log(`the decoder in Java is not tried: ${why}`);

let decoder: JavaDecoder | null = null;
afterAll(() => decoder?.remove());

function java(): JavaDecoder {
  decoder ??= new JavaDecoder();
  return decoder;
}

type Heard = Wire & { readonly retained?: boolean };

function inTypeScript(messages: readonly Heard[], joinLate: boolean): { told: unknown[]; report: unknown } {
  const view = new GatewayView({ joinLate });
  const told = messages.map(({ topic, bytes, retained = false }) => {
    const taken = view.ingest(topic, bytes, { retained });
    if (!taken.ok) throw new Error(taken.error.what);
    const [message] = taken.value.messages;
    if (message === undefined) throw new Error('every message is legible here');
    const channels =
      'birth' in message && typeof message.birth === 'string' ? view.birthOf(message.birth)?.channels : [];
    const pointOf = (index: number) => channels?.find((channel) => channel.index === index)?.point ?? '';
    const rows = [...flatRows('tower-7', message, view)].toSorted(byKey);
    const { arrivals } = taken.value;
    const complete = view.takeComplete();
    return JSON.parse(
      JSON.stringify({
        ...{ message: asPythonPrints(message, pointOf), rows, digests: digestsOf(message) },
        ...{ arrivals, complete },
      }),
    );
  });
  const { held: _, tombstoned: __, ...report } = view.report();
  return { told, report: JSON.parse(JSON.stringify(report)) };
}

function digestsOf(message: Message): number[] {
  if (message.kind === 'event') return [eventDigest(message.boot, message.event)];
  if (message.kind !== 'telemetry') return [];
  return message.parts.map((part) => partDigest([message.boot, message.evidence], part));
}

function inJava(messages: readonly Heard[], late: boolean): { told: unknown[]; report: unknown } {
  const { told, report } = java().decode(messages, { late });
  const sorted = told.map(({ message, rows, ...more }) => {
    const values = (message as { values?: object[] }).values;
    const inOrder = values === undefined ? message : { ...message, values: values.toSorted(byKey) };
    return { message: inOrder, rows: rows.toSorted(byKey), ...more };
  });
  return { told: sorted, report };
}

describe.skipIf(why !== null)('the decoder in Java', () => {
  it('means the same by every vector: values, dated rows, digests, what is new, whole and missing', () => {
    const file = join(import.meta.dirname, 'vectors/messages.json');
    const vectors = JSON.parse(readFileSync(file, 'utf8')) as { name: string; topic: string; hex: string }[];
    expect(vectors.length).toBeGreaterThan(60);
    const messages = vectors.map(({ topic, hex }) => ({ topic, bytes: Buffer.from(hex, 'hex') }));
    for (const late of [false, true]) expect(inJava(messages, late)).toEqual(inTypeScript(messages, late));
  });

  it('means the same by a thousand random messages', () => {
    const options = { seed: 20261130, numRuns: soak(130) };
    const said = fc.sample(conversation, options).flatMap(legible);
    expect(said.length).toBeGreaterThan(1000);
    expect(inJava(said, false)).toEqual(inTypeScript(said, false));
  });

  it('finds missing what any conversation lacks, heard from its beginning and joined late', () => {
    const stories = fc.sample(conversation, { seed: 20261201, numRuns: soak(5) }).map(legible);
    for (const said of stories)
      for (const late of [false, true])
        expect(inJava(said, late).report).toEqual(inTypeScript(said, late).report);
  });

  it('takes events that are signed by a known key for the topic they came on, and no others', () => {
    const event = examples.find(({ topic, bytes }) => topic === 'event' && !looksSigned(bytes))?.bytes;
    if (event === undefined) throw new Error('there is an event among the examples');
    const hex = Buffer.from(KNOWN_PUBLIC, 'base64').toString('hex');
    const inJavaWith = (name: string, bytes: Uint8Array) =>
      java().decode([{ topic: 'event', bytes }], { key: [name, hex] }).told[0]?.message;
    expect(inJavaWith('ops', signed('event', event))).toMatchObject({ origin: { key: 'ops', proven: true } });
    expect(() => inJavaWith('ops', event)).toThrow(/is not signed/);
    expect(() => inJavaWith('ops', signed('event', event, 'tower-8'))).toThrow(/that is not true/);
    expect(() => inJavaWith('other', signed('event', event))).toThrow(/not known/);
  });

  it('answers what is not a message of ours with an exception, and nothing worse', () => {
    for (const hex of [
      '81a22161780201',
      '81a2216161025f',
      '82a1',
      'ff',
      '9b7fffffffffffffff',
      '82a10001a10001',
      '83010203',
    ])
      expect(() => inJava([{ topic: 'tel', bytes: Buffer.from(hex, 'hex') }], false)).toThrow(/Exception/);
  });
});

/** Births first, and of the rest what can be read. */
function legible(one: readonly Said[]): Said[] {
  const births = one.filter(({ topic }) => topic.startsWith('birth'));
  const rest = one.filter(({ topic }) => !topic.startsWith('birth'));
  const known = new GatewayView();
  for (const { topic, bytes } of births) known.ingest(topic, bytes);
  return [...births, ...rest.filter(({ topic, bytes }) => isLegible(known, topic, bytes))];
}

/** Not where its birth was never said. */
function isLegible(view: GatewayView, topic: string, bytes: Uint8Array): boolean {
  const before = view.held;
  return view.ingest(topic, bytes).ok && view.held === before;
}
