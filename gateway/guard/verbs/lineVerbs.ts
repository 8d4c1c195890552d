import type { Request } from '../../../drivers/request.ts';
import { fittedRequest } from '../../commission/scan/fittedRequest.ts';
import type { ControlRequest, HeardAnswer } from '../../control/protocol.ts';
import type { ControlHandlers } from '../../control/server.ts';
import type { Overheard } from '../../core/overheard.ts';
import { ok, type Problem, type Result } from '../../core/result.ts';
import { textOf } from '../../text/problemText.ts';
import type { Bus } from '../bus/bus.ts';

type LineDesk = {
  readonly bus: Bus;
  readonly audit: (verb: string, actor: string, detail: string, accepted: boolean) => void;
};

/** What is said on a line outside the plan, for somebody who stands before it: guard holds the port. */
export function lineVerbs({
  bus,
  audit,
}: LineDesk): Pick<ControlHandlers, 'read' | 'hear' | 'write-setting'> {
  return {
    read: async ({ line, unit, table, address, count }) =>
      bus.request(line, { op: 'read', unit, table, address, count }),
    hear: async (asked) => {
      const { line, unit, table, address, count, patienceMs, on, lateMs } = asked;
      const request: Request = { op: 'read', unit, table, address, count };
      const format = formatOf(asked);
      const heard = await bus.hear(line, (limitMs) => ({
        ...fittedRequest(request, format, patienceMs, limitMs),
        on,
        ...(lateMs === undefined ? {} : { lateMs }),
      }));
      return answerOf(heard);
    },
    'write-setting': async (asked) => {
      const { actor, line, unit, table, address, values, patienceMs, twinOf } = asked;
      const request = settingRequest(asked);
      const format = formatOf(asked);
      const heard = await bus.hear(line, (limitMs) => ({
        ...fittedRequest(request, format, patienceMs, limitMs),
        ...(twinOf === undefined ? {} : { twinOf }),
      }));
      const twin = twinOf === undefined ? '' : `, a second device with the address of ${twinOf}`;
      const wrote = `line ${line}, unit ${unit}, ${table} ${address} = ${values.join(', ')}${twin}`;
      audit('write-setting', actor, heard.ok ? wrote : `${wrote}: ${textOf(heard.error).en}`, heard.ok);
      return answerOf(heard);
    },
  };
}

function settingRequest({
  unit,
  table,
  address,
  values,
  several,
}: Extract<ControlRequest, { verb: 'write-setting' }>): Request {
  if (table === 'coil')
    return { op: 'write-coils', unit, address, values: values.map((value) => value !== 0) };
  return { op: 'write-registers', unit, address, values, ...(several ? { several: true as const } : {}) };
}

function formatOf({ baud, parity, stopBits }: Extract<ControlRequest, { verb: 'hear' | 'write-setting' }>) {
  return { baud, parity, stopBits };
}

function answerOf(heard: Result<Overheard, Problem>): Result<HeardAnswer, Problem> {
  if (!heard.ok) return heard;
  const { bytes, firstMs } = heard.value;
  return ok({ bytes: Buffer.from(bytes).toString('hex'), firstMs });
}
