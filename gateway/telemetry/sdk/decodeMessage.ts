import { err, ok, type Problem, type Result } from '../../../drivers/result.ts';
import { readSenml } from '../senml/senml.ts';
import { isPack } from '../senml/senmlPack.ts';
import { type Proof, unsealed } from '../sign/proof.ts';
import type { Message } from '../wire/anyMessage.ts';
import { birthHash, decodeBirth } from '../wire/birth.ts';
import { readBody } from '../wire/body.ts';
import type { CborItem } from '../wire/cbor.ts';
import { decodeCommand } from '../wire/command.ts';
import { readEvent } from '../wire/event.ts';
import { asArray, decode, documentFields, Malformed } from '../wire/fields.ts';
import { readEventHeader, readTelemetryHeader, type TelemetryHeader } from '../wire/header.ts';
import type { Birth, EventMessage } from '../wire/model.ts';
import { decodeReply } from '../wire/reply.ts';
import { unscaleBody } from '../wire/scale.ts';
import { decodeState } from '../wire/state.ts';
import { toParts } from '../wire/tables.ts';
import { decodeAck, readTombstone } from '../wire/tombstone.ts';

/** Why a message was not decoded. `header`: all is well but for the birth it names; hold the message and try again. */
export type DecodeProblem = Problem & { readonly header?: TelemetryHeader };

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
  if (birth === undefined) return err(unknownBirth(header));
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
  if (!('kind' in read)) return err(unknownBirth(read.header));
  if (read.kind !== kind) throw new Malformed(`${read.kind} came on the topic of the other stream`);
  return ok(read);
}

function unknownBirth(header: TelemetryHeader): DecodeProblem {
  return {
    code: 'telemetry.unknown-birth',
    what: `the message names birth ${header.birth}, which is not known here`,
    hint: `keep it until birth/${header.birth} has come`,
    header,
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
