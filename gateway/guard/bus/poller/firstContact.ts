import type { BlockRead } from '../../../../drivers/plan/blockRead.ts';
import type { Reading } from '../../../../drivers/reading.ts';
import type { Request } from '../../../../drivers/request.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Problem, Result } from '../../../core/result.ts';
import type { ExchangeResult } from '../types.ts';
import type { Block } from './blocks.ts';
import {
  type AskDevice,
  identityFindings,
  isEmptyBehind,
  mergedFinding,
  orderFindings,
  type ReadBlock,
  unitFindings,
  withoutZeros,
} from './contactFindings.ts';
import type { DevicePoll } from './devicePoll.ts';
import { TakingTurns } from './takingTurns.ts';

/** A question to the line, outside its plan. */
type AskLine = (request: Request) => Promise<Result<ExchangeResult, Problem>>;

/** Readings of a block, and the registers they came of, the first at `from`. */
type Brought = {
  readonly readings: readonly Reading[];
  readonly values: readonly number[];
  readonly from: number;
};

const LONGEST_LOOK_MS = 5_000;

/**
 * Looks at every device once in a run, when its blocks are first served: is it one of its kind, do registers read together show
 * what they show alone. A site can be commissioned with `read`; what is exchanged later is seen here alone. What it asks waits
 * behind due safety reads as any question does. Of the devices of a lift only what they are asked anyway is looked at.
 */
export class FirstContact {
  readonly #request: AskLine;
  readonly #turns: TakingTurns;
  readonly #alone: (poll: DevicePoll) => void;
  readonly #met = new Set<string>();
  readonly #looked = new Set<string>();
  readonly #since = new Map<string, number>();

  /** @param alone has a device read one register at a time, where its line has the time for that */
  constructor(clock: Clock, request: AskLine, alone: (poll: DevicePoll) => void) {
    this.#request = request;
    this.#turns = new TakingTurns((poll) => this.#asking(poll), clock);
    this.#alone = alone;
  }

  /**
   * What may be told at `now` of a block that brought these values, perhaps by another read than planned. Until it was looked
   * at, a few seconds at most, a 0 behind the first register says nothing.
   */
  sift(poll: DevicePoll, { read }: Block, brought: Brought, now: number): readonly Reading[] {
    const { readings, values, from } = brought;
    const key = keyOf(poll, read);
    const since = this.#since.get(key) ?? now;
    this.#since.set(key, since);
    const over =
      this.#looked.has(key) || now - since > LONGEST_LOOK_MS || poll.device.profile.lift !== undefined;
    if (over || !isEmptyBehind({ block: read, values })) return readings;
    return withoutZeros(readings, { ...read, address: from });
  }

  /** A block was read as planned. */
  served(poll: DevicePoll, block: Block, values: readonly number[]): void {
    this.#turns.served(poll, block, values);
    const { read } = block;
    followUnit(poll, { block: read, values });
    const key = keyOf(poll, read);
    if (this.#met.has(key) || values.length !== read.count) return;
    this.#met.add(key);
    void this.#look(poll, { block: read, values }).finally(() => this.#looked.add(key)); // what it asks ends as a value
  }

  async #look(poll: DevicePoll, read: ReadBlock): Promise<void> {
    const { device } = poll;
    const ask = this.#asking(poll);
    poll.found ??= orderFindings(read)[0];
    if (device.profile.lift !== undefined) return;
    if (!this.#met.has(device.id)) {
      this.#met.add(device.id);
      poll.found ??= (await identityFindings(device.profile, device.unit, ask))[0];
    }
    const merged = await mergedFinding(read, ask);
    if (merged === undefined) return;
    poll.found = merged;
    this.#alone(poll);
  }

  #asking({ device: { unit } }: DevicePoll): AskDevice {
    return async ({ table, address, count }) => {
      const answer = await this.#request({ op: 'read', unit, table, address, count });
      return answer.ok && answer.value.kind === 'ok' ? answer.value.values : undefined;
    };
  }
}

/** Somebody may set a device to another unit at any time, and back again. */
function followUnit(poll: DevicePoll, read: ReadBlock): void {
  const { points } = read.block;
  if (!points.some(({ unit }) => typeof unit === 'object')) return;
  const units = Object.fromEntries(poll.device.points.map(({ profile, unit }) => [profile.id, unit]));
  const [other] = unitFindings(read, units);
  const { found } = poll;
  if (other !== undefined && (found === undefined || found.kind === 'unit')) poll.found = other;
  else if (other === undefined && found?.kind === 'unit' && points.some(({ id }) => id === found.point))
    poll.found = undefined;
}

function keyOf({ device }: DevicePoll, { table, address, count }: BlockRead): string {
  return `${device.id} ${table} ${address} ${count}`;
}
