import { decodeBlock } from '../../../drivers/codec/decodeBlock.ts';
import { planReads, readLimits } from '../../../drivers/plan/planReads.ts';
import type { Profile } from '../../../drivers/profile/schema.ts';
import type { FingerprintReader } from './fingerprint.ts';

/** What a person does with the thing in the hand so that its number moves. */
export const GESTURES = ['turn', 'warm', 'gas', 'press', 'open', 'move'] as const;
export type Gesture = (typeof GESTURES)[number];

/** What one kind of device would make of the registers: the number to look at. */
export type HandAnswer = {
  readonly profile: string;
  readonly point: string;
  readonly value: number | boolean | null;
  readonly unit: string;
};

export type Question = { readonly gesture: Gesture; readonly answers: readonly HandAnswer[] };

const GESTURE_OF: Readonly<Record<string, Gesture>> = {
  ...{ tilt: 'turn', temperature: 'warm', contact: 'open', pressure: 'press', level: 'move', wind: 'turn' },
  ...{ 'combustible-gas': 'gas', 'toxic-gas': 'gas', oxygen: 'gas', 'carbon-monoxide': 'gas' },
  ...{ 'air-quality': 'gas', displacement: 'move', crack: 'move', settlement: 'move', vibration: 'move' },
};

/** The first point for safety, failing that the first: what a device of this kind is there for. */
export function mainPoint({ points }: Profile): Profile['points'][number] | undefined {
  return points.find((point) => point.class === 'safety' && point.role !== undefined) ?? points[0];
}

/**
 * The question that tells profiles apart which fit alike: do something to the thing in the hand, and see which number follows.
 * The numbers as they are now; asked again afterwards they show who was right.
 */
export async function questionOf(
  profiles: readonly Profile[],
  read: FingerprintReader,
): Promise<Question | null> {
  const answers: HandAnswer[] = [];
  for (const profile of profiles) {
    const answer = await shownBy(profile, read);
    if (answer !== null) answers.push(answer);
  }
  const [first] = profiles;
  if (first === undefined || answers.length < 2) return null;
  return { gesture: GESTURE_OF[first.kind] ?? 'move', answers };
}

/** What a device of this kind shows now at its main point; null: it does not answer. */
export async function shownBy(profile: Profile, read: FingerprintReader): Promise<HandAnswer | null> {
  const point = mainPoint(profile);
  if (point === undefined) return null;
  const planned = planReads([{ point, class: 'state', periodMs: 1000 }], readLimits(profile), () => 1);
  const [block] = planned.ok ? planned.value : [];
  const values = block === undefined ? 'nothing' : await read(block);
  if (block === undefined || typeof values === 'string') return null;
  const [shown] = decodeBlock(block, [...values], { parameters: {} });
  const value = typeof shown?.value === 'string' ? null : (shown?.value ?? null);
  const unit = typeof point.unit === 'string' ? point.unit : '';
  return { profile: profile.id, point: point.id, value, unit };
}

/**
 * Whose number followed. `expected`: by how much it should have (10 for a turn by 10°); null: by anything.
 *
 * @returns the profile, or null where none or several did
 */
export function followed(before: Question, after: Question, expected: number | null): string | null {
  const moved = before.answers.flatMap((answer) => {
    const now = after.answers.find(({ profile }) => profile === answer.profile)?.value ?? null;
    if (typeof answer.value !== 'number' || typeof now !== 'number')
      return answer.value !== null && now !== null && answer.value !== now ? [answer.profile] : [];
    const by = Math.abs(now - answer.value);
    const right = expected === null ? by > 0 : Math.abs(by - expected) <= expected / 2;
    return right ? [answer.profile] : [];
  });
  return moved.length === 1 ? (moved[0] ?? null) : null;
}
