import { createInterface } from 'node:readline';
import type { Child } from '../../gateway/cli/child.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import { type Arrived, DrainCity } from '../harness/drainCity.ts';
import { type OutageRows, writeOutage } from '../harness/outageJournal.ts';
import { until } from '../harness/until.ts';
import type { Stage } from './stage.ts';
import { readDataSet, reportParts } from './wire.ts';

const GATEWAY = 'bench';
const DAY_MS = 86_400_000;
const DAYS = 30;
const EVENTS = 200;
/** The month lies behind, and the machine has been up all the time. */
export const UPTIME_MS = (DAYS + 1) * DAY_MS;

/** A month that waits in a journal. */
export type Month = OutageRows & { readonly folder: string; readonly data: string };

/** Writes the month into a journal in `folder`, a report of every channel every minute. */
export function writeMonth(folder: string, data: string): Month {
  const clock = systemClock({ offsetMs: UPTIME_MS });
  const set = readDataSet(data);
  const rows = writeOutage(folder, {
    gateway: GATEWAY,
    channels: set.channels,
    parts: reportParts(set),
    periods: DAYS * 24 * 60,
    events: EVENTS,
    boot: clock.boot,
    fromMono: Math.round(clock.mono()) - DAYS * DAY_MS - 3_600_000,
    time: { mono: Math.round(clock.mono()), utc: clock.utc(), quality: 'ntp' },
  });
  return { ...rows, folder, data };
}

/** A drain as the platform sees it: how far the month has come, and how old live rows and alarms are when they arrive. */
export class DrainRun {
  readonly #stage: Stage;
  readonly #month: Month;
  readonly #clock = systemClock({ offsetMs: UPTIME_MS });
  readonly #committed = new Map<string, number>();
  readonly #arrived = new Map<string, number>();
  #city: DrainCity | null = null;
  #guard: Child | null = null;
  #courier: Child | null = null;
  #url = '';
  #points = 0;
  #events = 0;
  #firstAt: number | null = null;
  #lastAt = 0;
  #alarms = 0;
  /** Telemetry messages of the month, and how many of them came before its last event. */
  telemetry = 0;
  telemetryBeforeEvents = 0;
  bytes = 0;
  readonly alarmAges: number[] = [];

  private constructor(stage: Stage, month: Month) {
    this.#stage = stage;
    this.#month = month;
  }

  /** The platform listens at `cityUrl`; courier will send to `courierUrl`. */
  static async begin(stage: Stage, month: Month, cityUrl: string, courierUrl: string): Promise<DrainRun> {
    const run = new DrainRun(stage, month);
    run.#url = courierUrl;
    const city = await DrainCity.join(cityUrl, { gateway: GATEWAY, onArrived: (one) => run.#take(one) });
    run.#city = city;
    stage.onClose(() => city.leave());
    return run;
  }

  /** Starts guard without buses, and courier. */
  async start(): Promise<{ courier: Child }> {
    const site = {
      gateway: { id: GATEWAY },
      buses: [{ id: 'line', connection: { type: 'serial', path: '/dev/null', baud: 9600 } }],
      uplinks: [{ id: 'city', url: this.#url }],
    };
    this.#guard = await this.#stage.liveGuard(site, GATEWAY, 'city', this.#month.data, '1000');
    const { stdout } = this.#guard.process;
    if (stdout !== null) createInterface({ input: stdout }).on('line', (line) => this.#hear(line));
    this.#courier = await this.#stage.courier();
    return { courier: this.#courier };
  }

  /** All of the month has arrived. */
  get done(): boolean {
    return this.#points === this.#month.points && this.#events === this.#month.events;
  }

  /** From the first message to the last of the month, decoded. */
  get seconds(): number {
    return (this.#lastAt - (this.#firstAt ?? this.#lastAt)) / 1000;
  }

  /** Ages in ms of the live rows that were committed while the month was on its way. */
  get liveAges(): readonly number[] {
    return [...this.#committed].flatMap(([key, at]) => {
      const arrived = this.#arrived.get(key);
      const meanwhile = at >= (this.#firstAt ?? at) && at <= this.#lastAt;
      return key.startsWith('telemetry') && meanwhile && arrived !== undefined ? [arrived - at] : [];
    });
  }

  get liveAgeMaxS(): number {
    return Math.max(...this.liveAges) / 1000;
  }

  /** Raises an alarm and waits until it is here. */
  async alarm(nth: number): Promise<void> {
    const before = this.#alarms;
    this.#guard?.say(`alarm ${nth}`);
    await until('the alarm is here', () => this.#alarms > before, 120);
  }

  /** No more live rows; courier says its last word; then everything must be here. */
  async end() {
    this.#guard?.say('quiet');
    await until('everything is here', () =>
      [...this.#committed.keys()].every((key) => this.#arrived.has(key)),
    );
    await this.#courier?.stop();
    const report = await until('the proof is there', () => {
      const made = this.#city?.report();
      return made?.behindHead.length === 0 ? made : null;
    });
    const { complete, duplicates } = report;
    const [missing, conflicts] = [report.missing.length, report.conflicts.length];
    return { complete, duplicates, missing, conflicts, undecoded: this.#city?.undecoded.length ?? 0 };
  }

  #hear(line: string): void {
    const [word, stream = '', seq, parts, mono] = line.split(' ');
    if (word === 'committed') this.#committed.set(`${stream} ${seq}.${parts}`, Number(mono));
  }

  #take({ message, bytes }: Arrived): void {
    const now = this.#clock.mono();
    if (message.kind === 'telemetry') {
      this.#firstAt ??= now;
      if (message.seq > this.#month.telemetry)
        for (let part = message.first; part <= message.last; part++)
          this.#arrive(`telemetry ${message.seq}.${part}`, now);
      else {
        this.telemetry++;
        this.bytes += bytes;
        for (const part of message.parts)
          for (const group of part.reports) this.#points += group.times.length * group.columns.length;
        this.#lastAt = now;
      }
    } else if (message.kind === 'event') {
      this.#firstAt ??= now;
      if (message.seq > this.#month.events) this.#alarm(message.seq, now);
      else {
        this.#events++;
        this.telemetryBeforeEvents = this.telemetry;
        this.#lastAt = now;
      }
    }
  }

  /** It may arrive before guard's line about its commit does. */
  #alarm(seq: number, now: number): void {
    const key = `event ${seq}.1`;
    this.#arrive(key, now);
    const note = (): void => {
      const at = this.#committed.get(key);
      if (at === undefined) setImmediate(note);
      else {
        this.alarmAges.push(now - at);
        this.#alarms++;
      }
    };
    note();
  }

  #arrive(key: string, now: number): void {
    if (!this.#arrived.has(key)) this.#arrived.set(key, now);
  }
}
