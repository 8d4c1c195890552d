import { type TriggerWrite, triggerWrite } from '../../../../drivers/plan/triggerWrite.ts';
import type { Request } from '../../../../drivers/request.ts';
import type { Device } from '../../../site/installation.ts';
import type { Block } from './blocks.ts';
import type { DeviceTrouble } from './deviceTrouble.ts';

/**
 * A device that measures only when it is told to, and shows the last result until then. A block is read of what was
 * measured since it was due; else the device is told first. One telling serves all that was due by then. What is lost of
 * the device is forgotten with what it measured: nobody knows what it did meanwhile. A device that measures by itself is
 * told nothing, ever.
 */
export class Measuring {
  readonly #write: TriggerWrite | null;
  #toldAt = Number.NEGATIVE_INFINITY;
  #readyAt = Number.NEGATIVE_INFINITY;
  #refusal: number | undefined;

  constructor({ profile, unit }: Device) {
    this.#write = triggerWrite(profile, unit);
  }

  /** What has to be written before the block can be read; undefined where it can. */
  before({ due }: Block): Request | undefined {
    return this.#write === null || this.#toldAt >= due ? undefined : this.#write.request;
  }

  /** Until when the device measures: it is asked for nothing meanwhile. */
  get readyAt(): number {
    return this.#readyAt;
  }

  /** It confirmed at `now` what it was told from `startedAt` on. */
  told(startedAt: number, now: number): void {
    this.#toldAt = startedAt;
    this.#refusal = undefined;
    this.#readyAt = now + (this.#write?.waitMs ?? 0);
  }

  /** It refused what makes it measure, with this exception. */
  refused(code: number): void {
    this.#refusal = code;
  }

  get trouble(): DeviceTrouble | undefined {
    return this.#refusal === undefined ? undefined : { kind: 'untold', code: this.#refusal };
  }

  forget(): void {
    this.#toldAt = Number.NEGATIVE_INFINITY;
    this.#readyAt = Number.NEGATIVE_INFINITY;
  }

  /** All of its reads become due together, so that one telling serves them where their periods allow. */
  align([first, ...others]: readonly Block[]): void {
    if (this.#write === null || first === undefined) return;
    for (const block of others) {
      block.releases = { ...block.releases, anchor: first.releases.anchor };
      block.due = first.due;
    }
  }
}
