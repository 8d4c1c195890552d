import { formatName, type SerialFormat, sameFormat } from '../../core/serialFormat.ts';
import type { ProbeAnswer } from './judgement.ts';
import { firstPasses, laterPasses, type Pass, probeMs, type Rung, thoroughPasses } from './passes.ts';

/**
 * A search of a line as a pure state: which probe comes next, what was made of the answers, how long it will still take. Who
 * runs it says the probes on a line (`runScan.ts`).
 */
export type ScanAim = {
  readonly own: SerialFormat | null; // how the line is set; null when nobody knows yet
  readonly foreign: boolean; // false on a line with a lift, and where the rate is set in a converter
  readonly usual: readonly number[];
  readonly skip: ReadonlySet<number>; // units of the site that answer at `own`: they are known
  readonly patienceMs: number; // how long an answer may take to begin
  readonly slowMs: number; // the same in the last passes
  readonly thorough: boolean;
};

/** One question: is there somebody? `check` is asked again of who was heard, to learn more. */
export type ScanProbe = {
  readonly format: SerialFormat;
  readonly unit: number;
  readonly rung: Rung;
  readonly patienceMs: number;
  readonly purpose: 'search' | 'again' | 'one-stop-bit';
};

/** Somebody who was heard. `good`, `bad` and `twice` count the reads of one unit: two devices on it show in them. */
export type FoundUnit = {
  readonly unit: number;
  readonly format: SerialFormat;
  readonly rung: Rung;
  readonly good: number;
  readonly bad: number;
  readonly twice: number; // two answers to one question
  readonly firstMs: number | null; // how quickly it answered at best
};

/** What was heard beside answers, by format. */
export type Noise = Readonly<Record<'silence' | 'broken' | 'garbage' | 'idle' | 'other' | 'echo', number>>;

export type ScanState = {
  readonly aim: ScanAim;
  readonly heard: readonly FoundUnit[];
  readonly noise: ReadonlyMap<string, Noise>; // by the name of a format
  readonly queue: readonly ScanProbe[]; // goes before the passes
  readonly passes: readonly Pass[];
  readonly at: number; // place in the first of them
  readonly round: 'first' | 'later' | 'over';
  readonly probes: number;
};

const READS = 5;
const QUIET: Noise = { silence: 0, broken: 0, garbage: 0, idle: 0, other: 0, echo: 0 };

export function newScan(aim: ScanAim): ScanState {
  const state = { aim, heard: [], noise: new Map(), queue: [], at: 0, probes: 0 } as const;
  return settled({ ...state, passes: firstPasses(aim), round: 'first' });
}

/** The next question; null when there is none left. */
export function nextProbe({ aim, queue, passes, at }: ScanState): ScanProbe | null {
  const [queued] = queue;
  if (queued !== undefined) return queued;
  const [pass] = passes;
  const unit = pass?.units[at];
  if (pass === undefined || unit === undefined) return null;
  const patienceMs = pass.slow ? aim.slowMs : aim.patienceMs;
  return { format: pass.format, unit, rung: pass.rung, patienceMs, purpose: 'search' };
}

/** The state after an answer, or none, to the probe that `nextProbe` gave. */
export function took(
  state: ScanState,
  probe: ScanProbe,
  judgement: ProbeAnswer,
  firstMs: number | null,
): ScanState {
  const asked = {
    ...state,
    probes: state.probes + 1,
    noise: noted(state.noise, probe.format, judgement),
    ...(state.queue[0] === probe ? { queue: state.queue.slice(1) } : { at: state.at + 1 }),
  };
  if (probe.purpose === 'one-stop-bit')
    return settled(judgement.kind === 'answer' ? withOneStopBit(asked, probe) : asked);
  if (judgement.kind !== 'answer' && judgement.kind !== 'broken') return settled(asked);
  const known = asked.heard.find((one) => isOf(one, probe));
  const good = judgement.kind === 'answer';
  const heard: FoundUnit = {
    ...{ unit: probe.unit, format: probe.format, rung: probe.rung },
    good: (known?.good ?? 0) + Number(good),
    bad: (known?.bad ?? 0) + Number(!good),
    twice: (known?.twice ?? 0) + Number(good && judgement.twice),
    firstMs: least(known?.firstMs ?? null, firstMs),
  };
  const others = asked.heard.filter((one) => one !== known);
  const first = known === undefined && probe.purpose === 'search';
  return settled({
    ...asked,
    heard: [...others, heard],
    queue: first ? [...checks(state.aim, probe), ...asked.queue] : asked.queue,
  });
}

