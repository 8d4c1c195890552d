import type { Problem, Result } from '../../../drivers/result.ts';
import { type Severity, WIRE_SEVERITIES } from '../../../drivers/vocabulary.ts';
import { type CborItem, decodeItem, encodeId, encodeItem, integer } from './cbor.ts';
import {
  asCount,
  asId,
  asInteger,
  asOneOf,
  asText,
  decode,
  documentFields,
  type Fields,
  Malformed,
  VERSION,
} from './fields.ts';
import { STREAMS, type Stream } from './model.ts';

/**
 * What a platform may ask of a gateway. Nothing here moves anything in the field, and nothing can be added that an older
 * gateway would half understand: a key it does not know makes it refuse, because a condition that is passed over turns a
 * command into another one.
 */
export type Command = {
  /** Names the command: the same id is answered with the same reply and never acts twice. Up to 64 characters. */
  readonly id: string;
  /** When it was given, Unix ms. Signed commands must say so, each later than the one before of the same key. */
  readonly issued: number | null;
  /** Refused after this, Unix ms, by a gateway that knows the time. */
  readonly expires: number | null;
  readonly ask: CommandAsk;
};

export type CommandAsk =
  | {
      readonly kind: 'acknowledge';
      readonly occurrence: string;
      /** What the person had seen when deciding: an announcement made since then is not acknowledged by it. */
      readonly announcement: number;
      readonly severity: Severity;
      readonly actor: string;
      readonly text: string | null;
    }
  | {
      readonly kind: 'replay';
      readonly epoch: string;
      readonly stream: Stream;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'ping' }
  /** To say a birth again: the one of this hash, or (null) the current one, and `state`. */
  | { readonly kind: 'birth'; readonly hash: string | null };

export const COMMAND_KINDS = [
  'acknowledge',
  'replay',
  'ping',
  'birth',
] as const satisfies readonly CommandAsk['kind'][];
export type CommandKind = (typeof COMMAND_KINDS)[number];

const LONGEST = { id: 64, occurrence: 300, actor: 100, text: 400 } as const;
const COMMON = [0, 1, 2, 3, 4];
const KEYS: Readonly<Record<CommandKind, readonly number[]>> = {
  acknowledge: [...COMMON, 5, 6, 7, 8, 9],
  replay: [...COMMON, 5, 6, 7, 8],
  ping: COMMON,
  birth: [...COMMON, 5],
};

/** Encodes a command as it lies on the wire unsigned, or in the payload of a signature. */
export function encodeCommand({ id, issued, expires, ask }: Command): Uint8Array {
  return encodeItem(
    new Map<number, CborItem>([
      [0, VERSION],
      [1, encodeId(id)],
      [2, COMMAND_KINDS.indexOf(ask.kind)],
      ...(issued === null ? [] : [[3, integer(issued)] as [number, CborItem]]),
      ...(expires === null ? [] : [[4, integer(expires)] as [number, CborItem]]),
      ...askItems(ask),
    ]),
  );
}

function askItems(ask: CommandAsk): [number, CborItem][] {
  switch (ask.kind) {
    case 'acknowledge':
      return [
        [5, ask.occurrence],
        [6, integer(ask.announcement)],
        [7, WIRE_SEVERITIES.indexOf(ask.severity)],
        [8, ask.actor],
        ...(ask.text === null ? [] : [[9, ask.text] as [number, CborItem]]),
      ];
    case 'replay':
      return [
        [5, encodeId(ask.epoch)],
        [6, STREAMS.indexOf(ask.stream)],
        [7, integer(ask.from)],
        [8, integer(ask.to)],
      ];
    case 'ping':
      return [];
    case 'birth':
      return ask.hash === null ? [] : [[5, encodeId(ask.hash)]];
  }
}

/** Decodes a command; never throws. What is not exactly a command is a problem. */
export function decodeCommand(bytes: Uint8Array): Result<Command, Problem> {
  return decode(bytes, 'cmd', (item) => {
    const fields = documentFields(item);
    const kind = asOneOf(fields.get(2), COMMAND_KINDS);
    const unknown = [...fields.keys()].find((key) => !KEYS[kind].includes(key));
    if (unknown !== undefined) throw new Malformed(`${kind} has no field ${unknown}`);
    return {
      id: readId(fields),
      issued: optionalTime(fields.get(3)),
      expires: optionalTime(fields.get(4)),
      ask: readAsk(kind, fields),
    };
  });
}

/** The id of what may not be a command otherwise, so that it can be refused by name; null where there is none. */
export function commandId(bytes: Uint8Array): string | null {
  const item = decodeItem(bytes);
  if (!item.ok || !(item.value instanceof Map)) return null;
  try {
    return readId(item.value);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

function readId(fields: Fields): string {
  const item = fields.get(1);
  return item instanceof Uint8Array ? asId(item) : line(item, LONGEST.id);
}

function readAsk(kind: CommandKind, fields: Fields): CommandAsk {
  switch (kind) {
    case 'acknowledge': {
      const severity = asOneOf(fields.get(7), WIRE_SEVERITIES);
      if (severity === 'none') throw new Malformed('an alarm has a severity');
      const text = fields.get(9);
      return {
        kind,
        occurrence: line(fields.get(5), LONGEST.occurrence),
        announcement: asCount(fields.get(6)),
        severity,
        actor: line(fields.get(8), LONGEST.actor),
        text: text === undefined ? null : line(text, LONGEST.text),
      };
    }
    case 'replay': {
      const [from, to] = [asCount(fields.get(7)), asCount(fields.get(8))];
      if (from < 1 || to < from) throw new Malformed('a range is counted from 1 and rises');
      return { kind, epoch: asId(fields.get(5)), stream: asOneOf(fields.get(6), STREAMS), from, to };
    }
    case 'ping':
      return { kind };
    case 'birth': {
      const hash = fields.get(5);
      return { kind, hash: hash === undefined ? null : asId(hash) };
    }
  }
}

function optionalTime(item: CborItem | undefined): number | null {
  return item === undefined ? null : asInteger(item);
}

/** A line of text that can be written down and shown as it is: not empty, not endless, nothing that steers a terminal. */
function line(item: CborItem | undefined, longest: number): string {
  const text = asText(item);
  if (text.trim() === '' || text.length > longest || /\p{Cc}/u.test(text))
    throw new Malformed(`a text of 1 to ${longest} characters, without control characters, is missing`);
  return text;
}
