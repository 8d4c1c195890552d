import type { z } from 'zod';
import type { RULE_KINDS, Rule } from '../../../gateway/site/rules/ruleKinds.ts';

type Kinds = typeof RULE_KINDS;
/** A rule as an installer writes it; `for` tells several of one kind apart. */
type Example<K extends Rule['kind']> = Omit<z.input<Kinds[K]['schema']>, 'id' | 'kind'> & {
  readonly for?: string;
};

/**
 * Rules of every kind about the devices of `kindsSite` (`test/guard/detect/kinds/watching.ts`). Tests that hold for any kind
 * take them from here: a kind without an example does not compile.
 */
const EXAMPLES: { readonly [K in Rule['kind']]: readonly [Example<K>, ...Example<K>[]] } = {
  limit: [{ point: 'gas-1/concentration', unit: '%LEL', high: { orange: 25, red: 50 } }],
  rate: [
    {
      for: 'minutes',
      ...{ point: 'main/pressure', unit: 'bar', windowS: 120 },
      ...{ rising: { red: 20 }, falling: { red: 20 } },
    },
    { for: 'a day', point: 'main/pressure', unit: 'bar', windowS: 86_400, rising: { red: 20 } },
    { for: 'a month', point: 'main/pressure', unit: 'bar', windowS: 2_592_000, falling: { red: 20 } },
  ],
  change: [
    {
      ...{ point: 'tilt/tilt_x', unit: '°' },
      ...{ rising: { yellow: 20 }, falling: { yellow: 20 }, step: { red: 30 } },
      compensation: { temperature: 'tilt/temperature', perDegree: 0.1, reference: 20 },
    },
  ],
  drop: [
    {
      ...{ point: 'main/pressure', unit: 'bar', windowS: 60 },
      ...{ fall: { yellow: 10, red: 30 }, holdS: { red: 30 } },
    },
  ],
  state: [{ point: 'board/input1', equals: true, severity: 'red' }],
  count: [{ point: 'board/input1', equals: true, windowS: 7200, atLeast: { yellow: 2, red: 5 } }],
  vote: [
    {
      points: ['gas-1/concentration', 'gas-2/concentration', 'gas-3/concentration'],
      ...{ atLeast: 2, unit: '%LEL', high: { red: 50 } },
    },
  ],
  'loss-of-sensing': [{ device: 'gas-1' }],
  overdue: [{ device: 'due', of: 'calibration' }],
  annunciator: [{ device: 'board' }],
  gateway: [{ concern: 'clock' }],
};

/** By name: the kind, and what tells it apart from another example of the same kind. */
export const EXAMPLE_RULES: ReadonlyMap<string, Record<string, unknown> & Pick<Rule, 'kind'>> = new Map(
  (Object.keys(EXAMPLES) as Rule['kind'][]).flatMap((kind) =>
    EXAMPLES[kind].map(({ for: which, ...rule }) => [
      which === undefined ? kind : `${kind} within ${which}`,
      { ...rule, kind },
    ]),
  ),
);

/** The example of that name; a name that is none is a mistake of the test. */
export function exampleRule(name: string): Record<string, unknown> {
  const rule = EXAMPLE_RULES.get(name);
  if (rule === undefined) throw new Error(`there is no example '${name}'`);
  return rule;
}
