import type { Instant, Reading } from '../../../../drivers/reading.ts';
import type { Request } from '../../../../drivers/request.ts';
import { fittedTiming } from '../../../alarmTime/askLimit.ts';
import { type DeviceTiming, STRANGER_TIMING } from '../../../alarmTime/deviceTiming.ts';
import { hasTimeAlone } from '../../../alarmTime/lineLoad.ts';
import { type Backoff, backoffMs } from '../../../core/backoff.ts';
import { type Clock, every, type Timer } from '../../../core/clock.ts';
import type { Lifecycle } from '../../../core/lifecycle.ts';
import type { Log } from '../../../core/log.ts';
import type { Overhear, Overheard } from '../../../core/overheard.ts';
import { err, type Problem, type Result } from '../../../core/result.ts';
import type { Line } from '../../../site/installation.ts';
import { busProblem } from '../../../text/problems/busProblems.ts';
import { liftUnits, refusedWrite } from '../line/readOnly.ts';
import { admit } from '../schedule/admit.ts';
import { ProbeBudget } from '../schedule/probeBudget.ts';
import { stagger } from '../schedule/releases.ts';
import { type Candidate, choose } from '../schedule/schedule.ts';
import type { BusEvents, ExchangeResult, LineClient } from '../types.ts';
import { askLimitOf } from './askLimitOf.ts';
import { type Asked, AskQueue } from './askQueue.ts';
import { DevicePoll, type PlannedRead } from './devicePoll.ts';
import { FirstContact } from './firstContact.ts';
import { HealthReport } from './healthReport.ts';
import { HoldUps } from './holdUps.ts';
import { LineNews } from './lineNews.ts';
import type { LinePollerParts } from './linePollerParts.ts';
import { BUCKET_MS, LineTally } from './lineTally.ts';
import { LineWatch } from './lineWatch.ts';
import { lossOf, type Outcome, outcomeOf } from './outcome.ts';
import { listeningOn } from './overhearing.ts';
import { Pause } from './pause.ts';
import { Round } from './round.ts';

type Work = PlannedRead | { readonly asked: Asked };

/** A tenth of the line is for devices that do not answer; a fifth of that is left for the losses by which they are known. */
const PROBE_SHARE = 0.08;
/** How much of a line the losses of living devices may take together before their retries wait. */
const LOSSES_SHARE = 0.6;
/** Looked at over so short a time that many who fall silent at once do not take the line for themselves. */
const LOSSES_WINDOW_MS = 2_000;
/** A host that is busy is late by less than this. */
const STALL_MS = 300;
const REOPEN: Backoff = { firstMs: 500, capMs: 10_000 };

/**
 * Polls one line for ever: opens it, and opens it again whenever it is lost; asks its devices what the schedule says;
 * tells what they answered and how they are. One exchange at a time, one loop, no other timer than the one it waits on
 * and the second hand of the counters.
 */
export class LinePoller implements Lifecycle {
  readonly #line: Line;
  readonly #client: LineClient;
  readonly #clock: Clock;
  readonly #events: BusEvents;
  readonly #log: Log;
  readonly #writable: ReadonlySet<number>;
  readonly #devices: readonly DevicePoll[];
  readonly #budget = new ProbeBudget(PROBE_SHARE);
  readonly #losses: ProbeBudget;
  readonly #tally = new LineTally();
  readonly #watch = new LineWatch();
  readonly #asks = new AskQueue();
  readonly #holdUps = new HoldUps<DevicePoll>();
  readonly #pause: Pause;
  readonly #health: HealthReport;
  readonly #news: LineNews;
  #open = false;
  #stopping = false;
  #hasBeenOpen = false; // before that, replies to an earlier run may be under way
  #attempts = 0; // to open, without having heard anything
  #loop: Promise<void> | undefined;
  #second: Timer | undefined;
  #tickedAt = 0;
  readonly round: Round;

  readonly #spread: typeof stagger;
  readonly #contact: FirstContact | null;

