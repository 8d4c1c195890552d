import type { Profile } from '../../../drivers/profile/schema.ts';
import type { Request } from '../../../drivers/request.ts';
import { type Clock, sleep } from '../../core/clock.ts';
import { LAST_UNIT } from '../scan/usualUnits.ts';
import type { ChangePlan, ChangeStep, Whereabouts } from './changePlan.ts';

/**
 * How a read or a write ended. `other`: a whole frame, and not the one expected; after a new address it is the echo. `unsaid`: the
 * line did not say it, so nobody can have answered.
 */
export type SetupAnswer =
  | { readonly kind: 'ok'; readonly values: readonly number[] }
  | { readonly kind: 'silence' | 'garbled' | 'refused' | 'other' | 'unsaid' };

/** A line on which one device is set up. It speaks at whatever format the place has. */
export type SetupLine = {
  ask(request: Request, at: Whereabouts): Promise<SetupAnswer>;
};

/** Where a change stands; data, so that it survives a lost phone and a power cut. */
export type SettingChange = {
  readonly plan: ChangePlan;
  readonly done: number; // steps that are over
  readonly failure: ChangeFailure | null;
};

/**
 * Why a change stopped, and where the device may be now: it looks for itself there when it is gone on with.
 *
 * - `shared`: more than one answers at the old address; nothing was written
 * - `others`: what is written is heard by everybody, and others are on the line; nothing was written
 * - `taken`: somebody has the new address already; nothing was written
 * - `unsaid`: the line did not say it (the monitoring program is away, the adapter is unplugged)
 * - `silent`, `garbled`, `refused`: how the device took a step
 * - `not-taken`: the register shows something else
 * - `still-there`: somebody still answers at the old address
 * - `off`: the device has not come back after the power cycle
 */
export type ChangeFailure = {
  readonly step: ChangeStep['kind'];
  readonly why:
    | 'shared'
    | 'others'
    | 'taken'
    | 'unsaid'
    | 'silent'
    | 'garbled'
    | 'refused'
    | 'not-taken'
    | 'still-there'
    | 'off';
  readonly leftAt: readonly Whereabouts[];
};

export type ChangeHands = {
  readonly line: SetupLine;
  readonly clock: Clock;
  /** After each step. The next one begins when it is kept. */
  keep(state: SettingChange): void | Promise<void>;
  /** Asks for the supply to be taken away and given back; resolves when somebody says it was, or at once. */
  powerCycle(): Promise<void>;
};

const READS = 5;
const ROUNDS = 3;
/** A device that got its power back is looked for so long, beside the boot time of its profile. */
const RETURN_MS = 60_000;
const LOOK_EVERY_MS = 500;

export function newChange(plan: ChangePlan): SettingChange {
  return { plan, done: 0, failure: null };
}

export function isChanged({ plan, done, failure }: SettingChange): boolean {
  return failure === null && done >= plan.steps.length;
}

/**
 * Does what is left of a change. One that was cut off in the middle begins by looking where the device is: what it has taken
 * already is not written twice.
 */
export async function carryOn(
  start: SettingChange,
  profile: Profile,
  hands: ChangeHands,
): Promise<SettingChange> {
  let state: SettingChange = { ...start, failure: null };
  const { plan } = state;
  if (start.done > 0 && !isChanged(state)) state = { ...state, done: await resumedAt(state, profile, hands) };
  while (state.done < plan.steps.length) {
    const step = plan.steps[state.done];
    if (step === undefined) break;
    const why = await perform(step, plan, profile, hands);
    if (why !== null) {
      state = { ...state, failure: { step: step.kind, why, leftAt: placesAfter(plan, state.done, why) } };
      await hands.keep(state);
      return state;
    }
    state = { ...state, done: state.done + 1 };
    await hands.keep(state);
  }
  return state;
}

