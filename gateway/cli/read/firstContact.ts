import type { Profile, Span } from '../../../drivers/profile/schema.ts';
import {
  type ContactFinding,
  identityFindings,
  mergedFinding,
  orderFindings,
  type ReadBlock,
  unitFindings,
} from '../../guard/bus/poller/contactFindings.ts';
import type { Say } from '../../text/catalogue.ts';
import type { READ_MESSAGES } from '../../text/readMessages.ts';
import type { Asker } from './asker.ts';

type Speaks = Say<typeof READ_MESSAGES>;

/** A line for each thing that the device does not show as its profile says. */
export async function identityNotes(
  profile: Profile,
  unit: number,
  asker: Asker,
  say: Speaks,
): Promise<string[]> {
  const found = await identityFindings(profile, unit, (span) => valuesOf(asker, span, unit));
  return found.map((finding) => noteOf(finding, profile.id, say));
}

/** What floats that make sense in another word order alone say of the profile, and units other than it assumes. */
export function orderNotes(read: ReadBlock, say: Speaks): string[] {
  return [...orderFindings(read), ...unitFindings(read, {})].map((finding) => noteOf(finding, '', say));
}

/** Whether registers read together show what they show alone. */
export async function mergedNote(
  read: ReadBlock,
  unit: number,
  asker: Asker,
  say: Speaks,
): Promise<string | undefined> {
  const found = await mergedFinding(read, (span) => valuesOf(asker, span, unit));
  return found === undefined ? undefined : noteOf(found, '', say);
}

function noteOf(finding: ContactFinding, profile: string, say: Speaks): string {
  switch (finding.kind) {
    case 'identity': {
      const { shown, expected, address } = finding;
      return say('note.identity', { profile, address: hex(address), shown, expected });
    }
    case 'order':
      return say('note.order', { point: finding.point, order: finding.order });
    case 'unit':
      return say('note.unit', {
        ...{ point: finding.point, shown: finding.shown, expected: finding.expected },
      });
    case 'reading': {
      const { kind: _, key, ...reading } = finding;
      return say(`note.other-${key}`, reading);
    }
    case 'merged':
      return say('note.merged', {
        address: hex(finding.address),
        alone: finding.alone,
        count: finding.count,
      });
  }
}

async function valuesOf(asker: Asker, span: Span, unit: number): Promise<readonly number[] | undefined> {
  const answer = await asker.read(span, unit);
  return answer.ok && answer.value.kind === 'ok' ? answer.value.values : undefined;
}

function hex(address: number): string {
  return `0x${address.toString(16).toUpperCase().padStart(4, '0')}`;
}
