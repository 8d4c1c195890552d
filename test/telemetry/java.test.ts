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
import { soak } from '../harness/soak.ts';
import type { Wire } from './agreement.ts';
import { conversation } from './conversation.ts';
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

function inTypeScript(messages: readonly Wire[]): unknown[] {
  const view = new GatewayView();
  return messages.map(({ topic, bytes }) => {
    const taken = view.ingest(topic, bytes);
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
}

function digestsOf(message: Message): number[] {
  if (message.kind === 'event') return [eventDigest(message.boot, message.event)];
  if (message.kind !== 'telemetry') return [];
  return message.parts.map((part) => partDigest([message.boot, message.evidence], part));
}

function inJava(messages: readonly Wire[]): unknown[] {
  return java()
    .decode(messages)
    .map(({ message, rows, ...more }) => {
      const values = (message as { values?: object[] }).values;
      const sorted = values === undefined ? message : { ...message, values: values.toSorted(byKey) };
      return { message: sorted, rows: rows.toSorted(byKey), ...more };
    });
}

describe.skipIf(why !== null)('the decoder in Java', () => {
  it('means the same by every vector: values, dated rows, digests, what is new and what is whole', () => {
    const file = join(import.meta.dirname, 'vectors/messages.json');
    const vectors = JSON.parse(readFileSync(file, 'utf8')) as { name: string; topic: string; hex: string }[];
    expect(vectors.length).toBeGreaterThan(60);
    const messages = vectors.map(({ topic, hex }) => ({ topic, bytes: Buffer.from(hex, 'hex') }));
    expect(inJava(messages)).toEqual(inTypeScript(messages));
  });

  it('means the same by a thousand random messages', () => {
    const options = { seed: 20261130, numRuns: soak(130) };
    const said = fc.sample(conversation, options).flatMap((one) => {
      const births = one.filter(({ topic }) => topic.startsWith('birth'));
      const rest = one.filter(({ topic }) => !topic.startsWith('birth'));
      const known = new GatewayView();
      for (const { topic, bytes } of births) known.ingest(topic, bytes);
      return [...births, ...rest.filter(({ topic, bytes }) => isLegible(known, topic, bytes))];
    });
    expect(said.length).toBeGreaterThan(1000);
    expect(inJava(said)).toEqual(inTypeScript(said));
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
      expect(() => inJava([{ topic: 'tel', bytes: Buffer.from(hex, 'hex') }])).toThrow(/Exception/);
  });
});

/** Not where its birth was never said. */
function isLegible(view: GatewayView, topic: string, bytes: Uint8Array): boolean {
  const before = view.held;
  return view.ingest(topic, bytes).ok && view.held === before;
}
