import type { Profile } from '../../../drivers/profile/schema.ts';
import type { Line } from '../../site/installation.ts';
import { type Identification, identify } from './fingerprint.ts';
import { type Question, questionOf } from './question.ts';
import { type Listening, readerOf } from './runScan.ts';
import { type FoundUnit, isShared } from './scan.ts';
import { type SiteMatch, siteMatch } from './siteMatch.ts';

/** Somebody who was found, what he is taken for, and what he is to the site. `question`: tells kinds apart that fit alike. */
export type RecognisedUnit = {
  readonly heard: FoundUnit;
  readonly what: Identification;
  readonly match: SiteMatch;
  readonly question: Question | null;
};

/** Reads of somebody who was found what shows his kind. Two on one address are nobody for certain. */
export async function recognised(
  heard: FoundUnit,
  line: Line | null,
  profiles: ReadonlyMap<string, Profile>,
  listening: Listening,
  patienceMs: number,
): Promise<RecognisedUnit> {
  const read = readerOf(listening, heard, Math.max(patienceMs, (heard.firstMs ?? 0) * 2));
  const what: Identification = isShared(heard)
    ? { confidence: 'unknown', candidates: [] }
    : await identify(profiles.values(), heard, read);
  const several = what.candidates.flatMap(({ profile }) => profiles.get(profile) ?? []);
  const question = what.confidence === 'ambiguous' ? await questionOf(several, read) : null;
  return { heard, what, match: siteMatch(heard, what, line), question };
}
