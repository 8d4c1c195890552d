import type { DeviceHealth } from '../../control/health.ts';
import type { GatewayTotals } from '../../platform/listen/listener.ts';
import { type Say, speaker } from '../../text/catalogue.ts';
import type { Language } from '../../text/language.ts';
import { LISTEN_MESSAGES } from '../../text/listenMessages.ts';

/**
 * The simulator's own count of a device: the requests that it answered cleanly, and by point how often it did and the
 * largest value it showed.
 */
export type DeviceTally = {
  readonly clean: number;
  readonly points: Readonly<Record<string, { readonly answers: number; readonly max: number | null }>>;
};
export type BuildingTally = { readonly devices: Readonly<Record<string, DeviceTally>> };

/** What guard said: by device how many exchanges brought it something, as told last; and whom it took for lost at all. */
export type GuardAccount = {
  readonly devices: ReadonlyMap<string, Pick<DeviceHealth, 'ok' | 'beside'>>;
  readonly lost: ReadonlySet<string>;
};

/** What the building says it answered, held against what the platform has. */
export type DemoVerdict = {
  readonly samples: number;
  readonly received: number;
  readonly missing: number;
  /** Points of which samples are missing, or came too often, each with how many. */
  readonly lacking: readonly string[];
  /** Answered by the building, but given up by guard before the answer was there, or not to be trusted after that. */
  readonly givenUp: number;
  /** Answered to what guard asked beside its plan, or once more to be sure: after a start, after a late reply. */
  readonly beside: number;
  readonly duplicated: number;
  readonly conflicts: number;
  readonly tombstones: number;
  /** Points whose largest answered value is not the largest the platform saw. */
  readonly lostPeaks: readonly string[];
  /** The same, of points some answers to which guard had given up. */
  readonly givenUpPeaks: readonly string[];
  readonly complete: boolean;
};

/**
 * Compares by point. `steps` names the quantities of the site and the step each is rounded to on the wire; states are told
 * on change, so their samples are not counted one by one. A computer that is too busy to look at an answer in time gives it
 * up, by design, and asks again where the next one could be the late one; guard says how many it used, and those have to be
 * there. Of a device that is read in several pieces it is not known
 * which one was given up: each of its points is allowed as many. One that guard took for lost in this way warms up
 * afterwards, and what it says meanwhile is no sample.
 */
export function judge(
  tally: BuildingTally,
  heard: GuardAccount,
  totals: GatewayTotals,
  steps: ReadonlyMap<string, number>,
): DemoVerdict {
  let samples = 0;
  let received = 0;
  let missing = 0;
  let givenUp = 0;
  let beside = 0;
  const lackingAt: string[] = [];
  const lostPeaks: string[] = [];
  const givenUpPeaks: string[] = [];
  for (const [device, answered] of Object.entries(tally.devices)) {
    const allowed = givenUpOf(device, answered, heard);
    for (const [id, { answers, max }] of Object.entries(answered.points)) {
      const point = `${device}/${id}`;
      const step = steps.get(point);
      if (step === undefined) continue;
      const channel = totals.channels.get(point);
      const lacking = answers - (channel?.samples ?? 0);
      const excused = Math.min(Math.max(0, lacking), allowed);
      samples += answers;
      received += channel?.samples ?? 0;
      const sure = Math.min(excused, heard.devices.get(device)?.beside ?? 0);
      beside += sure;
      givenUp += excused - sure;
      missing += Math.abs(lacking - excused);
      if (lacking !== excused) lackingAt.push(`${point} ${lacking - excused}`);
      if (max !== null && !same(channel?.max ?? null, max, step))
        (excused > 0 ? givenUpPeaks : lostPeaks).push(point);
    }
  }
  return {
    samples,
    received,
    missing: missing + totals.missing + totals.outstanding,
    lacking: lackingAt,
    givenUp,
    beside,
    duplicated: totals.duplicates,
    conflicts: totals.conflicts,
    tombstones: totals.tombstoned,
    lostPeaks,
    givenUpPeaks,
    complete: missing === 0 && totals.complete && lostPeaks.length === 0,
  };
}

/** Answers of which guard says that it made nothing: given up, or asked for again until they were beyond doubt. */
function givenUpOf(device: string, { clean }: DeviceTally, { devices, lost }: GuardAccount): number {
  const { ok } = devices.get(device) ?? { ok: clean };
  const count = Math.max(0, clean - ok);
  return count > 0 && lost.has(device) ? Number.POSITIVE_INFINITY : count;
}

/** One line, the last of the story. */
export function verdictLine(verdict: DemoVerdict, language: Language = 'en'): string {
  const say = speaker(LISTEN_MESSAGES, language);
  const { samples, received, missing, givenUp, beside, duplicated, tombstones, complete, lacking } = verdict;
  return say('story.verdict', {
    ...{ samples, received, missing, duplicated, tombstones, peaks: peakWords(verdict, say) },
    verdict: say(complete ? 'verdict.complete' : 'verdict.incomplete'),
    where: lacking.length === 0 ? '' : say('story.where', { points: lacking.join(say('comma')) }),
    sure: beside === 0 ? '' : say('story.sure', { n: beside }),
    late: givenUp === 0 ? '' : say('story.late', { n: givenUp }),
  });
}

function peakWords({ lostPeaks, givenUpPeaks }: DemoVerdict, say: Say<typeof LISTEN_MESSAGES>): string {
  if (lostPeaks.length > 0) return say('peaks.lost', { points: lostPeaks.join(say('comma')) });
  return givenUpPeaks.length === 0
    ? say('peaks.all')
    : say('peaks.in-time', { points: givenUpPeaks.join(say('comma')) });
}

// What travels is rounded to the channel's step; the simulator's value is what its registers said.
function same(a: number | null, b: number, step: number): boolean {
  return a !== null && Math.abs(a - b) <= step * 0.500001;
}
