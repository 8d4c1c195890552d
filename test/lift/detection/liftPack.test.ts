import { describe, expect, test } from 'vitest';
import { VIRTUAL_POINTS } from '../../../drivers/lift/virtualPoints.ts';
import type { ProfilePoint } from '../../../drivers/profile/schema.ts';
import { packRules } from '../../../gateway/site/packs/packRules.ts';
import { shippedPacks } from '../../../gateway/site/packs/packs.ts';
import { deviceSchema } from '../../../gateway/site/schema/siteSchema.ts';
import { Story } from '../../guard/detect/story.ts';
import { catalog, gasSite, installationOf } from '../../site/fixture.ts';

const pack = shippedPacks().packs.get('lift');
if (pack === undefined) throw new Error('there is no pack for lifts');
const { rules } = pack;

describe('the rule pack for lifts', () => {
  test('has a rule for each virtual point, and only for values that the point may hold', () => {
    const roles = new Set(Object.values(rules).flatMap(({ roles: of }) => of));
    expect([...roles].toSorted()).toEqual(VIRTUAL_POINTS.map(({ name }) => name).toSorted());
    for (const { kind, roles: of, values } of Object.values(rules)) {
      const point = VIRTUAL_POINTS.find(({ name }) => name === of[0]);
      expect(kind).toBe('state');
      expect(point?.holds === 'boolean' ? [true] : point?.holds).toEqual(
        expect.arrayContaining([values.equals?.value].flat()),
      );
    }
  });

  test('delays nothing a second time', () => {
    for (const { values } of Object.values(rules)) {
      expect(values.onDelayS).toBeUndefined();
      expect(values.offDelayS).toBeUndefined();
    }
  });
});

/** The rules of the pack over a lift that has all virtual points, on the life cycle of every alarm. */
function liftStory(): Story {
  const installation = installationOf(gasSite);
  const [profile] = catalog.profiles.values();
  const [some] = installation.points.values();
  const [point] = profile?.points ?? [];
  if (profile === undefined || some === undefined || point === undefined) throw new Error('no profile');
  const points = VIRTUAL_POINTS.map(
    ({ name }): ProfilePoint => ({ ...point, id: name.slice(5), role: name, unit: undefined }),
  );
  const device = deviceSchema.parse({ id: 'lift-1', profile: profile.id, bus: 'a', unit: 1 });
  const made = packRules(device, { ...profile, kind: 'lift', points }, pack as NonNullable<typeof pack>);
  const all = made.map((one) => {
    if ('mistakes' in one) throw new Error(one.mistakes.map(({ problem }) => problem.what).join('; '));
    return one.rule;
  });
  return new Story({
    ...installation,
    rules: all,
    points: new Map(
      points.map(({ id }) => [`lift-1/${id}`, { ...some, id: `lift-1/${id}`, deviceId: 'lift-1' }]),
    ),
  });
}

const POINT = 'lift-1/entrapment';
const ALARM = 'lift-1.entrapment';

test('somebody trapped is a latched red alarm that silence and a ride leave standing, and a hand resets', () => {
  const story = liftStory().read(0, POINT, 'none').read(15, POINT, 'suspected').read(30, POINT, 'confirmed');
  expect(story.steps('lift-1.entrapment-suspected')).toEqual(['raised orange', 'returned orange']);
  expect(story.steps(ALARM)).toEqual(['raised red']);
  story.read(40, POINT, 'confirmed', 'stale').read(60, POINT, null).read(7_200, POINT, 'confirmed', 'stale');
  expect(story.steps(ALARM)).toEqual(['raised red']);
  story.read(7_300, POINT, 'suspected').read(7_400, POINT, 'resolved');
  expect(story.alarm(ALARM)?.to).toBe('latched-unacknowledged');
});
