import { expect, test } from 'vitest';
import { readSite } from '../../../gateway/site/load.ts';
import { fittingChanges } from '../../../gateway/site/packs/fittingChanges.ts';
import { shippedPacks } from '../../../gateway/site/packs/packs.ts';
import { readProfiles } from '../../../gateway/site/profiles.ts';

test('with what is given up of a pack every sensor of its kind passes the check of accuracy; without it some do not', () => {
  const catalog = readProfiles('site.yaml');
  const tight = (fitted: boolean): string[] =>
    [...catalog.profiles.values()].flatMap((profile) =>
      [...shippedPacks().packs.values()].flatMap((pack) => {
        if (!pack.kinds.includes(profile.kind) || Object.keys(pack.settings).length > 0) return [];
        const { unit, parity = 'none', stopBits = 1 } = profile.serial;
        const connection = { type: 'serial', path: '/dev/null', baud: 9600, parity, stopBits };
        const device = { id: 't', profile: profile.id, bus: 'l', unit, pack: pack.id };
        const site = readSite(
          JSON.stringify({
            gateway: { id: 'g' },
            buses: [{ id: 'l', connection }],
            devices: [fitted ? { ...device, packChanges: fittingChanges(profile, pack) } : device],
          }),
          'site.yaml',
          catalog,
          [],
        );
        const problems = site.ok ? [] : site.error;
        return problems.some(({ code }) => code === 'site.too-tight/pack' || code === 'site.too-tight')
          ? [`${profile.id} ${pack.id}`]
          : [];
      }),
    );
  expect(tight(false).length).toBeGreaterThan(0);
  expect(tight(true)).toEqual([]);
});
