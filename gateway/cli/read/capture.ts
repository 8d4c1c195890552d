import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import type { Decoded } from '../../../drivers/codec/decodePoint.ts';
import type { BlockRead } from '../../../drivers/plan/blockRead.ts';
import { hexOf } from '../../../drivers/profile/frames/fillChecksums.ts';
import { readRefusal, readReply, readRequest } from '../../../drivers/profile/frames/readFrames.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { siteProblem } from '../../text/siteProblem.ts';

/** One exchange with the device in hand: what was asked, and the values it gave or the exception it refused with. */
export type Captured = { readonly block: BlockRead } & (
  | {
      readonly values: readonly number[];
      readonly decoded: readonly (Decoded & { readonly pointId: string })[];
    }
  | { readonly exception: number }
);

/**
 * What was seen of a device as a golden transcript. The line took the replies as whole and their check sums as right, so the
 * frames can be written down again from what they said; over Modbus TCP they are what a serial line would have carried.
 *
 * @param day when, as `2026-11-30`
 */
export function captureText(captured: readonly Captured[], unit: number, port: string, day: string): string {
  const frames = captured.map((one) => {
    const request = `>> ${hexOf(readRequest(unit, one.block))}`;
    if ('exception' in one)
      return [request, `<< ${hexOf(readRefusal(unit, one.block, one.exception))}`, `!! ${one.exception}`];
    return [
      request,
      `<< ${hexOf(readReply(unit, one.block, one.values))}`,
      ...one.decoded.map(
        ({ pointId, value, quality }) =>
          `== ${pointId} ${JSON.stringify(value)}${quality === 'good' ? '' : ` ${quality}`}`,
      ),
    ];
  });
  return [
    `:: frames from the device in hand, ${port}, ${day} | 手头的设备，${port}，${day}`,
    '# What each == line says was decoded with the profile of that day: compare it with the display of the device.',
    ...frames.flatMap((lines) => [...lines, '']),
  ].join('\n');
}

/** Puts a transcript behind what is in the file already; nothing is overwritten. */
export function writeCapture(path: string, text: string): Result<void, Problem> {
  try {
    if (existsSync(path)) appendFileSync(path, `\n${text}`);
    else writeFileSync(path, text);
    return ok(undefined);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return err(siteProblem('read.capture', { path, message }));
  }
}
