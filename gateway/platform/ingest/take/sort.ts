import {
  type Birth,
  birthHash,
  type DecodeProblem,
  decodeMessage,
  decodeReply,
  decodeState,
  type Proof,
  storedFrom,
  storedTelemetry,
} from '../../../telemetry/index.ts';
import { readBirthPiece, readBirthPointer } from '../../../telemetry/wire/birthPieces.ts';
import type { GatewayMessage } from '../sources/source.ts';
import type { Sorted } from './batch.ts';

/** What a message is, and where it goes. Never throws; what cannot be taken is `refused`, with its reason. */
export function sort(
  delivery: GatewayMessage,
  birthOf: (hash: string) => Birth | undefined,
  proof?: Proof,
): Sorted {
  const { topic, payload } = delivery;
  if (topic === 'tel') return sortTelemetry(payload, birthOf);
  if (topic === 'state') {
    const read = decodeState(payload);
    return read.ok ? { kind: 'state', state: read.value, retained: delivery.retained } : refused(read.error);
  }
  if (topic === 'reply') {
    const read = decodeReply(payload);
    return read.ok ? { kind: 'reply', reply: read.value } : refused(read.error);
  }
  if (topic.startsWith('birth')) return sortBirth(topic, payload);
  if (topic !== 'event') return { kind: 'nothing' };
  const read = decodeMessage(topic, payload, birthOf, proof);
  if (!read.ok) return refused(read.error);
  const message = read.value;
  if (message.kind === 'event') return { kind: 'event', message };
  return message.kind === 'tombstone' ? { kind: 'tombstone', message } : { kind: 'nothing' };
}

function sortTelemetry(payload: Uint8Array, birthOf: (hash: string) => Birth | undefined): Sorted {
  const read = storedTelemetry(payload);
  if (!read.ok) return refused(read.error);
  if (read.value?.kind === 'tombstone') return { kind: 'tombstone', message: read.value };
  if (read.value !== null) return read.value;
  const pack = decodeMessage('tel', payload, birthOf);
  if (!pack.ok) return refused(pack.error);
  const message = pack.value;
  const birth = message.kind === 'telemetry' ? birthOf(message.birth) : undefined;
  return message.kind === 'telemetry' && birth !== undefined
    ? storedFrom(message, birth)
    : { kind: 'nothing' };
}

function sortBirth(topic: string, payload: Uint8Array): Sorted {
  if (payload.length === 0) return { kind: 'nothing' }; // taken back from the broker, not from us
  const piece = readBirthPiece(topic);
  if (piece !== null) return { kind: 'piece', ...piece, body: payload };
  const pointed = topic === 'birth' ? readBirthPointer(payload) : null;
  if (pointed !== null) return { kind: 'pointer', hash: pointed };
  const hash = birthHash(payload);
  const [, name = hash] = topic.split('/');
  return name === hash
    ? { kind: 'birth', hash, document: payload, isCurrent: topic === 'birth' }
    : refused({
        ...{ code: 'telemetry.wrong-hash', where: topic },
        what: `this birth document has the hash ${hash}, not the one of its topic`,
      });
}

function refused({ code, what }: DecodeProblem): Sorted {
  return { kind: 'refused', code, what };
}
