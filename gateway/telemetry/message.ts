import { err, ok, type Problem, type Result } from '../../drivers/result.ts';
import { birthHash, decodeBirth } from './birth.ts';
import { readBody } from './body.ts';
import { arrayOf, encodeItem, type Item } from './cbor.ts';
import { readEvent } from './event.ts';
import { asArray, decode, documentFields, Malformed } from './fields.ts';
import {
  type EventHeader,
  eventHeaderItem,
  readEventHeader,
  readTelemetryHeader,
  type TelemetryHeader,
  telemetryHeaderItem,
} from './header.ts';
import type { Birth, Message } from './model.ts';
import { unscaleParts } from './scale.ts';
import { decodeState } from './state.ts';
import { toParts } from './tables.ts';
import { decodeAck, readTombstone } from './tombstone.ts';

/** A telemetry message: `[header, body]`, the body's bytes taken over as they are. */
export function telemetryMessage(header: TelemetryHeader, body: Uint8Array): Uint8Array {
  return arrayOf(encodeItem(telemetryHeaderItem(header)), body);
}

/** An event message: `[header, body]`, the body's bytes taken over as they are. */
export function eventMessage(header: EventHeader, body: Uint8Array): Uint8Array {
  return arrayOf(encodeItem(eventHeaderItem(header)), body);
}

/** Why a message was not decoded. `birth`: the document it needs, where only that is missing; hold it and try again. */
export type DecodeProblem = Problem & { readonly birth?: string };

/**
 * Decodes a message of a gateway. `topic` is what follows `<prefix>/v1/<gateway>/`; `birthOf` finds a birth by its hash.
 * Telemetry whose birth is not known is never decoded. Never throws, whatever the bytes.
 */
export function decodeMessage(
  topic: string,
  bytes: Uint8Array,
  birthOf: (hash: string) => Birth | undefined,
): Result<Message, DecodeProblem> {
  if (bytes.length === 0) return err({ code: 'telemetry.empty', what: 'the message is empty', where: topic });
  const [kind = ''] = topic.split('/');
  switch (kind) {
    case 'birth':
      return readBirthMessage(topic, bytes);
    case 'state':
      return map(decodeState(bytes), (state) => ({ kind: 'state', state }));
    case 'ack':
      return map(decodeAck(bytes), (ack) => ({ kind: 'ack', ack }));
    case 'event':
      return decode(bytes, topic, (item) =>
        item instanceof Map ? readTombstone(item) : readEventMessage(item),
      );
    case 'tel':
      return flatten(
        decode(
          bytes,
          topic,
          (item): Result<Message, DecodeProblem> =>
            item instanceof Map ? ok(readTombstone(item)) : readTelemetryMessage(item, birthOf),
        ),
      );
    default:
      return err({
        code: 'telemetry.unknown-topic',
        what: 'no message of ours has this topic',
        where: topic,
      });
  }
}

/** A birth is believed only under its own name: whatever is decoded with it depends on that. */
function readBirthMessage(topic: string, bytes: Uint8Array): Result<Message, Problem> {
  const hash = birthHash(bytes);
  const [, name = hash] = topic.split('/');
  if (name !== hash) {
    const what = `this birth document has the hash ${hash}, not the one of its topic`;
    return err({ code: 'telemetry.wrong-hash', what, where: topic });
  }
  return map(decodeBirth(bytes), (birth) => ({ kind: 'birth', hash, birth }));
}

function readEventMessage(item: Item): Message {
  const [header, body] = pair(item);
  return { kind: 'event', ...readEventHeader(documentFields(header)), event: readEvent(body) };
}

function readTelemetryMessage(
  item: Item,
  birthOf: (hash: string) => Birth | undefined,
): Result<Message, DecodeProblem> {
  const [head, body] = pair(item);
  const header = readTelemetryHeader(documentFields(head));
  const birth = birthOf(header.birth);
  if (birth === undefined) return err(unknownBirth(header.birth));
  const scaled = toParts(readBody(body));
  if (scaled.length !== header.last - header.first + 1)
    throw new Malformed('the header and the body disagree about the number of parts');
  const parts = unscaleParts(scaled, birth.channels);
  if (typeof parts === 'number') throw new Malformed(`channel ${parts} is not in birth ${header.birth}`);
  return ok({ kind: 'telemetry', ...header, parts });
}

function unknownBirth(hash: string): DecodeProblem {
  return {
    code: 'telemetry.unknown-birth',
    what: `the message names birth ${hash}, which is not known here`,
    hint: `keep it until birth/${hash} has come`,
    birth: hash,
  };
}

function pair(item: Item): [Item, Item] {
  const [header, body] = asArray(item);
  if (header === undefined || body === undefined) throw new Malformed('a message is [header, body]');
  return [header, body];
}

function map<T, U, E>(result: Result<T, E>, change: (value: T) => U): Result<U, E> {
  return result.ok ? ok(change(result.value)) : result;
}

function flatten<T, E>(result: Result<Result<T, E>, E>): Result<T, E> {
  return result.ok ? result.value : result;
}
