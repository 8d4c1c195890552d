import { decodeBlock } from '../../../drivers/codec/decodeBlock.ts';
import { isBitTable } from '../../../drivers/image.ts';
import type { BlockRead } from '../../../drivers/plan/blockRead.ts';
import { planReads, readLimits } from '../../../drivers/plan/planReads.ts';
import type { Profile, Span } from '../../../drivers/profile/schema.ts';
import type { SerialFormat } from '../../core/serialFormat.ts';

/** Reads of the device in question: its values, or that it refused, or that nothing whole came. */
export type FingerprintReader = (span: Span) => Promise<readonly number[] | 'refused' | 'nothing'>;

/** How a device was met. */
export type Met = { readonly unit: number; readonly format: SerialFormat };

/** A profile that the device could have, and how much speaks for it. */
export type FittingProfile = { readonly profile: string; readonly score: number };

/**
 * What the device is taken for.
 *
 * - `sure`: one profile, far ahead of the next
 * - `likely`: one profile, ahead
 * - `ambiguous`: several fit as well as each other: ask about the thing in the hand
 * - `unknown`: none fits
 */
export type Identification = {
  readonly confidence: 'sure' | 'likely' | 'ambiguous' | 'unknown';
  readonly candidates: readonly FittingProfile[]; // the best first; those that are as good as the best
};

// All weights are engineering: about a point for a fact that one device in four shows by chance.
const SURE = { score: 6, lead: 3 };
const LIKELY = { lead: 1.2 };
const MOST_SHOWN = 4;
/** An address that no profile knows. Who answers here answers everywhere, and that he answers says nothing. */
const NOWHERE = 0xc34f;
/** A mark that the device refuses to show: another version, perhaps. */
const REFUSED_MARK = -3;

/** Compares what a device shows with what each profile says a device of its kind shows. Reads, never writes. */
export async function identify(
  profiles: Iterable<Profile>,
  met: Met,
  reader: FingerprintReader,
): Promise<Identification> {
  const read = remembered(reader);
  const candidates: FittingProfile[] = [];
  for (const profile of profiles) {
    const score = await scoreOf(profile, met, read);
    if (score !== null) candidates.push({ profile: profile.id, score: Math.round(score * 10) / 10 });
  }
  return verdictOf(candidates);
}

/** What the scores of all profiles that fit say together. */
export function verdictOf(candidates: readonly FittingProfile[]): Identification {
  const ranked = candidates.toSorted((a, b) => b.score - a.score || a.profile.localeCompare(b.profile));
  const [best, second] = ranked;
  if (best === undefined) return { confidence: 'unknown', candidates: [] };
  const lead = best.score - (second?.score ?? 0);
  if (best.score >= SURE.score && lead >= SURE.lead) return { confidence: 'sure', candidates: [best] };
  if (best.score > 0 && (second === undefined || lead >= LIKELY.lead))
    return { confidence: 'likely', candidates: [best] };
  const alike = ranked.filter(({ score }) => best.score - score < LIKELY.lead);
  return { confidence: 'ambiguous', candidates: alike.slice(0, MOST_SHOWN) };
}

/** How much speaks for a profile; null where something speaks against it. */
async function scoreOf(profile: Profile, met: Met, read: FingerprintReader): Promise<number | null> {
  if (profile.dialect !== 'standard' || profile.trigger !== undefined) return null;
  let score = byDefaults(profile, met);
  for (const mark of profile.identify) {
    const values = await read({ table: mark.table, address: mark.address, count: mark.count });
    if (values === 'nothing') return null;
    const weight = values === 'refused' ? REFUSED_MARK : markWeight(mark, values, met.unit);
    if (weight === null) return null;
    score += weight;
  }
  const planned = planReads(
    profile.points.map((point) => ({ point, class: point.class, periodMs: point.periodMs })),
    readLimits(profile),
    () => 1,
  );
  if (!planned.ok) return null;
  let answered = 0;
  for (const block of planned.value) {
    const values = await read({ table: block.table, address: block.address, count: block.count });
    if (typeof values === 'string') return null;
    score += valuesWeight(block, values);
    const open = (await read({ table: block.table, address: NOWHERE, count: 1 })) !== 'refused';
    if (!open) answered += isBitTable(block.table) ? block.count / 8 : block.count;
  }
  if (answered === 0) return score;
  const end = await endWeight([...planned.value, ...profile.readable], read);
  return score + Math.min(2, 0.15 * answered) + end;
}

/** It came with this unit id, and can be set to this rate. */
function byDefaults({ serial }: Profile, { unit, format }: Met): number {
  const own = serial.unit === unit ? (unit === 1 ? 0.3 : 2) : 0;
  return own + (serial.bauds.includes(format.baud) ? 0 : -3) + (serial.parity === format.parity ? 0.2 : 0);
}

/** What a mark weighs that is as the profile says; null where it is not. A zero proves little: it is what most registers hold. */
function markWeight(
  { equals, within, equalsUnit }: Profile['identify'][number],
  values: readonly number[],
  unit: number,
): number | null {
  let weight = 0;
  for (const [i, value] of values.entries()) {
    if (equals !== undefined) {
      if (value !== equals[i]) return null;
      weight += value === 0 ? 1 : 5;
    } else if (equalsUnit === true) {
      if (value !== unit) return null;
      weight += unit === 1 ? 1.5 : 4;
    } else if (within !== undefined) {
      const [low, high] = within;
      if (value < low || value > high) return null;
      weight += value === 0 ? 0.1 : 0.25 * Math.log2(0x1_0000 / (high - low + 1));
    }
  }
  return Math.min(weight, 8);
}

/** Whether the values make sense as this profile reads them. */
function valuesWeight(block: BlockRead, values: readonly number[]): number {
  let weight = 0;
  for (const { pointId, value, quality } of decodeBlock(block, [...values], { parameters: {} })) {
    const point = block.points.find(({ id }) => id === pointId);
    if (quality === 'out-of-spec') weight -= point?.states === undefined ? 1 : 2;
    else if (value === null) weight -= 0.5;
    else if (value !== 0 && value !== false && value !== '') weight += point?.type === 'f32' ? 1 : 0.3;
  }
  return Math.max(-4, Math.min(weight, 3));
}

/** Whether the device's map ends where the profile's does. */
async function endWeight(spans: readonly Span[], read: FingerprintReader): Promise<number> {
  const last = spans.toSorted((a, b) => b.address + b.count - a.address - a.count)[0];
  if (last === undefined || last.address + last.count > 0xffff) return 0;
  const behind = await read({ table: last.table, address: last.address + last.count, count: 1 });
  return behind === 'refused' ? 1.5 : -1.5;
}

/** Each register is read once, whichever profiles ask for it. */
function remembered(reader: FingerprintReader): FingerprintReader {
  const known = new Map<string, ReturnType<FingerprintReader>>();
  return (span) => {
    const key = `${span.table} ${span.address} ${span.count}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const now = reader(span);
    known.set(key, now);
    return now;
  };
}
