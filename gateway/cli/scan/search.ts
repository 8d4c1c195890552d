import { adviceOf } from '../../commission/scan/advice.ts';
import { naiveMs } from '../../commission/scan/passes.ts';
import { type RecognisedUnit, recognised } from '../../commission/scan/recognised.ts';
import { type Listening, runScan } from '../../commission/scan/runScan.ts';
import { type FoundUnit, leftMs, type ScanAim, type ScanState } from '../../commission/scan/scan.ts';
import { formatProblem } from '../../core/result.ts';
import { formatName } from '../../core/serialFormat.ts';
import type { Line } from '../../site/installation.ts';
import type { readProfiles } from '../../site/profiles.ts';
import type { Say } from '../../text/catalogue.ts';
import { problemIn } from '../../text/problemText.ts';
import type { SCAN_MESSAGES } from '../../text/scanMessages.ts';
import { fail, type Io } from '../verb.ts';
import { foundText } from './foundText.ts';
import { spanOfTime } from './spanOfTime.ts';

type Search = {
  readonly io: Io;
  readonly say: Say<typeof SCAN_MESSAGES>;
  readonly line: Line | null;
  readonly listener: Listening;
  readonly aim: ScanAim;
  readonly catalog: ReturnType<typeof readProfiles>;
  readonly json: boolean;
};

/** Searches, recognises and tells; exit status 1 where nobody was found. */
export async function search({ io, say, line, listener, aim, catalog, json }: Search): Promise<number> {
  const { profiles } = catalog;
  const from = io.clock.mono();
  let stopped = false;
  void io.ended.then(() => {
    stopped = true;
  });
  let told = 0;
  const ended = await runScan(listener, aim, {
    stopped: () => stopped,
    ownOnly: (problem) => io.err(`${formatProblem(problemIn(problem, io.language))}\n`),
    step(state, { unit, format }) {
      const { heard } = state;
      const [left, name] = [spanOfTime(leftMs(state), io.language), formatName(format)];
      if (io.interactive)
        io.err(`\r\x1b[K${say('progress.line', { found: heard.length, format: name, unit, left })}`);
      else for (const one of heard.slice(told)) io.err(`${say('progress.found', foundAt(one))}\n`);
      told = Math.max(told, heard.length);
    },
  });
  if (io.interactive) io.err('\r\x1b[K');
  if (!ended.ok) return fail(io, [ended.error]);
  const found: RecognisedUnit[] = [];
  for (const heard of ended.value.heard) {
    io.err(`${say('progress.identifying', { unit: heard.unit })}\n`);
    found.push(await recognised(heard, line, profiles, listener, aim.patienceMs));
  }
  const tookMs = io.clock.mono() - from;
  const advice = adviceOf(ended.value);
  if (json) {
    const left = Math.round(leftMs(ended.value));
    io.out(
      `${JSON.stringify({ found, advice, noise: Object.fromEntries(ended.value.noise), tookMs: Math.round(tookMs), leftMs: left })}\n`,
    );
  } else {
    io.out(foundText(found, profiles, io.language));
    for (const text of closing(ended.value, tookMs, say, io)) io.out(`${text}\n`);
    for (const [i, key] of advice.entries()) io.out(`  ${i + 1}. ${say(`advice.${key}`)}\n`);
  }
  return found.length > 0 ? 0 : 1;
}

function closing(state: ScanState, tookMs: number, say: Search['say'], io: Io): string[] {
  const time = spanOfTime(tookMs, io.language);
  const left = leftMs(state);
  return [
    state.heard.length === 0 ? say('found.none') : say('found.count', { count: state.heard.length, time }),
    ...(left > 0 ? [say('found.stopped', { left: spanOfTime(left, io.language) })] : []),
    say('found.naive', { time: spanOfTime(naiveMs(), io.language) }),
  ];
}

function foundAt({ unit, format }: FoundUnit) {
  return { unit, format: formatName(format) };
}