  constructor(parts: LinePollerParts) {
    const { line, client, clock, events, log, writable = new Set(), spread = stagger, looks } = parts;
    this.#spread = spread;
    const alone = (device: DevicePoll) => {
      if (hasTimeAlone(line, device.device.id)) this.#emit(device.readAlone(this.#instant()));
    };
    const request = (asked: Request) => this.request(asked);
    this.#contact = looks === true ? new FirstContact(clock, request, alone) : null;
    this.#line = line;
    this.#client = client;
    this.#clock = clock;
    this.#events = events;
    this.#log = log;
    this.#writable = writable;
    this.round = new Round(clock);
    this.#pause = new Pause(clock, `bus ${line.id}`, this.round);
    this.#devices = line.devices
      .filter((device) => device.points.length > 0)
      .map(
        (device, _, { length }) =>
          new DevicePoll(device, line.connection, client, clock.mono(), length === 1),
      );
    this.#losses = new ProbeBudget(this.#devices.length === 1 ? 1 : LOSSES_SHARE, LOSSES_WINDOW_MS);
    this.#news = new LineNews(line.id, log);
    this.#health = new HealthReport(
      line.id,
      this.#devices,
      this.#tally,
      this.#budget,
      clock,
      events,
      this.#news,
      client.otherMaster,
    );
  }

  /** Begins to poll. Does not wait for the port: a line that cannot be opened is told, and tried for ever. */
  async start(): Promise<void> {
    if (this.#loop !== undefined) return;
    this.#stopping = false;
    this.#plan();
    this.#client.onLost = (problem) => {
      if (this.#open) this.#portLost(problem);
    };
    this.#tickedAt = this.#clock.mono();
    this.#client.onNotice = (problem) => this.#news.notice(problem);
    this.#client.onLate = () => this.#pause.end();
    this.#second = every(this.#clock, BUCKET_MS, `bus ${this.#line.id} health`, () => {
      this.#noticeStall();
      this.#tally.turn();
      this.#health.tell();
      for (const device of this.#devices) this.#news.device(device.device, device.trouble);
    });
    this.#loop = this.#run();
  }

  /** Ends when the exchange under way has ended and the port is closed. Who still waits for an answer gets `portLost`. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#second?.cancel();
    this.#pause.end();
    this.#asks.dismiss();
    this.round.end();
    if (this.#open) {
      await this.#loop; // what is being answered on the wire is still taken in
      this.#health.tell(); // and counted
    }
    await this.#client.close();
    await this.#loop;
    this.#loop = undefined;
    this.#open = false;
  }

  /** One exchange outside the plan. Writes go first, and to annunciators alone; reads wait for due safety reads. */
  async request(request: Request, timing?: DeviceTiming): Promise<Result<ExchangeResult, Problem>> {
    const refused = refusedWrite(request, this.#writable, liftUnits(this.#line));
    if (refused !== null) return err(refused);
    if (!this.#open || this.#stopping) return { ok: true, value: { kind: 'portLost' } };
    const known = this.#devices.find(({ device }) => device.unit === request.unit)?.timing;
    const wanted = { timing: timing ?? known ?? STRANGER_TIMING, known: known !== undefined };
    const fitted = fittedTiming(this.#line.connection, request, wanted, askLimitOf(this.#devices));
    if (!fitted.ok) return fitted;
    const asked = this.#asks.ask(request, fitted.value, this.#clock.mono());
    if (!asked.ok) return err(asked.error);
    this.#pause.end();
    const value = await asked.value;
    return value.kind === 'refused' ? err(value.problem) : { ok: true, value };
  }

  /** Listens to whoever answers a read, given how long it may take; see `overhearing.ts`. */
  async hear(fitted: (limitMs: number) => Overhear): Promise<Result<Overheard, Problem>> {
    if (!this.#open || this.#stopping) return err(UNEXPLAINED_LOSS);
    const wanted = listeningOn(this.#line, this.#client, fitted, askLimitOf(this.#devices));
    if (!wanted.ok) return wanted;
    const heard = this.#asks.hear(wanted.value, this.#clock.mono());
    this.#pause.end();
    return heard;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      if (await this.#connect()) await this.#poll();
    }
  }

  async #connect(): Promise<boolean> {
    if (this.#attempts > 0) await this.#pause.until(this.#clock.mono() + backoffMs(REOPEN, this.#attempts));
    if (this.#stopping) return false;
    this.#attempts++;
    this.round.opens();
    if (!(await this.#openPort())) return false;
    this.#open = true;
    this.#tally.opened();
    this.#stagger();
    this.#health.lineOpen();
    return true;
  }

  async #poll(): Promise<void> {
    while (this.#open && !this.#stopping) {
      const now = this.#clock.mono();
      this.#asks.expire(now);
      const choice = choose<Work>(this.#candidates(now), now);
      if (choice.kind === 'start') {
        this.round.asks();
        await this.#work(choice.what, now);
      } else
        await this.#pause.until(
          Math.min(choice.until, ...this.#devices.map((device) => device.patienceEnds)),
        );
      if (this.#clock.mono() - this.#tickedAt < BUCKET_MS + STALL_MS) this.#giveUp(); // else the second hand first
    }
  }

  #candidates(now: number): Candidate<Work>[] {
    const sure: Candidate<Work>[] = this.#asks
      .candidates((unit) => this.#client.readyAt(unit))
      .map((candidate) => ({ ...candidate, what: { asked: candidate.what } }));
    const probes: Candidate<PlannedRead>[] = [];
    const retries: Candidate<PlannedRead>[] = [];
    for (const device of this.#devices) {
      const wanted = device.candidates(now);
      const list = device.state === 'offline' ? probes : device.isInDoubt ? retries : sure;
      list.push(...wanted);
    }
    const admitted = [
      ...retries.map((retry) => {
        const { device, block } = retry.what;
        return { ...retry, from: Math.max(retry.from, device.heldUntil(block, now, this.#losses)) };
      }),
      ...admit(
        probes.map((candidate) => {
          const { device, block } = candidate.what;
          return { candidate, failMs: device.failMs(block), isSafety: block.read.class === 'safety' };
        }),
        this.#budget,
        now,
      ),
    ];
    this.#holdUps.note([...retries, ...probes], admitted, now);
    return [...sure, ...admitted];
  }

  async #work(work: Work, startedAt: number): Promise<void> {
    if ('asked' in work) this.#asks.take(work.asked);
    if ('asked' in work && work.asked.hear !== undefined) {
      await work.asked.hear(this.#client);
      return this.#tally.busy(this.#clock.mono() - startedAt);
    }
    const { request, timing } =
      'asked' in work
        ? work.asked
        : { request: work.device.request(work.block), timing: work.device.timingNow };
    const device = this.#deviceOf(work);
    const wasGivenUp = device?.state === 'offline';
    const result = await this.#client.exchange(request, timing);
    const at = this.#instant();
    const ms = at.mono - startedAt;
    this.#tally.busy(ms);
    this.#account(result);
    // what living devices lose is theirs: charged to the probes, it would make the dead wait for the living
    if (device !== undefined && outcomeOf(result).kind === 'lost') {
      if (wasGivenUp) this.#budget.charge(at.mono, ms);
      else {
        device.chargeLoss(at.mono, ms);
        this.#losses.charge(at.mono, ms);
      }
    }
    if ('asked' in work) this.#settleAsked(work.asked, result, startedAt, at);
    else this.#settleRead(work, result, startedAt, at);
    if (result.kind === 'portLost') {
      if (this.#open) this.#portLost(UNEXPLAINED_LOSS);
    } else if (result.kind === 'timeout' && this.#watch.silent(at.mono)) await this.#reopen();
  }

  /** The second hand came late: for so long nothing was asked, and nobody can be blamed for not answering. */
  #noticeStall(): void {
    const now = this.#clock.mono();
    const stalledMs = now - this.#tickedAt - BUCKET_MS;
    this.#tickedAt = now;
    if (stalledMs > STALL_MS) for (const device of this.#devices) device.postpone(stalledMs);
  }

  /** What the exchange means for the line as a whole. */
  #account(result: ExchangeResult): void {
    if (result.kind === 'portLost' || result.kind === 'timeout') return;
    this.#attempts = 0;
    this.#watch.heard();
  }

  #deviceOf(work: Work): DevicePoll | undefined {
    if (!('asked' in work)) return work.device;
    return this.#devices.find(({ device }) => device.unit === work.asked.request.unit);
  }

  #settleRead({ device, block }: PlannedRead, result: ExchangeResult, startedAt: number, at: Instant): void {
    const outcome = outcomeOf(result);
    const { readings, missed } = device.settle(block, outcome, startedAt, at);
    this.#note(device, outcome, startedAt, at);
    if (outcome.kind === 'served') {
      this.#tally.read(missed);
      if (outcome.read === undefined) this.#contact?.served(device, block, outcome.values);
      const brought = { readings, values: outcome.values, from: (outcome.read ?? block.read).address };
      this.#emit(this.#contact?.sift(device, block, brought, at.mono) ?? readings);
    } else this.#emit(readings);
    this.#health.deviceMayHaveChanged(device);
  }

  /** An answer, or none, to a question outside the plan says as much about a device as a planned one. */
  #settleAsked(asked: Asked, result: ExchangeResult, startedAt: number, at: Instant): void {
    const device = this.#deviceOf({ asked });
    const outcome = outcomeOf(result);
    if (device !== undefined && outcome.kind !== 'portLost') {
      if (outcome.kind === 'lost') this.#emit(device.lose(outcome, at, startedAt));
      else device.heard(at.mono, outcome.kind === 'served' ? 1 + (outcome.beside ?? 0) : 0);
      this.#note(device, outcome, startedAt, at);
      this.#health.deviceMayHaveChanged(device);
    }
    asked.answer(result);
  }

  #note(device: DevicePoll, outcome: Outcome, startedAt: number, at: Instant): void {
    if (outcome.kind === 'portLost') return;
    this.#events.exchanged?.({
      line: this.#line.id,
      device: device.device.id,
      startedAt,
      endedAt: at.mono,
      lost: lossOf(outcome),
      readyAt: Math.max(device.readyAt, outcome.kind === 'unsure' ? outcome.clearAt : 0),
      heldMs: this.#holdUps.end(device, startedAt),
    });
  }

  #giveUp(): void {
    const at = this.#instant();
    const given = this.#devices.filter(({ patienceEnds }) => patienceEnds <= at.mono);
    this.#emit(given.flatMap((device) => device.expire(at)));
    for (const device of given) this.#health.deviceMayHaveChanged(device);
  }

  /** All points of the line read no communication from this moment. Told once per loss. */
  #portLost(problem: Problem): void {
    if (this.#stopping) return;
    this.#open = false;
    this.#asks.dismiss();
    const at = this.#instant();
    this.#emit(this.#devices.flatMap((device) => device.portLost(at))); // all at once: they are lost at once
    this.#health.lineLost(problem);
    this.#pause.end();
  }

  async #reopen(): Promise<void> {
    this.round.opens();
    await this.#client.close();
    if (!this.#stopping) await this.#openPort();
  }

  async #openPort(): Promise<boolean> {
    const opened = await this.#client.open(!this.#hasBeenOpen);
    this.#hasBeenOpen ||= opened.ok;
    if (!opened.ok) this.#portLost(opened.error);
    else if (this.#stopping) await this.#client.close(); // stopped meanwhile
    return opened.ok && !this.#stopping;
  }

  #plan(): void {
    for (const device of this.#devices) {
      const { readings, problems } = device.plan(this.#instant());
      for (const problem of problems) this.#log.problem({ ...problem, where: device.device.id });
      this.#emit(readings);
    }
  }

  #stagger(): void {
    const blocks = this.#devices.flatMap((device) => device.blocks);
    const spread = this.#spread(
      blocks.map((block) => ({ block, periodMs: block.read.periodMs })),
      this.#clock.mono(),
    );
    for (const { block, anchor, first } of spread) {
      block.block.releases = { anchor, periodMs: block.periodMs };
      block.block.due = first;
    }
    for (const device of this.#devices) device.spread();
  }

  #emit(readings: readonly Reading[]): void {
    if (readings.length > 0) this.#events.readings(readings);
  }

  #instant(): Instant {
    return { boot: this.#clock.boot, mono: this.#clock.mono() };
  }
}

const UNEXPLAINED_LOSS = busProblem('bus.port-lost');
