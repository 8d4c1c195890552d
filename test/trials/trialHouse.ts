import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alarmTimes } from '../../gateway/alarmTime/alarmTime.ts';
import { LINE_JUDGES } from '../../gateway/alarmTime/lineJudges.ts';
import type { GuardStatus } from '../../gateway/control/protocol.ts';
import { formatProblem } from '../../gateway/core/result.ts';
import { loadSite } from '../../gateway/site/load.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';
import type { Desk } from '../harness/desk.ts';
import type { Program } from '../harness/program.ts';
import { Stage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';
import type { Fault, House } from './faults/fault.ts';
import { building, detectorProfile, siteOf } from './house.ts';
import { delayBetween, type RunDelays, runDelays } from './runDelay.ts';
import { type Step, Steps } from './steps.ts';

/**
 * A step beside what was promised for the faults it met; null where nothing is promised for such. `starvedMs`: for how
 * long the programs could have run meanwhile and the machine had no processor for them. No promise is about that.
 */
export type Held = Step & { readonly boundMs: number | null; readonly starvedMs: number };

/**
 * What came of one trial: its steps, and guard's memory before and at each of them. `plainMs`: what an alarm of the
 * house takes at most with every device alive, as `lifeline check` prints it: sampling period, its own exchange, the
 * longest other one, and the write of the relay.
 */
export type TrialResult = {
  readonly steps: readonly Held[];
  readonly rssMb: readonly number[];
  readonly plainMs: number;
};

const WARM_UP_STEPS = 5;
/** As guard runs in the field: what it allocates is seen soon, not when many megabytes are full. */
const FRUGAL = '--max-semi-space-size=1';

/** It has it when the siren sounds; the rest is the way to us. */
const MEASURED_WITHIN_S = 5;

/** A whole house of real programs, on which one thing after another is broken while steps are played. */
export class TrialHouse implements AsyncDisposable {
  readonly #stage: Stage;
  readonly #house: House;
  readonly #desk: Desk;
  readonly #steps: Steps;
  readonly #relayMs: number;
  readonly #guard: Program;
  readonly #lasting: boolean;

  private constructor(
    stage: Stage,
    house: House,
    desk: Desk,
    steps: Steps,
    guard: { readonly program: Program; readonly lasting: boolean },
  ) {
    this.#guard = guard.program;
    this.#lasting = guard.lasting;
    this.#stage = stage;
    this.#house = house;
    this.#desk = desk;
    this.#steps = steps;
    this.#relayMs = termsOf(stage.site, RELAY);
  }

  /** Guard runs in the environment and under the command that the fault asks for. */
  static async open({
    environment,
    under = [],
  }: Pick<Fault, 'environment' | 'under'> = {}): Promise<TrialHouse> {
    const stage = new Stage();
    smallDisk(stage);
    stage.write(join('profiles', detectorProfile.id, 'profile.yaml'), detectorProfile);
    const broker = await stage.broker();
    const world = await stage.simulate(building);
    const conditions = { environment: { NODE_OPTIONS: FRUGAL, ...environment?.(stage) }, under };
    const guard = await stage.guard(siteOf(broker.url), conditions);
    const clients = await startClients(stage);
    const house: House = { stage, building: world, broker, guardPid: guard.pid, ...clients };
    const steps = new Steps(world, Math.random);
    await steps.listen();
    const lasting = under.length > 0;
    const trial = new TrialHouse(stage, house, await stage.desk(), steps, { program: guard, lasting });
    await steps.play(WARM_UP_STEPS, () => {}); // everything was used once before it counts
    return trial;
  }

  /** Plays `count` steps while `fault` is in force, then mends what it broke. */
  async play(fault: Fault, count: number): Promise<TrialResult> {
    const { guardPid } = this.#house;
    const end = await fault.begin(this.#house);
    const rssMb = [residentMb(guardPid)];
    const steps: Held[] = [];
    let unpromised = (await this.#measured()).unpromised;
    let before = this.#runDelays();
    try {
      await this.#steps.play(count, async (step) => {
        const starvedMs = delayBetween(before, this.#runDelays()); // up to the siren: what comes after delays no alarm
        const promised = await this.#promisedFor(step.device, unpromised);
        unpromised = (await this.#measured()).unpromised;
        before = this.#runDelays();
        steps.push({ ...step, boundMs: promised === null ? null : promised + this.#relayMs, starvedMs });
        rssMb.push(residentMb(guardPid));
      });
    } finally {
      await end();
    }
    if (!this.#house.courier.running) Object.assign(this.#house, await startClients(this.#stage));
    return { steps, rssMb, plainMs: termsOf(this.#stage.site, PLAIN) };
  }

  #runDelays(): RunDelays {
    return runDelays([process.pid, ...this.#stage.pids]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // what is broken for guard's whole life would hold up its end, which is no part of the trial
    if (this.#lasting) await this.#guard.kill();
    await this.#stage[Symbol.asyncDispose]();
  }

  /**
   * Guard's bound for the alarm that sounds now, up to the moment when its write is handed to the line of the siren. Null: it
   * gives none, or has not measured this one, which it does before the siren sounds.
   */
  async #promisedFor(device: string, unpromisedBefore: number): Promise<number | null> {
    const find = async () => {
      const { unpromised, lines } = await this.#measured();
      const newest = lines.gas?.newest;
      const ours = this.#desk.alarms.find(({ rule }) => rule === `${device}-high`);
      if (ours !== undefined && newest?.occurrence === ours.occurrence) return { ms: newest.boundMs };
      if (unpromised > unpromisedBefore) return { ms: null };
      throw new Error(`not yet: ${JSON.stringify({ newest, ours, unpromised })}`);
    };
    try {
      return (await until(`guard has measured the alarm of ${device}`, find, MEASURED_WITHIN_S)).ms;
    } catch (error) {
      console.log(`no alarm time of ${device}: ${error instanceof Error ? error.cause : error}`);
      return null;
    }
  }

  async #measured() {
    const { alarmTime } = (await this.#desk.ask({ verb: 'status' })) as GuardStatus;
    if (alarmTime === undefined) throw new Error('guard measures no alarm times');
    return alarmTime;
  }
}

async function startClients(stage: Stage): Promise<{ courier: Program; desk: Program }> {
  const desk = stage.program('test/trials/deskProgram', join(stage.folder, 'desk.sock'));
  return { courier: await stage.courier(), desk: await desk.ready() };
}

/** From the moment a write is handed to the line of the siren to its end, which is what the simulator sees. */
const RELAY = ['relay-blocking', 'relay-queue', 'relay-write'];
const PLAIN = ['sampling', 'blocking', 'exchange', 'relay-write'];

/** These parts of the alarm times of the site, together, milliseconds. Its detectors are all alike. */
function termsOf(site: string, names: readonly string[]): number {
  const loaded = loadSite(site, readProfiles(site), LINE_JUDGES);
  if (!loaded.ok) throw new Error(loaded.error.map((problem) => formatProblem(problem)).join('\n'));
  const terms = alarmTimes(loaded.value)[0]?.bounds[0]?.terms ?? [];
  return terms.filter(({ name }) => names.includes(name)).reduce((sum, { ms }) => sum + ms, 0);
}

/** The journal's folder as a disk of its own that a fault can fill. */
function smallDisk(stage: Stage): void {
  mkdirSync(stage.journal, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', stage.journal]);
  stage.onClose(() => spawnSync('umount', ['-l', stage.journal]));
}

function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}
