import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  encodeBirth,
  Platform,
  type PlatformOptions,
  type SavedPlatform,
  standing,
} from '../../gateway/telemetry/index.ts';
import { soak } from '../harness/soak.ts';
import { conversation, type Said } from './conversation.ts';
import { birth as exampleBirth } from './examples.ts';

// A platform that is killed and started again in any place of anything that was said to it.

const options: fc.Arbitrary<PlatformOptions> = fc.record({
  joinLate: fc.boolean(),
  window: fc.integer({ min: 1, max: 6 }),
  holdBytes: fc.constantFrom(0, 300, 100_000),
});

const say = (platform: Platform, { topic, bytes, retained }: Said, atMs: number) =>
  platform.ingest(`lifeline/v1/tower-7/${topic}`, bytes, { atMs, retained });

/** Killed and started again: what was saved lay in a database as text. */
const again = (platform: Platform, given: PlatformOptions) =>
  Platform.restore(JSON.parse(JSON.stringify(platform.save())) as SavedPlatform, given);

function look(platform: Platform) {
  const view = platform.gateways.get('tower-7');
  if (view === undefined) return null;
  const { latest, alarms, lifts, birth, state, held } = view;
  const lists = [latest, alarms, lifts].map((map) => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return { lists, birth, state, held, report: view.report(), standing: standing(view, 1e6) };
}

test('a platform that was saved and restored goes on exactly as one that ran on', () => {
  fc.assert(
    fc.property(conversation, options, fc.nat(), (said, given, cut) => {
      const at = cut % said.length;
      const whole = new Platform(given);
      let restored = new Platform(given);
      said.forEach((one, nth) => {
        if (nth === at) restored = again(restored, given);
        expect(say(restored, one, nth)).toEqual(say(whole, one, nth));
      });
      expect(look(restored)).toEqual(look(whole));
      expect(look(again(whole, given))).toEqual(look(whole));
      expect(again(whole, given).save()).toEqual(whole.save());
      const [left, right] = [restored, whole].map((one) => one.gateways.get('tower-7')?.takeComplete());
      expect(left).toEqual(right);
    }),
    { numRuns: soak(150) },
  );
});

test('what another version saved is refused', () => {
  const saved = { ...new Platform().save(), version: 2 } as unknown as SavedPlatform;
  expect(() => Platform.restore(saved)).toThrow(/version 2/);
});

test('births of many gateways share what is the same in them, also after a restart', () => {
  const platform = new Platform();
  for (const gateway of ['tower-7', 'tower-8']) {
    const bytes = encodeBirth({ ...exampleBirth, gateway });
    platform.ingest(`lifeline/v1/${gateway}/birth`, bytes);
  }
  for (const one of [platform, again(platform, {})]) {
    const [a, b] = [...one.gateways.values()].map(({ birth }) => birth);
    expect(a?.channels).toBe(b?.channels);
    expect(a?.rules).toBe(b?.rules);
    expect([a?.gateway, b?.gateway]).toEqual(['tower-7', 'tower-8']);
  }
});
