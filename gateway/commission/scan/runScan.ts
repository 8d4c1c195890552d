import type { Span } from '../../../drivers/profile/schema.ts';
import { charMs, gapMs } from '../../alarmTime/wire.ts';
import type { Overhear, Overheard } from '../../core/overheard.ts';
import { ok, type Problem, type Result } from '../../core/result.ts';
import { type Judgement, judge } from './judgement.ts';
import { newScan, nextProbe, type Probe, type ScanAim, type ScanState, took } from './scan.ts';

/** Who says a read at some format and tells what came: a port of one's own, or guard that holds it. */
export type Listening = {
  hear(what: Overhear): Promise<Result<Overheard, Problem>>;
  /** The most one probe may take, milliseconds; setting the port included. */
  readonly limitMs: number;
};

/** A reply to one register is at most this long, with what stands before it. */
const REPLY_CHARACTERS = 9;
/** Setting a port to another format and back takes so long on a busy host (engineering; 1 to 4 ms were seen). */
const REFORMAT_MS = 12;

export type ScanProgress = {
  /** After each probe. */
  step?(state: ScanState, probe: Probe, judgement: Judgement): void;
  /** Whether to stop here; what was found is kept. */
  stopped?(): boolean;
};

/**
 * Searches a line.
 *
 * @returns the state it ended in, stopped or not; a problem when the line was lost
 */
export async function runScan(
  line: Listening,
  aim: ScanAim,
  progress: ScanProgress = {},
): Promise<Result<ScanState, Problem>> {
  let state = newScan(aim);
  for (let probe = nextProbe(state); probe !== null; probe = nextProbe(state)) {
    if (progress.stopped?.() === true) break;
    const span = spanOf(probe);
    const heard = await line.hear(overhearOf(probe, line.limitMs));
    if (!heard.ok) return heard;
    const judgement = judge(heard.value.bytes, probe.unit, span);
    state = took(state, probe, judgement, heard.value.firstMs);
    progress.step?.(state, probe, judgement);
  }
  return ok(state);
}

function spanOf({ rung }: Probe): Span {
  return { table: rung, address: 0, count: 1 };
}

/** A probe fitted into the time that may be taken: with less patience where there is less. */
export function overhearOf(probe: Probe, limitMs: number): Overhear {
  const { format, unit, patienceMs } = probe;
  const { table, address, count } = spanOf(probe);
  const besidesMs = (8 + REPLY_CHARACTERS) * charMs(format) + 2 * gapMs(format) + REFORMAT_MS;
  return {
    request: { op: 'read', unit, table, address, count },
    format,
    patienceMs: Math.max(0, Math.min(patienceMs, limitMs - besidesMs)),
    limitMs: Math.min(limitMs, besidesMs + patienceMs),
    ...(probe.purpose === 'again' ? { on: true } : {}),
  };
}
