import type { Installation } from '../../../gateway/site/installation.ts';
import { gasSite, installationOf } from '../../site/fixture.ts';
import { Story } from './story.ts';

export const GAS = 'gas-1/concentration';

/** A detector with three levels under the rule `gas-high`. */
export function gasInstallation(rule: Record<string, unknown> = {}): Installation {
  return onlyItsOwnRules(installationOf({ ...gasSite, rules: [gasRule(rule)] }));
}

/** The rules that every site has besides, such as loss of sensing, have their own tests. */
function onlyItsOwnRules(installation: Installation): Installation {
  return { ...installation, rules: installation.rules.filter(({ id }) => id.endsWith('-high')) };
}

export function gasRule(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    kind: 'limit',
    id: 'gas-high',
    point: GAS,
    unit: '%LEL',
    high: { yellow: 10, orange: 25, red: 50 },
    deadband: 2,
    ...change,
  };
}

export function gasStory(rule: Record<string, unknown> = {}): Story {
  return new Story(gasInstallation(rule));
}

/** Three detectors, two of them in the zone `cellar`, each with one red rule `<device>-high`. */
export function buildingInstallation(): Installation {
  const device = (id: string, unit: number, where: Record<string, unknown>) => ({
    ...{ id, unit, profile: 'ya-k300-s', bus: 'rs485' },
    ...where,
  });
  return onlyItsOwnRules(
    installationOf({
      ...gasSite,
      zones: [{ id: 'cellar' }, { id: 'roof' }],
      devices: [
        device('gas-1', 1, { zone: 'cellar' }),
        device('gas-2', 2, { zone: 'cellar', place: 'boiler' }),
        device('gas-3', 3, { zone: 'roof' }),
        device('gas-4', 4, { place: 'kitchen' }),
        device('gas-5', 5, { place: 'kitchen' }),
        device('gas-6', 6, {}),
      ],
      rules: [1, 2, 3, 4, 5, 6].map((n) =>
        gasRule({ id: `gas-${n}-high`, point: `gas-${n}/concentration`, high: { yellow: 10, red: 50 } }),
      ),
    }),
  );
}

/** The point whose limit `gas-<n>-high` watches. */
export function gas(n: number): string {
  return `gas-${n}/concentration`;
}