async function perform(
  step: ChangeStep,
  plan: ChangePlan,
  profile: Profile,
  hands: ChangeHands,
): Promise<ChangeFailure['why'] | null> {
  const { line, clock } = hands;
  const { from, to } = plan;
  switch (step.kind) {
    case 'alone': {
      if (plan.broadcast && (await othersOn(line, profile, from))) return 'others';
      let good = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const answers = await looks(line, profile, from, READS);
        good = answers.filter((kind) => kind === 'ok' || kind === 'refused').length;
        if (good === READS) return null;
        // an answer that is lost is a busy host's; one that is broken may be two
        if (good === 0 || answers.some((kind) => kind === 'garbled' || kind === 'other')) break;
      }
      const heard = await whoIsHeard(line, profile, from);
      if (heard === 'unsaid') return heard;
      return good === 0 && heard === 'nobody' ? 'silent' : 'shared';
    }
    case 'free':
      for (const heard of [await whoIsHeard(line, profile, to), await whoIsHeard(line, profile, to)])
        if (heard !== 'nobody') return heard === 'unsaid' ? heard : 'taken';
      return null;
    case 'write': {
      const at = step.at === 'old' ? from : { ...to, unit: step.request.unit === 0 ? 0 : to.unit };
      const reached = await line.ask(step.request, at);
      if (reached.kind === 'unsaid') return reached.kind;
      await sleep(clock, Math.max(step.thenMs, SETTLE_MS), 'setting settles');
      if (step.replyFrom === 'nobody' || reached.kind === 'ok' || reached.kind === 'other') return null;
      // an answer that comes under the new address or rate cannot be told from noise: reading back proves it
      if (step.replyFrom !== step.at) return null;
      return reached.kind === 'silence' ? 'silent' : reached.kind;
    }
    case 'power-cycle':
      await hands.powerCycle();
      return (await returns(line, profile, to, clock)) ? null : 'off';
    case 'read-back': {
      const reached = await twice(() => line.ask(step.request, to));
      if (reached.kind === 'unsaid' || reached.kind === 'refused') return reached.kind;
      if (reached.kind !== 'ok') return 'silent';
      return step.values.every((value, i) => reached.values[i] === value) ? null : 'not-taken';
    }
    case 'gone': {
      const heard = await whoIsHeard(line, profile, from);
      if (heard === 'nobody') return null;
      return heard === 'unsaid' ? heard : 'still-there';
    }
  }
}

/** Devices that write into a flash are left alone for a moment even where their profile does not say so. */
const SETTLE_MS = 20;

/** Of a change that was cut off: the device is where it was, and begins anew, or it has moved already. */
async function resumedAt(
  { plan, done }: SettingChange,
  profile: Profile,
  { line }: ChangeHands,
): Promise<number> {
  const first = plan.steps.findIndex(({ kind }) => kind === 'write');
  const moved = !samePlace(plan.from, plan.to) && (await isHeard(line, profile, plan.to));
  // it answers at the new place: what is said to the old one is over, what is saved under the new one is not
  if (moved) return plan.steps.findIndex((step, i) => i >= first && isSaidToNew(step));
  return plan.steps[done]?.kind === 'power-cycle' ? done : Math.min(done, first);
}

function isSaidToNew(step: ChangeStep): boolean {
  return step.kind === 'write' ? step.at === 'new' : step.kind !== 'power-cycle';
}

function placesAfter(plan: ChangePlan, done: number, why: ChangeFailure['why']): Whereabouts[] {
  const writes = plan.steps.findIndex(({ kind }) => kind === 'write');
  const untouched = why === 'refused' || why === 'unsaid';
  const written = done > writes || (done === writes && !untouched);
  if (done < writes || !written || samePlace(plan.from, plan.to)) return [plan.from];
  return plan.steps[done]?.kind === 'gone' ? [plan.to, plan.from] : [plan.from, plan.to];
}

async function returns(line: SetupLine, profile: Profile, at: Whereabouts, clock: Clock): Promise<boolean> {
  const until = clock.mono() + RETURN_MS + 1000 * profile.timing.bootS;
  while (clock.mono() < until) {
    if (await isHeard(line, profile, at)) return true;
    await sleep(clock, LOOK_EVERY_MS, 'device comes back');
  }
  return false;
}

/** Whether anybody answers under any other address. Takes a minute; what is written to all must reach one alone. */
async function othersOn(line: SetupLine, profile: Profile, from: Whereabouts): Promise<boolean> {
  for (let unit = 1; unit <= LAST_UNIT; unit++)
    if (unit !== from.unit && (await isHeard(line, profile, { ...from, unit }))) return true;
  return false;
}

/** What some looks brought. */
async function looks(
  line: SetupLine,
  profile: Profile,
  at: Whereabouts,
  times: number,
): Promise<SetupAnswer['kind'][]> {
  const answers: SetupAnswer['kind'][] = [];
  for (let i = 0; i < times; i++) answers.push((await line.ask(lookAt(profile, at.unit), at)).kind);
  return answers;
}

/** Whether anybody is there, understood or not. */
async function isHeard(line: SetupLine, profile: Profile, at: Whereabouts): Promise<boolean> {
  return (await whoIsHeard(line, profile, at)) === 'somebody';
}

async function whoIsHeard(
  line: SetupLine,
  profile: Profile,
  at: Whereabouts,
): Promise<'somebody' | 'nobody' | 'unsaid'> {
  const { kind } = await line.ask(lookAt(profile, at.unit), at);
  if (kind === 'unsaid') return kind;
  return kind === 'silence' ? 'nobody' : 'somebody';
}

/** A read that every device of this kind answers: of its first point. */
function lookAt({ points }: Profile, unit: number): Request {
  const [first] = points;
  return { op: 'read', unit, table: first?.table ?? 'holding', address: first?.address ?? 0, count: 1 };
}

async function twice(ask: () => Promise<SetupAnswer>): Promise<SetupAnswer> {
  const first = await ask();
  return first.kind === 'ok' ? first : ask();
}

function samePlace(one: Whereabouts, other: Whereabouts): boolean {
  return one.unit === other.unit && one.format.baud === other.format.baud;
}
