import { err, ok, type Problem, type Result } from '../../drivers/result.ts';
import type { Message } from './anyMessage.ts';
import { birthHash, decodeBirth } from './birth.ts';
import { readBody } from './body.ts';
import { arrayOf, type CborItem, encodeItem } from './cbor.ts';
import { decodeCommand } from './command.ts';
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
import type { Birth, EventMessage } from './model.ts';
import { type Proof, unsealed } from './proof.ts';
import { decodeReply } from './reply.ts';
import { unscaleBody } from './scale.ts';
import { readSenml } from './senml.ts';
import { isPack } from './senmlPack.ts';
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
 * Telemetry whose birth is not known is never decoded. Events may be signed (COSE_Sign1): `proof` verifies them; without
 * it they are read, and their `origin` says that nothing is proven. Never throws, whatever the bytes.
 */
export function decodeMessage(
  topic: string,
  bytes: Uint8Array,
  birthOf: (hash: string) => Birth | undefined,
  proof?: Proof,
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
    case 'cmd':
      return readCommandMessage(topic, bytes);
    case 'reply':
      return map(decodeReply(bytes), (reply) => ({ kind: 'reply', reply }));
    case 'event':
      return readSignedOrNot(topic, bytes, birthOf, proof);
    case 'tel':
      return flatten(
        decode(bytes, topic, (item): Result<Message, DecodeProblem> => {
          if (item instanceof Map) return ok(readTombstone(item));
          return isPack(item) ? readPack(item, 'telemetry', birthOf) : readTelemetryMessage(item, birthOf);
        }),
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

/** What a platform says, for whoever listens to it; the gateway verifies on its own terms. */
function readCommandMessage(topic: string, bytes: Uint8Array): Result<Message, Problem> {
  const opened = unsealed(topic, bytes, undefined);
  if (!opened.ok) return opened;
  return map(decodeCommand(opened.value.payload), (command) => ({ kind: 'command', command }));
}

function readSignedOrNot(
  topic: string,
  bytes: Uint8Array,
  birthOf: (hash: string) => Birth | undefined,
  proof: Proof | undefined,
): Result<Message, DecodeProblem> {
  const opened = unsealed(topic, bytes, proof);
  if (!opened.ok) return opened;
  const { payload, origin } = opened.value;
  const message = flatten(
    decode(payload, topic, (item): Result<Message, DecodeProblem> => {
      if (item instanceof Map) return ok(readTombstone(item));
      return isPack(item) ? readPack(item, 'event', birthOf) : ok(readEventMessage(item));
    }),
  );
  return origin === undefined ? message : map(message, (known) => ({ ...known, origin }));
}

function readEventMessage(item: CborItem): EventMessage {
  const [header, body] = pair(item);
  return { kind: 'event', ...readEventHeader(documentFields(header)), event: readEvent(body) };
}

function readTelemetryMessage(
  item: CborItem,
  birthOf: (hash: string) => Birth | undefined,
): Result<Message, DecodeProblem> {
  const [head, body] = pair(item);
  const header = readTelemetryHeader(documentFields(head));
  const birth = birthOf(header.birth);
  if (birth === undefined) return err(unknownBirth(header.birth));
  const scaled = readBody(body);
  if (scaled.bounds.length !== header.last - header.first + 1)
    throw new Malformed('the header and the body disagree about the number of parts');
  const values = unscaleBody(scaled, birth.channels);
  if (typeof values === 'number') throw new Malformed(`channel ${values} is not in birth ${header.birth}`);
  return ok({ kind: 'telemetry', ...header, parts: toParts(values) });
}

/** The other encoding of the same messages; see senml.ts. */
function readPack(
  item: CborItem,
  kind: 'telemetry' | 'event',
  birthOf: (hash: string) => Birth | undefined,
): Result<Message, DecodeProblem> {
  const read = readSenml(item, birthOf);
  if (!('kind' in read)) return err(unknownBirth(read.birth));
  if (read.kind !== kind) throw new Malformed(`${read.kind} came on the topic of the other stream`);
  return ok(read);
}

function unknownBirth(hash: string): DecodeProblem {
  return {
    code: 'telemetry.unknown-birth',
    what: `the message names birth ${hash}, which is not known here`,
    hint: `keep it until birth/${hash} has come`,
    birth: hash,
  };
}

function pair(item: CborItem): [CborItem, CborItem] {
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