/** The same search at the line's own setting alone: there is no way to set the port to anything else. */
export function withoutForeign(state: ScanState): ScanState {
  const { own } = state.aim;
  const isOwn = ({ format }: { readonly format: SerialFormat }) => own !== null && sameFormat(format, own);
  const at = state.passes[0] !== undefined && isOwn(state.passes[0]) ? state.at : 0;
  return settled({
    ...state,
    ...{ at, aim: { ...state.aim, foreign: false } },
    passes: state.passes.filter(isOwn),
    queue: state.queue.filter(isOwn),
  });
}

/** How long all that is left takes when nobody more answers, milliseconds. */
export function leftMs({ aim, queue, passes, at, round, heard }: ScanState): number {
  const cost = (format: SerialFormat, slow: boolean) => probeMs(format, slow ? aim.slowMs : aim.patienceMs);
  const ofPasses = (list: readonly Pass[]) =>
    list.reduce((sum, { format, units, slow }) => sum + units.length * cost(format, slow), 0);
  const [first, ...rest] = passes;
  const now = first === undefined ? 0 : (first.units.length - at) * cost(first.format, first.slow);
  const later = round === 'first' ? ofPasses(followUp(aim, heard)) : 0;
  return (
    queue.reduce((sum, one) => sum + probeMs(one.format, one.patienceMs), 0) + now + ofPasses(rest) + later
  );
}

/** Whether two devices answer as this one: of five reads some are broken, or bring two answers. One broken frame is noise. */
export function isShared({ bad, twice }: FoundUnit): boolean {
  return bad >= 2 || twice >= 2;
}

/** Moves on to what there is to ask. */
function settled(state: ScanState): ScanState {
  let { passes, at, round } = state;
  const known = (format: SerialFormat, unit: number) =>
    (state.aim.own !== null &&
      isHeardAt(state.aim.own, format, state.aim.thorough) &&
      state.aim.skip.has(unit)) ||
    state.heard.some((one) => one.unit === unit && isHeardAt(one.format, format, state.aim.thorough));
  for (;;) {
    const [pass] = passes;
    if (pass === undefined) {
      if (round !== 'first') return { ...state, passes, at: 0, round: 'over' };
      [passes, at, round] = [followUp(state.aim, state.heard), 0, 'later'];
      continue;
    }
    const unit = pass.units[at];
    if (unit === undefined) [passes, at] = [passes.slice(1), 0];
    else if (known(pass.format, unit)) at++;
    else return { ...state, passes, at, round };
  }
}

function followUp(aim: ScanAim, heard: readonly FoundUnit[]): Pass[] {
  const found = heard.map(({ format }) => format);
  return [...laterPasses(aim, found), ...(aim.thorough ? thoroughPasses(aim) : [])];
}

/** What is asked at once of who was heard: the same again, and whether one stop bit is enough. */
function checks({ own }: ScanAim, probe: ScanProbe): ScanProbe[] {
  const again: ScanProbe[] = Array.from({ length: READS - 1 }, () => ({ ...probe, purpose: 'again' }));
  const oneStop = probe.format.stopBits === 2 && (own === null || !sameFormat(own, probe.format));
  const format: SerialFormat = { ...probe.format, stopBits: 1 };
  // twice: one lost answer would say that it wants two stop bits
  const stops = Array.from({ length: 2 }, (): ScanProbe => ({ ...probe, format, purpose: 'one-stop-bit' }));
  return [...again, ...(oneStop ? stops : [])];
}

function withOneStopBit(state: ScanState, probe: ScanProbe): ScanState {
  const heard = state.heard.map((one) =>
    one.unit === probe.unit && sameRate(one.format, probe.format) ? { ...one, format: probe.format } : one,
  );
  return { ...state, heard };
}

function noted(
  noise: ReadonlyMap<string, Noise>,
  format: SerialFormat,
  { kind, echo }: ProbeAnswer,
): ReadonlyMap<string, Noise> {
  const name = formatName(format);
  const before = noise.get(name) ?? QUIET;
  const counted = kind === 'answer' ? before : { ...before, [kind]: before[kind] + 1 };
  return new Map(noise).set(name, echo ? { ...counted, echo: counted.echo + 1 } : counted);
}

function isOf(heard: FoundUnit, { unit, format }: ScanProbe): boolean {
  return heard.unit === unit && sameRate(heard.format, format);
}

/** Many devices do not look at the parity: who is known at a rate is asked with another one in a thorough search alone. */
function isHeardAt(one: SerialFormat, other: SerialFormat, thorough: boolean): boolean {
  return thorough ? sameRate(one, other) : one.baud === other.baud;
}

/** Rate and parity: one and two stop bits are told apart later. */
function sameRate(one: SerialFormat, other: SerialFormat): boolean {
  return one.baud === other.baud && one.parity === other.parity;
}

function least(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
