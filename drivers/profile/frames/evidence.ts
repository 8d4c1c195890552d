import type { Text } from '../../result.ts';
import type { Profile } from '../schema.ts';
import { readTranscript, type Transcript } from './transcript.ts';

/** What of a profile was seen outside this project: whole frames, values of registers, or nothing. */
export type FrameEvidence = { readonly of: 'frames' | 'values' | 'none'; readonly where: readonly Text[] };

/**
 * The evidence in a transcript. A request alone proves nothing of what the reply means, so only exchanges count whose reply is
 * known and either decoded to an expected value, refused as expected, or the echo of a write.
 */
export function evidenceOf({ exchanges }: Transcript): FrameEvidence {
  const outside = exchanges.flatMap(({ origin, reply, expected, exception, request }) => {
    const says = expected.length > 0 || exception !== null || (request[1] ?? 0) > 4;
    return origin !== null && reply !== null && says ? [origin] : [];
  });
  const frames = outside.filter((origin) => origin.of === 'frames');
  const best = frames.length > 0 ? frames : outside;
  return { of: best[0]?.of ?? 'none', where: [...new Set(best.map(({ where }) => where))] };
}

/** The evidence in a `frames.txt`, or in none. */
export function evidenceIn(text: string | undefined): FrameEvidence {
  return text === undefined ? { of: 'none', where: [] } : evidenceOf(readTranscript('', text));
}

/** A profile nothing outside confirms is unverified, whatever it says. Our own nodes are their own document. */
export function isConfirmed(profile: Profile, evidence: FrameEvidence): boolean {
  return evidence.of !== 'none' || profile.annunciator?.protocol === 'lifeline';
}
