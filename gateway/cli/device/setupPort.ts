import type { Request } from '../../../drivers/request.ts';
import type { DeviceTiming } from '../../alarmTime/deviceTiming.ts';
import type { Whereabouts } from '../../commission/settings/changePlan.ts';
import type { SetupAnswer, SetupLine } from '../../commission/settings/settingChange.ts';
import { type Clock, sleep } from '../../core/clock.ts';
import type { Problem } from '../../core/result.ts';
import { type SerialFormat, sameFormat } from '../../core/serialFormat.ts';
import type { LineClient } from '../../guard/bus/types.ts';

/** A port of our own on which one device is set up; it is opened anew where the device speaks at another rate. */
export class SetupPort implements SetupLine {
  readonly #open: (format: SerialFormat) => LineClient;
  readonly #timing: DeviceTiming;
  readonly #clock: Clock;
  #now: { readonly line: LineClient; readonly format: SerialFormat } | null = null;
  #trouble: Problem | null = null;

  /** @param open makes a line at a format; it is opened here */
  constructor(open: (format: SerialFormat) => LineClient, timing: DeviceTiming, clock: Clock) {
    this.#open = open;
    this.#timing = timing;
    this.#clock = clock;
  }

  /** Why the port could not even be opened when it last was; null: it could. */
  get trouble(): Problem | null {
    return this.#trouble;
  }

  async ask(request: Request, { format }: Whereabouts): Promise<SetupAnswer> {
    const line = await this.#at(format);
    if (line === null) return { kind: 'unsaid' };
    const readyIn = line.readyAt(request.unit) - this.#clock.mono();
    if (readyIn > 0) await sleep(this.#clock, readyIn, 'unit may be asked again');
    const result = await line.exchange(request, this.#timing);
    switch (result.kind) {
      case 'ok':
        return { kind: 'ok', values: result.values };
      case 'exception':
        return { kind: 'refused' };
      case 'mismatch':
        return { kind: 'other' };
      case 'crc':
      case 'unsure':
        return { kind: 'garbled' };
      case 'portLost':
        return { kind: 'unsaid' };
      default:
        return { kind: result.kind === 'refused' ? 'refused' : 'silence' };
    }
  }

  async close(): Promise<void> {
    await this.#now?.line.close();
    this.#now = null;
  }

  async #at(format: SerialFormat): Promise<LineClient | null> {
    if (this.#now !== null && sameFormat(this.#now.format, format)) return this.#now.line;
    await this.close();
    const line = this.#open(format);
    const opened = await line.open();
    this.#trouble = opened.ok ? null : opened.error;
    if (!opened.ok) return null;
    this.#now = { line, format };
    return line;
  }
}
