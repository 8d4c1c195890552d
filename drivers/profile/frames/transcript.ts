import { QUALITY_CODES, type Quality } from '../../quality.ts';
import type { PointValue } from '../../reading.ts';
import type { Problem, Text } from '../../result.ts';
import { frameProblem } from './frameProblems.ts';

/** What a point must decode to. The quality is `good` unless the transcript says another. */
export type Expectation = {
  readonly line: number;
  readonly point: string;
  readonly value: PointValue;
  readonly quality: Quality;
};

/**
 * Where an exchange comes from, if not from us. `frames`: the bytes are printed or captured there. `values`: registers
 * and what they mean stand there, the frame around them is ours.
 */
export type Origin = { readonly of: 'frames' | 'values'; readonly where: Text };

/** One request with the reply a document or a device gave, and what the reply means. `reply` is null where only the request is known. */
export type GoldenExchange = {
  readonly line: number;
  readonly request: Uint8Array;
  readonly reply: Uint8Array | null;
  readonly expected: readonly Expectation[];
  readonly exception: number | null; // the reply is a refusal, which a standard device would have sent as this
  readonly parameters: Readonly<Record<string, number>>;
  readonly units: Readonly<Record<string, string>>;
  readonly origin: Origin | null; // null: computed by us
};

export type Transcript = {
  readonly exchanges: readonly GoldenExchange[];
  readonly problems: readonly Problem[];
};

type Draft = { -readonly [K in keyof GoldenExchange]: GoldenExchange[K] } & { expected: Expectation[] };

/**
 * Reads golden wire transcripts. Line by line:
 *
 *     # a comment, e.g. where the frame comes from
 *     >> 01 04 00 04 00 02 30 0A      request with CRC
 *     << 01 04 04 …                   its reply with CRC
 *     !! 2                            the reply is a refusal, as good as this Modbus exception
 *     == displacement -1.25           a point of the reply: value, then its quality unless good
 *     :: parameter K 0.0012           a constant of a transform, from here on
 *     :: unit pressure mm             the unit confirmed at commissioning, from here on
 *     :: frames from manual p. 12     the bytes stand there (a document, a capture), from here on
 *     :: values from manual p. 12     registers and meaning stand there, the frame is ours, from here on
 *     :: frames from a page | 某网页   the same in Chinese behind a stroke
 *     :: frames from the same         as said last
 *     :: computed                     all of it is ours, from here on; as at the start
 *
 * A frame may end in the word `crc`: `fillChecksums` puts the two bytes there.
 */
export function readTranscript(path: string, text: string): Transcript {
  const problems: Problem[] = [];
  const exchanges: Draft[] = [];
  let parameters: Record<string, number> = {};
  let units: Record<string, string> = {};
  let origin: Origin | null = null;
  let last: Text = { en: SAME, zh: SAME };
  text.split('\n').forEach((whole, index) => {
    const line = index + 1;
    const refuse = (problem: Problem) => problems.push({ ...problem, where: `${path}:${line}` });
    const content = whole.replace(/(^|\s)#.*$/, '').trim();
    if (content === '') return;
    const mark = content.slice(0, 2);
    const rest = content.slice(2).trim();
    const current = exchanges.at(-1);
    if (mark === '>>' || mark === '<<') {
      const bytes = bytesOf(rest);
      if (/\bcrc$/i.test(rest)) refuse(frameProblem('frames/no-checksum'));
      else if (bytes === undefined) refuse(frameProblem('frames/no-frame', { text: rest }));
      else if (mark === '>>')
        exchanges.push({
          line,
          request: bytes,
          reply: null,
          expected: [],
          exception: null,
          parameters,
          units,
          origin,
        });
      else if (current === undefined || current.reply !== null) refuse(frameProblem('frames/no-request'));
      else current.reply = bytes;
      return;
    }
    if (mark === '!!') {
      const exception = /^\d{1,3}$/.test(rest) ? Number(rest) : undefined;
      if (exception === undefined) refuse(frameProblem('frames/no-exception', { text: rest }));
      else if (current?.reply == null) refuse(frameProblem('frames/no-reply'));
      else current.exception = exception;
      return;
    }
    if (mark === '==') {
      const expectation = expectationOf(line, rest);
      if (expectation === undefined) refuse(frameProblem('frames/no-expectation', { text: rest }));
      else if (current?.reply == null) refuse(frameProblem('frames/no-reply'));
      else current.expected.push(expectation);
      return;
    }
    const [kind, name, value] = rest.split(/\s+/);
    const where = /^(?:frames|values)\s+from\s+(\S.*)$/.exec(rest)?.[1];
    if (mark === '::' && where !== undefined) {
      if (where !== SAME) last = inBoth(where);
      origin = { of: kind === 'frames' ? 'frames' : 'values', where: last };
      return;
    }
    if (mark === '::' && rest === 'computed') {
      origin = null;
      return;
    }
    if (mark === '::' && kind === 'parameter' && name && Number.isFinite(Number(value)))
      parameters = { ...parameters, [name]: Number(value) };
    else if (mark === '::' && kind === 'unit' && name && value) units = { ...units, [name]: value };
    else refuse(frameProblem('frames/not-understood', { text: content }));
  });
  return { exchanges, problems };
}

const SAME = 'the same';

/** `manual p. 12 | 手册第 12 页`; one language is enough. */
function inBoth(where: string): Text {
  const [en = where, zh = en] = where.split(/\s+\|\s+/);
  return { en, zh };
}

function bytesOf(text: string): Uint8Array | undefined {
  const pairs = text.split(/\s+/);
  if (!pairs.every((pair) => /^[0-9a-fA-F]{2}$/.test(pair))) return undefined;
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

function expectationOf(line: number, text: string): Expectation | undefined {
  const [, point, value, quality = 'good'] = /^(\S+)\s+("[^"]*"|\S+)(?:\s+(\S+))?$/.exec(text) ?? [];
  if (point === undefined || value === undefined || !isQuality(quality)) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isPointValue(parsed) ? { line, point, value: parsed, quality } : undefined;
  } catch {
    return undefined;
  }
}

function isQuality(text: string): text is Quality {
  return text in QUALITY_CODES;
}

function isPointValue(value: unknown): value is PointValue {
  return value === null || ['number', 'string', 'boolean'].includes(typeof value);
}
