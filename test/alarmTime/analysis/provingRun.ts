import { type FaultsMet, LineFaults } from '../../../gateway/alarmTime/analysis/faultsMet.ts';
import { LinePromises } from '../../../gateway/alarmTime/analysis/linePromises.ts';
import type { ReadTask, WriteTask } from '../../../gateway/alarmTime/analysis/lineWork.ts';
import { longestWait } from '../../../gateway/alarmTime/analysis/waiting.ts';
import type { ExchangeNote } from '../../../gateway/alarmTime/exchangeNote.ts';
import { silentLog } from '../../../gateway/core/log.ts';
import { LinePoller } from '../../../gateway/guard/bus/poller/linePoller.ts';
import { nextRelease, type Releases, stagger } from '../../../gateway/guard/bus/schedule/releases.ts';
import { type Exchanged, echo, FakeLine } from '../../guard/bus/fakeLine.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import type { RandomLine } from './randomLine.ts';
import { SirenOfTest } from './sirenOfTest.ts';

/** One reading of a safety point: how long after the change of its register it may have come, and what was promised. */
export type Measured = {
  readonly task: ReadTask;
  readonly at: number;
  readonly latencyMs: number; // had the register changed right after the read before
  readonly responseMs: number; // the same from the release on
  readonly met: FaultsMet;
  readonly boundMs: number | null;
};

/** A unit that nobody knows. */
export const STRANGER = 200;

/**
 * A line under its real poller, on virtual time. The adversary is the caller: it says which unit answers what and how
 * slowly, writes to the annunciators beyond their leases, asks for reads, and may bring releases to one instant.
 */
export class ProvingRun {
  readonly clock = new VirtualClock();
  readonly measured: Measured[] = [];
  readonly sirens = new Map<string, SirenOfTest>();
  readonly promises: LinePromises;
  readonly client: FakeLine;
  readonly poller: LinePoller;
  readonly #faults = new LineFaults();
  readonly #random: RandomLine;
  readonly #releases = new Map<string, Releases>();
  readonly #before = new Map<string, number>(); // first point of the task → start of its last good read
  #note: ExchangeNote | undefined;
  #driven = true;

  /** `phase`: at which instant (mod its period) a read is released; by default they are spread as they are. */
  constructor(random: RandomLine, phase?: (task: ReadTask) => number) {
    this.#random = random;
    this.promises = new LinePromises(random.work);
    this.client = new FakeLine(this.clock, random.line.connection);
    for (const { unit } of random.line.devices) this.client.units.set(unit, echo);
    this.poller = new LinePoller({
      ...{ line: random.line, client: this.client, clock: this.clock, log: silentLog },
      ...{ writable: new Set(random.line.devices.map(({ unit }) => unit)) },
      events: {
        readings: ([first]) => this.#heard(first?.point ?? ''),
        device: ({ device, state }) => this.#faults.state(device, state === 'offline', this.clock.mono()),
        line: () => {},
        exchanged: (note) => {
          this.#faults.note(note);
          this.#note = note;
        },
      },
      spread: (blocks, start) => {
        const tasks = random.work.reads;
        return stagger(blocks, start).map((spread, i) => {
          const task = tasks[i];
          if (task === undefined) throw new Error('the plan is another than was reckoned with');
          const anchor = phase === undefined ? spread.anchor : phase(task) % task.periodMs;
          this.#releases.set(task.points[0] ?? '', { anchor, periodMs: task.periodMs });
          return phase === undefined ? spread : { block: spread.block, anchor, first: anchor };
        });
      },
    });
  }

  /**
   * Refreshes every lease, starting at `from`. `driven`: as guard does it; else all writes of a refresh at once, which is
   * the most that the analysis allows.
   */
  async start(from: number, driven: boolean): Promise<void> {
    await this.poller.start();
    this.#driven = driven;
    for (const [device, writes] of this.#leases()) {
      const requests = writes.map(({ request }) => request);
      const siren = new SirenOfTest(requests, this.poller, this.clock);
      this.sirens.set(device, siren);
      const periodMs = writes[0]?.periodMs ?? 1000;
      this.#refresh(siren, periodMs, from % periodMs);
    }
  }

  async stop(): Promise<void> {
    await this.clock.until(this.poller.stop());
  }

  /** The command of every annunciator is changed. */
  changeCommands(): void {
    if (this.#driven) for (const siren of this.sirens.values()) siren.change();
    else for (const { request } of this.#random.work.writes) void this.poller.request(request);
  }

  /** Somebody asks for the longest read that a stranger, who never answers, may be asked for. */
  askStranger(): void {
    void this.poller.request({ op: 'read', unit: STRANGER, table: 'holding', address: 0, count: 1 });
  }

  /** When the device was told to measure what it has just shown. */
  #toldAt({ request: { unit } }: ReadTask): number {
    const told = ({ request, kind }: Exchanged) =>
      request.unit === unit && request.op !== 'read' && kind === 'ok';
    return this.client.log.findLast(told)?.start ?? Number.NEGATIVE_INFINITY;
  }

  #leases(): Map<string, WriteTask[]> {
    return Map.groupBy(this.#random.work.writes, ({ device }) => device);
  }

  #refresh(siren: SirenOfTest, periodMs: number, inMs: number): void {
    this.clock.after(inMs, 'lease', () => {
      if (this.#driven) siren.renew();
      else for (const request of siren.writes) void this.poller.request(request);
      this.#refresh(siren, periodMs, periodMs);
    });
  }

  #heard(point: string): void {
    const task = this.promises.taskOf(point);
    const key = task?.points[0] ?? '';
    const releases = this.#releases.get(key);
    const note = this.#note;
    this.#note = undefined;
    if (task === undefined || releases === undefined || note?.lost !== null) return;
    if (note.device !== task.device) return; // another's exchange, and this one was given up
    const before = this.#before.get(key);
    this.#before.set(key, task.trigger === undefined ? note.startedAt : this.#toldAt(task));
    if (before === undefined) return;
    const met = this.#faults.met(task.device, before, task.quarantineMs);
    this.measured.push({
      ...{ task, met, at: note.endedAt },
      latencyMs: note.endedAt - before,
      responseMs: note.endedAt - nextRelease(releases, before),
      boundMs: this.promises.boundMet(task, met),
    });
  }
}

/** The safety read that waits longest of its line; undefined when it has none. */
export function lastServed({ work }: RandomLine): ReadTask | undefined {
  const ranked = work.reads
    .filter((read) => read.class === 'safety')
    .map((task) => ({ task, ms: longestWait(work, task)?.totalMs ?? 0 }));
  return ranked.toSorted((a, b) => b.ms - a.ms)[0]?.task;
}
