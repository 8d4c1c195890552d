import { functionOf } from '../../../drivers/functionCode.ts';
import type { DeviceTiming } from '../../alarmTime/deviceTiming.ts';
import { type Clock, sleep } from '../../core/clock.ts';
import type { Problem } from '../../core/result.ts';
import { fittedRequest } from '../scan/fittedRequest.ts';
import { judge, judgeReply, type ProbeAnswer } from '../scan/judgement.ts';
import { type Listening, valuesIn } from '../scan/runScan.ts';
import type { Whereabouts } from './changePlan.ts';
import type { SetupAnswer, SetupLine } from './settingChange.ts';

/** How quick devices of the kind in hand are, by its profile. */
type KindTiming = Pick<DeviceTiming, 'responseMs' | 'lateWindowMs'>;

/** A line on which one device is set up while whoever holds the port goes on with its work: each request is listened to. */
export class ListenedLine implements SetupLine {
  readonly #line: Listening;
  readonly #timing: KindTiming;
  readonly #clock: Clock;
  #refusal: Problem | null = null;

  constructor(line: Listening, timing: KindTiming, clock: Clock) {
    this.#line = line;
    this.#timing = timing;
    this.#clock = clock;
  }

  /** Why the line did not even say what was to be said; null when it last did. */
  get refusal(): Problem | null {
    return this.#refusal;
  }

  async ask(request: Parameters<SetupLine['ask']>[0], { format }: Whereabouts): Promise<SetupAnswer> {
    const { responseMs, lateWindowMs: lateMs } = this.#timing;
    const heard = await this.#line.hear({
      ...fittedRequest(request, format, responseMs, this.#line.limitMs),
      lateMs,
    });
    this.#refusal = heard.ok ? null : heard.error;
    if (!heard.ok) {
      await sleep(this.#clock, AGAIN_MS, 'line is asked again'); // a line that is gone comes back; nobody asks it in a loop
      return { kind: 'unsaid' };
    }
    const { bytes } = heard.value;
    if (request.op !== 'read')
      return answerOf(judgeReply(bytes, request.unit, functionOf(request)), () => []);
    return answerOf(judge(bytes, request.unit, request), (data) => valuesIn(data, request));
  }
}

const AGAIN_MS = 500;

function answerOf(heard: ProbeAnswer, values: (data: readonly number[]) => number[]): SetupAnswer {
  switch (heard.kind) {
    case 'answer':
      if (heard.twice) return { kind: 'garbled' };
      return heard.exception === null ? { kind: 'ok', values: values(heard.data) } : { kind: 'refused' };
    case 'other':
      return { kind: 'other' };
    case 'silence':
    case 'idle':
      return { kind: 'silence' };
    default:
      return { kind: 'garbled' };
  }
}
