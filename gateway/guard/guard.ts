import { join } from 'node:path';
import type { Reading } from '../../drivers/reading.ts';
import type { ControlPush } from '../control/protocol.ts';
import type { Clock } from '../core/clock.ts';
import type { FolderLock } from '../core/folderLock.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import type { JournalWriter } from '../journal/types.ts';
import type { Installation } from '../site/installation.ts';
import type { EventBody } from '../telemetry/wire/model.ts';
import { guardProblem } from '../text/problems/guardProblems.ts';
import { Bus } from './bus/bus.ts';
import { liftUnits } from './bus/line/readOnly.ts';
import { unchangeable } from './changes.ts';
import { Containment } from './containment.ts';
import { InputQueue } from './inputQueue.ts';
import { AlarmKeeper } from './keepers/alarmKeeper.ts';
import { AlarmTimeKeeper } from './keepers/alarmTimeKeeper.ts';
import { AnnunciatorKeeper } from './keepers/annunciatorKeeper.ts';
import { ClockKeeper } from './keepers/clockKeeper.ts';
import { JournalKeeper } from './keepers/journalKeeper.ts';
import { RecordKeeper } from './keepers/recordKeeper.ts';
import { LiftKeeper } from './lifts/liftKeeper.ts';
import { type Heard, Listeners } from './listeners.ts';
import { LoopWatch } from './loopWatch.ts';
import { alarmRow, clockRow, commandRow, maintenanceRow, saidRow, startRows } from './rows.ts';
import { SelfDiagnosis } from './selfDiagnosis.ts';
import { SharedAddresses } from './sharedAddresses.ts';
import { SiteKeeper } from './siteKeeper.ts';
import { annunciatorsOf, placed, type Start } from './startup.ts';
import { StatusBoard } from './statusBoard.ts';
import { Stopping } from './stopping.ts';
import { Troubles } from './troubles.ts';
import { answered } from './verbs/answered.ts';
import { guardVerbs } from './verbs/verbs.ts';
import type { GuardWorld, SocketServers } from './world.ts';

/**
 * The safety half: bus → detect → annunciate → record → journal, and the control sockets.
 *
 * Everything that happens to it (readings, ticks, commands, commit notices, a changed site) is an input of one queue. A turn
 * takes what has come and judges it; then the sirens are commanded; then everybody else hears of it, each contained; then
 * it is saved and told, once for all of the turn.
 */
export class Guard {
  readonly #world: GuardWorld;
  readonly #clock: Clock;
  readonly #lock: FolderLock | null;
  readonly #queue: InputQueue;
  readonly #containment: Containment;
  readonly #loop: LoopWatch;
  readonly #board = new StatusBoard();
  readonly #self: SelfDiagnosis;
  readonly #troubles: Troubles;
  readonly #journal: JournalWriter;
  readonly #journalKeeper: JournalKeeper;
  readonly #alarms: AlarmKeeper;
  readonly #annunciators: AnnunciatorKeeper;
  readonly #times: AlarmTimeKeeper;
  readonly #lifts: LiftKeeper;
  readonly #records: RecordKeeper;
  readonly #civil: ClockKeeper;
  readonly #site: SiteKeeper;
  readonly #bus: Bus;
  readonly #listeners: Listeners;
  readonly #sockets: SocketServers;
  readonly #startedAt: number;
  #installation: Installation;
  #former: Installation;
  /** What this turn brought, for those who listen. */
  #heard: Heard[] = [];
  #alarmsChanged = false;
  #stopped: Promise<readonly string[]> | null = null;

