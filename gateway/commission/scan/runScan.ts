import { isBitTable } from '../../../drivers/image.ts';
import type { Span } from '../../../drivers/profile/schema.ts';
import type { Overhear, Overheard } from '../../core/overheard.ts';
import { ok, type Problem, type Result } from '../../core/result.ts';
import type { FingerprintReader, Met } from './fingerprint.ts';
import { fittedRead } from './fittedRequest.ts';
import { judge, type ProbeAnswer } from './judgement.ts';
import {
  newScan,
  nextProbe,
  type ScanAim,
  type ScanProbe,
  type ScanState,
  took,
  withoutForeign,
} from './scan.ts';

/** Who says a read at some format and tells what came: a port of one's own, or guard that holds it. */
export type Listening = {
  hear(what: Overhear): Promise<Result<Overheard, Problem>>;
  /** The most one probe may take, milliseconds; setting the port included. */
  readonly limitMs: number;
};

/** Why a line does not let its port be set to something else; at its own setting it can be searched all the same. */
const NOT_SET_ANEW: ReadonlySet<string> = new Set(['bus.no-gap', 'bus.foreign-lift', 'bus.fixed-format']);

export type ScanProgress = {
  /** After each probe. */
  step?(state: ScanState, probe: ScanProbe, judgement: ProbeAnswer): void;
  /** The port cannot be set anew: the search goes on at the line's own setting. */
  ownOnly?(problem: Problem): void;
  /** Whether to stop here; what was found is kept, and whoever was just heard is read to the end: one, or two. */
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
    if (progress.stopped?.() === true && probe.purpose === 'search') break;
    const span = spanOf(probe);
    const heard = await line.hear(overhearOf(probe, line.limitMs));
    if (!heard.ok && state.aim.foreign && state.aim.own !== null && NOT_SET_ANEW.has(heard.error.code)) {
      state = withoutForeign(state);
      progress.ownOnly?.(heard.error);
      continue;
    }
    if (!heard.ok) return heard;
    const judgement = judge(heard.value.bytes, probe.unit, span);
    state = took(state, probe, judgement, heard.value.firstMs);
    progress.step?.(state, probe, judgement);
  }
  return ok(state);
}

/** What a probe reads. */
export function spanOf({ rung }: ScanProbe): Span {
  return { table: rung, address: 0, count: 1 };
}

/** A probe fitted into the time that may be taken: with less patience where there is less. */
function overhearOf(probe: ScanProbe, limitMs: number): Overhear {
  const { format, unit, patienceMs } = probe;
  const what = fittedRead({ unit, format }, spanOf(probe), patienceMs, limitMs);
  return probe.purpose === 'again' ? { ...what, on: true } : what;
}

/** Reads registers or bits of somebody who was found, at the format at which he was. */
export function readerOf(line: Listening, met: Met, patienceMs: number): FingerprintReader {
  const once = async (span: Span) => {
    const heard = await line.hear(fittedRead(met, span, patienceMs, line.limitMs));
    const judgement = heard.ok ? judge(heard.value.bytes, met.unit, span) : null;
    // some devices say nothing to what they do not have: that is an answer too, and is not asked for twice
    if (judgement === null || judgement.kind === 'silence') return 'nothing';
    if (judgement.kind !== 'answer') return 'garbled';
    return judgement.exception === null ? valuesIn(judgement.data, span) : 'refused';
  };
  return async (span) => {
    const first = await once(span);
    const last = first === 'garbled' ? await once(span) : first;
    return last === 'garbled' ? 'nothing' : last;
  };
}

/** What a reply holds: registers, or a bit each. */
export function valuesIn(data: readonly number[], { table, count }: Span): number[] {
  return Array.from({ length: count }, (_, i) =>
    isBitTable(table)
      ? ((data[i >> 3] ?? 0) >> (i & 7)) & 1
      : ((data[2 * i] ?? 0) << 8) | (data[2 * i + 1] ?? 0),
  );
}
