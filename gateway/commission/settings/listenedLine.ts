import { functionOf } from '../../../drivers/functionCode.ts';
import type { DeviceTiming } from '../../alarmTime/deviceTiming.ts';
import { type Clock, sleep } from '../../core/clock.ts';
import type { Problem } from '../../core/result.ts';
import { type SerialFormat, sameFormat } from '../../core/serialFormat.ts';
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
  #refused: { readonly problem: Problem; readonly format: SerialFormat; readonly at: number } | null = null;

  constructor(line: Listening, timing: KindTiming, clock: Clock) {
    this.#line = line;
    this.#timing = timing;
    this.#clock = clock;
  }

  /** Why the line did not even say what was to be said, lately; null when it last did, at the same format. */
  get refusal(): Problem | null {
    const refused = this.#refused;
    return refused === null || this.#clock.mono() - refused.at > LATELY_MS ? null : refused.problem;
  }

  async ask(request: Parameters<SetupLine['ask']>[0], { format }: Whereabouts): Promise<SetupAnswer> {
    const { responseMs, lateWindowMs: lateMs } = this.#timing;
    const heard = await this.#line.hear({
      ...fittedRequest(request, format, responseMs, this.#line.limitMs),
      lateMs,
    });
    if (heard.ok && this.#refused !== null && sameFormat(this.#refused.format, format)) this.#refused = null;
    if (!heard.ok) {
      this.#refused = { problem: heard.error, format, at: this.#clock.mono() };
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
/** Two formats are asked in turn, and one may be refused after seconds of waiting for a gap: it is told all the while. */
const LATELY_MS = 15_000;

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
