import { expect } from 'vitest';
import { type Birth, decodeMessage, type Message } from '../../gateway/telemetry/index.ts';
import { asPythonPrints, byKey, decodeInPython } from './python.ts';

/** A message as it travels; `topic` is what follows `<prefix>/v1/<gateway>/`. */
export type Wire = { readonly topic: string; readonly bytes: Uint8Array };

/** Decodes messages in order; births become known as they pass. */
export function decodeAll(messages: readonly Wire[]): { births: Map<string, Birth>; decoded: Message[] } {
  const births = new Map<string, Birth>();
  const decoded = messages.map(({ topic, bytes }) => {
    const result = decodeMessage(topic, bytes, (hash) => births.get(hash));
    if (!result.ok) throw new Error(result.error.what);
    if (result.value.kind === 'birth') births.set(result.value.hash, result.value.birth);
    return result.value;
  });
  return { births, decoded };
}

/** Both decoders, ours and the platform's in Python, make the same of every message, value by value. */
export function expectPythonAgrees(messages: readonly Wire[]): void {
  const { births, decoded } = decodeAll(messages);
  const printed = decodeInPython(messages).map((line) => {
    const values = (line as { values?: object[] }).values;
    return values === undefined ? line : { ...(line as object), values: values.toSorted(byKey) };
  });
  expect(printed).toHaveLength(messages.length);
  decoded.forEach((message, at) => {
    const birth = message.kind === 'telemetry' ? births.get(message.birth) : undefined;
    const pointOf = (channel: number) => birth?.channels.find(({ index }) => index === channel)?.point ?? '';
    expect(printed[at]).toEqual(asPythonPrints(message, pointOf));
  });
}
