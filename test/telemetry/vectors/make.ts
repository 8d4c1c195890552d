import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Birth, decodeMessage } from '../../../gateway/telemetry/index.ts';
import { examples } from '../examples.ts';

// Writes messages.json: every example as hex with the values it means. Run it when the format grows, and read the diff:
// bytes that changed for an old example are bytes that old decoders do not understand.

const births = new Map<string, Birth>();
const vectors = examples.map(({ name, topic, bytes }) => {
  const decoded = decodeMessage(topic, bytes, (hash) => births.get(hash));
  if (!decoded.ok) throw new Error(`${name}: ${decoded.error.what}`);
  if (decoded.value.kind === 'birth') births.set(decoded.value.hash, decoded.value.birth);
  return { name, topic, hex: Buffer.from(bytes).toString('hex'), message: decoded.value };
});
writeFileSync(join(import.meta.dirname, 'messages.json'), `${JSON.stringify(vectors, null, 2)}\n`);
