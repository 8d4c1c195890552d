import type { Request } from '../../../../drivers/request.ts';
import type { Problem, Result } from '../../../core/result.ts';
import type { ExchangeResult } from '../types.ts';
import type { Block } from './blocks.ts';
import { type AskDevice, identityFindings, mergedFinding, orderFindings } from './contactFindings.ts';
import type { DevicePoll } from './devicePoll.ts';

/** A question to the line, outside its plan. */
type AskLine = (request: Request) => Promise<Result<ExchangeResult, Problem>>;

/**
 * Looks at every device once in a run, when its blocks are first served: is it one of its kind, do registers read together show
 * what they show alone. A site can be commissioned with `read`; what is exchanged later is seen here alone. What it asks waits
 * behind due safety reads as any question does. Of the devices of a lift only what they are asked anyway is looked at.
 */
export class FirstContact {
  readonly #request: AskLine;
  readonly #met = new Set<string>();

  constructor(request: AskLine) {
    this.#request = request;
  }

  /** A block was read as planned. */
  served(poll: DevicePoll, { read }: Block, values: readonly number[]): void {
    const { device } = poll;
    const key = `${device.id} ${read.table} ${read.address} ${read.count}`;
    if (this.#met.has(key) || values.length !== read.count) return;
    this.#met.add(key);
    void this.#look(poll, { block: read, values }); // what it asks ends as a value
  }

  async #look(poll: DevicePoll, read: Parameters<typeof mergedFinding>[0]): Promise<void> {
    const { device } = poll;
    const ask: AskDevice = async ({ table, address, count }) => {
      const answer = await this.#request({ op: 'read', unit: device.unit, table, address, count });
      return answer.ok && answer.value.kind === 'ok' ? answer.value.values : undefined;
    };
    poll.found ??= orderFindings(read)[0];
    if (device.profile.lift !== undefined) return;
    if (!this.#met.has(device.id)) {
      this.#met.add(device.id);
      poll.found ??= (await identityFindings(device.profile, device.unit, ask))[0];
    }
    poll.found = (await mergedFinding(read, ask)) ?? poll.found;
  }
}
