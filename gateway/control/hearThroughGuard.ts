import type { Overhear, Overheard } from '../core/overheard.ts';
import { ok, type Problem, type Result } from '../core/result.ts';
import { busProblem } from '../text/problems/busProblems.ts';
import type { ControlClient } from './client.ts';
import type { HeardAnswer } from './protocol.ts';

/**
 * Says a request on a line that guard holds, and tells what came: a read to whoever is there, a setting to a stranger.
 *
 * @param actor who stands before the line; written down with what is set
 */
export async function hearThroughGuard(
  client: Pick<ControlClient, 'request'>,
  line: string,
  { request, format, patienceMs, on = false, lateMs, twinOf }: Overhear,
  actor = 'cli',
): Promise<Result<Overheard, Problem>> {
  const { baud, parity, stopBits } = format;
  const said = { line, baud, parity, stopBits, patienceMs, unit: request.unit, address: request.address };
  if (request.op === 'pulse-coil') return { ok: false, error: busProblem('bus.read-only', said) };
  const answer = await client.request(
    request.op === 'read'
      ? {
          ...{ verb: 'hear', ...said, table: request.table, count: request.count, on },
          ...(lateMs === undefined ? {} : { lateMs }),
        }
      : {
          ...{ verb: 'write-setting', actor, ...said, values: request.values.map(Number) },
          table: request.op === 'write-coils' ? 'coil' : 'holding',
          several: request.op === 'write-registers' && request.several === true,
          ...(twinOf === undefined ? {} : { twinOf }),
        },
  );
  if (!answer.ok) return answer;
  const { bytes, firstMs } = answer.value as HeardAnswer;
  return ok({ bytes: Buffer.from(bytes, 'hex'), firstMs });
}