  /** Makes everything and starts nothing. */
  constructor(start: Start, world: GuardWorld) {
    const { installation, state } = start;
    this.#world = world;
    this.#clock = world.clock;
    this.#lock = start.lock;
    this.#installation = installation;
    this.#former = installation;
    this.#startedAt = world.clock.mono();

    const queue = new InputQueue(world.clock, {
      begin: () => this.#loop.look(), // of all that fell due in a stall anything may come first
      settle: () => this.#settle(),
      failed: (input, error) => this.#troubles.fault(input, error, false),
    });
    this.#queue = queue;
    const looked = (now: number) => void (this.#bus.comesRound(now) && world.beat?.());
    this.#loop = new LoopWatch(queue.clock, (forMs) => this.#stalled(forMs), looked);
    this.#containment = new Containment(world.clock, {
      failed: (listener, error, out) => this.#troubles.fault(listener, error, out),
    });
    const contained = (name: string, restart: () => void) =>
      this.#containment.clock(queue.clock, name, restart);
    this.#self = new SelfDiagnosis(queue.clock, (readings) => this.#judge('self-diagnosis', readings));
    this.#troubles = new Troubles({
      ...{ queue, log: world.log, board: this.#board, self: this.#self },
      journal: () => this.#journal,
      annunciators: () => this.#annunciators,
      now: () => this.#now(),
    });
    for (const problem of start.problems) this.#troubles.tell(problem);
    const file = (name: string) => world.stateFile(join(state, name), ...this.#troubles.ofStateFiles);
    const row = (event: EventBody) => this.#journal.appendEvent(event);
    this.#site = new SiteKeeper(start.siteText, { world, clock: queue.clock, state }, file, {
      adopt: (changed) => queue.ask('reload', () => this.#adopt(changed)),
      tell: (problem) => this.#troubles.tell(problem),
      note: (problem) => world.log.problem(problem),
      wentBack: (why) => row(saidRow(this.#now(), `site.went-back/${why}`, {}, 'yellow')),
    });

    this.#journalKeeper = new JournalKeeper(installation, state, world, {
      durable: (token) => queue.put('committed', () => this.#committed(token)),
      moved: (push) => this.#publish(push),
      trouble: (problem) => queue.put('journal trouble', () => this.#troubles.journal(problem)),
      told: (problem) => queue.put('journal told', () => this.#troubles.tell(problem)),
    });
    this.#journal = this.#journalKeeper.writer;
    this.#alarms = new AlarmKeeper(installation, queue.clock, file('alarms.json'), {
      saved: (effect, again) =>
        queue.put('alarm saved', () =>
          this.#journal.appendEvent(alarmRow(effect, this.#installation, this.#former), effect.token, again),
        ),
    });
    this.#annunciators = new AnnunciatorKeeper(installation, queue.clock, file('annunciation.json'), {
      write: (line, request, ended) =>
        void this.#bus.request(line, request).then((result) => queue.put('write ended', () => ended(result))),
      told: (reading) => this.#judge('annunciator obeys', [reading]),
      refused: (device, problem) => this.#troubles.refused(device, problem),
      commanded: (at, occurrences) => this.#heard.push({ kind: 'commanded', at, occurrences }),
      pressed: (verb, actor, detail, accepted) => row(commandRow(this.#now(), verb, actor, detail, accepted)),
      reset: (device, actor, occurrences) =>
        queue.put('reset button', () => this.#resetBy(device, actor, occurrences)),
    });
    this.#times = new AlarmTimeKeeper(
      installation,
      contained('alarm times', () => {}),
      (reading) => this.#judge('alarm time', [reading]),
    );
    this.#lifts = new LiftKeeper(
      installation,
      contained('lifts', () => this.#lifts.restart()),
      file,
      {
        contain: (lift, call, restart) => this.#containment.run(`lift ${lift}`, call, restart),
        found: (readings) => queue.put('lift points', () => this.#take({ kind: 'made', readings })),
        happened: (event, routine) => (routine ? this.#journal.appendRoutine(event) : row(event)),
      },
    );
    this.#records = new RecordKeeper(
      contained('records', () => this.#records.restart(this.#installation)),
      this.#journal,
      { channels: file('channels.json'), day: file('day.json') },
      world.software,
    );
    this.#civil = new ClockKeeper(queue.clock, world.synchronisation, (time, rows) => {
      const utcOffset = time.utc === null ? null : time.utc - time.mono;
      this.#alarms.clock(utcOffset);
      this.#listeners.clock(utcOffset);
      this.#self.set('clock', time.utc !== null);
      for (const one of rows) row(clockRow(this.#clock.boot, one));
      this.#publish({ push: 'clock', boot: this.#clock.boot, time });
    });
    const heard = (name: string, one: Heard) => queue.put(name, () => this.#take(one));
    const shared = new SharedAddresses((reading) => this.#judge('address', [reading]));
    this.#bus = new Bus({
      ...{ clock: world.clock, log: world.log },
      lines: installation.lines,
      annunciators: annunciatorsOf(installation),
      openLine: (line) => world.openLine(placed(line, this.#installation), liftUnits(line)),
      events: {
        exchanged: (note) => heard('exchange', { kind: 'exchanged', note }),
        readings: (readings) => heard('readings', { kind: 'readings', readings }),
        device: (health) => {
          heard('device', { kind: 'device', health });
          shared.look(health, this.#now());
        },
        line: (health) => heard('line', { kind: 'line', health }),
      },
    });
    this.#listeners = new Listeners({
      containment: this.#containment,
      installation: () => this.#installation,
      alarms: () => this.#alarms.alarms(),
      ...{ times: this.#times, annunciators: this.#annunciators, lifts: this.#lifts },
      ...{ records: this.#records, board: this.#board },
      publish: (push) => this.#publish(push),
    });
    const verbs = guardVerbs({
      installation: () => this.#installation,
      ...{ clock: this.#clock, clockKeeper: this.#civil, lifts: this.#lifts, bus: this.#bus },
      ...{ journal: this.#journal, board: this.#board, world, startedAt: this.#startedAt },
      alarms: this.#alarms,
      annunciation: {
        command: (command) => {
          this.#sound(); // what is silenced is what sounds, not what sounded before this turn
          return this.#annunciators.command(command);
        },
        screen: () => this.#annunciators.screen(),
      },
      alarmTime: () => this.#times.view(),
      stalls: () => this.#loop.stalls,
      site: this.#site,
    });
    this.#sockets = world.sockets(
      answered(verbs, queue, (verb, error) => this.#troubles.fault(verb, error, false)),
      (topic) => this.#snapshot(topic),
      (problem) => queue.put('flood', () => this.#troubles.flood(problem)),
    );
  }

  get gateway(): string {
    return this.#installation.gateway.id;
  }

  /** What the last run knew comes first; then everything begins at once. Nothing here waits for the disk. */
  async start(): Promise<void> {
    const parts = {
      alarms: this.#alarms,
      annunciators: this.#annunciators,
      records: this.#records,
      lifts: this.#lifts,
      site: this.#site,
    };
    for (const [name, part] of Object.entries(parts))
      this.#contained(name, () => {
        const lost = part.load();
        if (lost !== null) this.#troubles.tell(lost);
      });
    void this.#journalKeeper.start(this.#alarms.knew);
    this.#journal.setUplinks(this.#installation.uplinks.map(({ id }) => id));
    this.#queue.open();
    await this.#queue.ask('start', () => this.#begin());
    for (const problem of await this.#sockets.start()) this.#troubles.tell(problem);
  }

  /**
   * Takes up the site file as it is now. It is read and checked beside, and swapped in one turn: a site that cannot be used,
   * or that changes what may not change while guard runs, changes nothing. One at a time.
   */
  reload(): Promise<Result<null, readonly Problem[]>> {
    return this.#site.reload();
  }

  /**
   * Ends within two seconds, whatever clients, lines or a slow disk do.
   *
   * @returns what could not be ended in order, or goes on all the same, in words
   */
  stop(): Promise<readonly string[]> {
    this.#stopped ??= new Stopping({
      ...{ clock: this.#clock, queue: this.#queue, sockets: this.#sockets, bus: this.#bus },
      ...{ annunciators: this.#annunciators, alarms: this.#alarms, lifts: this.#lifts },
      ...{ records: this.#records, journal: this.#journal, lock: this.#lock },
      timers: [this.#times, this.#civil, this.#self, this.#loop, this.#site],
      last: () => saidRow(this.#now(), 'guard.stopped', { software: this.#world.software }),
    }).run();
    return this.#stopped;
  }

  /** Each part begins, whatever becomes of the others: alarms and lines before all that only remembers. */
  #begin(): void {
    const parts = {
      records: () => this.#records.begin(this.#installation),
      alarms: () => this.#alarms.start(),
      lifts: () => this.#lifts.start(),
      annunciators: () => {
        this.#annunciators.start(this.#alarms.alarms());
        this.#annunciators.trouble(this.#board.problems.length > 0);
      },
      evidence: () => this.#records.evidence.resume(this.#alarms.alarms()),
      'civil time': () => this.#civil.start(), // after the alarms: what they had saved does not know the time
      journal: () => {
        this.#self.begin();
        for (const row of startRows(this.#now(), this.#world)) this.#journal.appendEvent(row);
      },
      bus: () => this.#bus.start(),
      'loop watch': () => this.#loop.start(),
      'site file': () => this.#site.start(),
    };
    for (const [name, begin] of Object.entries(parts)) this.#contained(name, begin);
  }

  /** @returns whether it ran to its end */
  #contained(name: string, run: () => void): boolean {
    try {
      run();
      return true;
    } catch (error) {
      this.#troubles.fault(name, error, false);
      return false;
    }
  }

  /** One thing of the field: judged at once, and remembered for those who listen. */
  #take(heard: Heard): void {
    if (heard.kind === 'readings' || heard.kind === 'made') this.#alarms.accept(heard.readings);
    this.#heard.push(heard);
  }

  /** Readings of guard itself: judged, and of no interest to anybody else. */
  #judge(name: string, readings: readonly Reading[]): void {
    this.#queue.put(name, () => this.#alarms.accept(readings));
  }

  /** The end of a turn: sirens, the saved state, listeners, screens, in this order. */
  #settle(): void {
    this.#sound();
    const declared = this.#alarms.takeDeclared();
    const heard = this.#heard;
    this.#heard = [];
    this.#alarms.saveTurn(declared.transitions);
    if (declared.transitions.length > 0) this.#alarmsChanged = true;
    for (const effect of declared.periods)
      this.#journal.appendEvent(maintenanceRow(this.#now(), effect, this.#installation));
    for (const { rule, error } of declared.broken) this.#troubles.fault(`rule ${rule}`, error, false);
    this.#listeners.hear(heard, declared.transitions);
    if (this.#alarmsChanged) this.#sockets.alarmsChanged();
    this.#alarmsChanged = false;
  }

  /** Commands the relays for what has been declared by now. */
  #sound(): void {
    if (this.#alarms.hasDeclared) this.#annunciators.alarms(this.#alarms.alarms());
  }

  #committed(token: string): void {
    this.#alarms.committed(token);
    this.#alarmsChanged = true;
  }

  #resetBy(device: string, actor: string, occurrences: readonly string[]): void {
    const audit = (detail: string, accepted: boolean) =>
      this.#journal.appendEvent(commandRow(this.#now(), 'reset', actor, detail, accepted));
    for (const occurrence of occurrences) {
      const result = this.#alarms.command({ verb: 'reset', occurrence, actor });
      audit(result.ok ? occurrence : `${occurrence}: ${result.error.what}`, result.ok);
    }
    if (occurrences.length === 0) audit('nothing to reset', true);
    this.#sound(); // a valve may be re-opened only when its alarm is over
    this.#annunciators.reopenBeside(device, actor);
  }

  /** Builds the new parts beside the old ones, then changes over each, whatever becomes of the others; alarms go on. */
  #adopt(installation: Installation): Result<null, readonly Problem[]> {
    const refused = unchangeable(this.#installation, installation);
    if (refused.length > 0) return err(refused);
    const detection = this.#alarms.prepare(installation);
    const annunciation = this.#annunciators.prepare(installation);
    this.#former = this.#installation;
    this.#installation = installation;
    this.#troubles.forgiven(this.#containment);
    const steps = {
      alarms: detection,
      lines: () => {
        const anew = this.#bus.adopt(installation.lines, annunciatorsOf(installation));
        this.#board.adopt(installation, anew);
      },
      annunciators: () => annunciation(this.#alarms.alarms()),
      listeners: () => this.#listeners.adopt(installation),
      uplinks: () => this.#journal.setUplinks(installation.uplinks.map(({ id }) => id)),
    };
    const whole = Object.entries(steps).map(([name, adopt]) => this.#contained(`new site: ${name}`, adopt));
    this.#alarmsChanged = true;
    return whole.includes(false) ? err([guardProblem('guard.internal')]) : ok(null);
  }

  #stalled(forMs: number): void {
    this.#alarms.stalled(forMs);
    const seconds = (forMs / 1000).toFixed(1);
    this.#journal.appendEvent(saidRow(this.#now(), 'guard.stalled', { seconds }, 'yellow'));
  }

  #publish(push: ControlPush): void {
    this.#sockets.publish(push);
  }

  /** What stands now, by topic: a new subscriber is sent it before any change. */
  #snapshot(topic: ControlPush['push']): ControlPush | null {
    switch (topic) {
      case 'readings':
        return this.#board.readings();
      case 'alarms':
        return { push: 'alarms', alarms: this.#alarms.alarms(), snapshot: true };
      case 'health':
        return this.#board.health();
      case 'clock':
        return { push: 'clock', boot: this.#clock.boot, time: this.#civil.time };
      case 'journal':
        return this.#journalKeeper.push;
    }
  }

  #now() {
    return { boot: this.#clock.boot, mono: this.#clock.mono() };
  }
}
