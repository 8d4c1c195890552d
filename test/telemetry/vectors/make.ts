import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Birth, decodeMessage } from '../../../gateway/telemetry/index.ts';
import { datingExamples } from '../datingExamples.ts';
import { birthBytes, examples } from '../examples.ts';

// Writes messages.json: every example as hex with the values it means, and dating.json. Run it when the format grows, and read the diff:
// bytes that changed for an old example are bytes that old decoders do not understand.

const births = new Map<string, Birth>();
const vectors = examples.map(({ name, topic, bytes }) => {
  const decoded = decodeMessage(topic, bytes, (hash) => births.get(hash));
  if (!decoded.ok) throw new Error(`${name}: ${decoded.error.what}`);
  if (decoded.value.kind === 'birth') births.set(decoded.value.hash, decoded.value.birth);
  return { name, topic, hex: Buffer.from(bytes).toString('hex'), message: decoded.value };
});
write('messages.json', vectors);

// Conversations, and the dates that the moments of their last message are given: [mono, Unix ms or null, clock].
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const dating = datingExamples.map(({ name, said, dates }) => ({
  name,
  said: [{ topic: 'birth', bytes: birthBytes }, ...said].map(({ topic, bytes }) => ({
    topic,
    hex: hex(bytes),
  })),
  dates,
}));
write('dating.json', dating);

function write(file: string, content: unknown): void {
  writeFileSync(join(import.meta.dirname, file), `${JSON.stringify(content, null, 2)}\n`);
}
