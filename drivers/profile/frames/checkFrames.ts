import { stepped } from '../../codec/channelStep.ts';
import type { DecodeContext } from '../../codec/context.ts';
import { decodeBlock } from '../../codec/decodeBlock.ts';
import { partsOf } from '../../codec/layout.ts';
import { otherOrder } from '../../codec/wordOrder.ts';
import { crcHolds, withCrc } from '../../crc.ts';
import { dialectOf } from '../../dialect/dialects.ts';
import { tableRead } from '../../functionCode.ts';
import { isBitTable } from '../../image.ts';
import type { BlockRead } from '../../plan/blockRead.ts';
import type { PointValue } from '../../reading.ts';
import type { Problem } from '../../result.ts';
import { listed } from '../../texts.ts';
import type { Profile, Table } from '../schema.ts';
import { frameProblem } from './frameProblems.ts';
import type { Expectation, GoldenExchange, Transcript } from './transcript.ts';

/**
 * Holds a profile against its golden transcripts: every frame's CRC, every reply against its request, every expected
 * value against what the profile decodes, and every point shown at least once. Returns what does not hold.
 */
export function checkFrames(profile: Profile, transcript: Transcript, path: string): Problem[] {
  const problems = [...transcript.problems];
  for (const exchange of transcript.exchanges) problems.push(...checkExchange(profile, exchange, path));
  const shown = new Set(transcript.exchanges.flatMap(({ expected }) => expected.map(({ point }) => point)));
  const unseen = profile.points.filter(({ id }) => !shown.has(id)).map(({ id }) => id);
  if (unseen.length > 0)
    problems.push({ ...frameProblem('frames-unseen', { points: listed(unseen) }), where: path });
  return problems;
}

function checkExchange(profile: Profile, exchange: GoldenExchange, path: string): Problem[] {
  const { request, reply } = exchange;
  const at = (line: number, problem: Problem): Problem => ({ ...problem, where: `${path}:${line}` });
  if (!crcHolds(request)) return [at(exchange.line, frameProblem('frames/request-checksum'))];
  if (reply === null) return [];
  if (!crcHolds(reply)) return [at(exchange.line, frameProblem('frames/reply-checksum'))];
  const dialect = dialectOf(profile.dialect);
  if (dialect.expectedReplyLength(reply) !== reply.length)
    return [at(exchange.line, frameProblem('frames/length'))];
  const answer = dialect.toStandard(reply);
  if (exchange.exception !== null) {
    const refusal = withCrc([request[0] ?? 0, (request[1] ?? 0) | 0x80, exchange.exception]);
    if (answer.length === refusal.length && refusal.every((byte, i) => byte === answer[i])) return [];
    return [at(exchange.line, frameProblem('frames/refusal', { exception: exchange.exception }))];
  }
  if (answer[0] !== request[0] || answer[1] !== request[1])
    return [at(exchange.line, frameProblem('frames/other'))];
  const table = tableRead(request[1] ?? 0);
  if (table === undefined) {
    const echoed = answer.subarray(2, 6).every((byte, i) => byte === request[2 + i]);
    return echoed ? [] : [at(exchange.line, frameProblem('frames/unconfirmed-write'))];
  }
  const block = blockOf(profile, table, request);
  const values = valuesOf(answer, table, block.count);
  if (values === undefined) return [at(exchange.line, frameProblem('frames/count', { count: block.count }))];
  const decoded = new Map(
    decodeBlock(block, values, contextOf(exchange)).map((point) => [point.pointId, point]),
  );
  return exchange.expected.flatMap((expectation) => {
    const found = decoded.get(expectation.point);
    const known = profile.points.some(({ id }) => id === expectation.point);
    if (found === undefined)
      return at(
        expectation.line,
        frameProblem(known ? 'frames/not-in-reply' : 'frames/unknown-point', { point: expectation.point }),
      );
    const point = block.points.find(({ id }) => id === expectation.point);
    if (agrees(expectation, found, point?.decimals)) return [];
    const order = point === undefined ? undefined : otherOrder(point, found.raw);
    const named = {
      point: expectation.point,
      found: `${JSON.stringify(found.value)} ${found.quality}`,
      expected: `${JSON.stringify(expectation.value)} ${expectation.quality}`,
    };
    return at(
      expectation.line,
      order === undefined
        ? frameProblem('frames/value', named)
        : frameProblem('frames/word-order', { ...named, order }),
    );
  });
}

/** The read a request frame asks for, with every point of the profile that lies wholly in it. */
function blockOf(profile: Profile, table: Table, request: Uint8Array): BlockRead {
  const view = new DataView(request.buffer, request.byteOffset);
  const [address, count] = [view.getUint16(2), view.getUint16(4)];
  const points = profile.points.filter((point) =>
    partsOf(point).every(
      (part) =>
        part.table === table && part.address >= address && part.address + part.count <= address + count,
    ),
  );
  return { table, address, count, points, class: 'trend', periodMs: 0 };
}

function valuesOf(reply: Uint8Array, table: Table, count: number): number[] | undefined {
  const bytes = reply.subarray(3, -2);
  if (isBitTable(table))
    return bytes.length === Math.ceil(count / 8)
      ? Array.from({ length: count }, (_, i) => ((bytes[i >> 3] ?? 0) >> (i & 7)) & 1)
      : undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return bytes.length === count * 2
    ? Array.from({ length: count }, (_, i) => view.getUint16(i * 2))
    : undefined;
}

function contextOf({ parameters, units }: GoldenExchange): DecodeContext {
  return { parameters, units };
}

/** Numbers may differ by what a 32-bit float cannot hold; one that is written in steps of its point is compared in them. */
function agrees(
  expected: Expectation,
  found: { value: PointValue; quality: string },
  decimals: number | undefined,
): boolean {
  if (expected.quality !== found.quality) return false;
  const [want, got] = [expected.value, found.value];
  if (typeof want !== 'number' || typeof got !== 'number') return want === got;
  if (Math.abs(want - got) <= 1e-6 * Math.max(1e-3, Math.abs(want))) return true;
  return decimals !== undefined && stepped(want, decimals) === want && stepped(got, decimals) === want;
}
