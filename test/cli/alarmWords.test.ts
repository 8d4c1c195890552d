import { expect, it } from 'vitest';
import { durationS } from '../../gateway/cli/alarms/duration.ts';
import { occurrencesMeant } from '../../gateway/cli/alarms/occurrence.ts';
import { alarm, screenOf } from '../guard/verbs/screenFixture.ts';

it('a length of time has a unit, because a bare number could mean anything', () => {
  expect(['90s', '30m', '2h', '1d', '1h30m', '1.5h', '0s'].map(durationS)).toEqual([
    90, 1800, 7200, 86_400, 5400, 5400, 0,
  ]);
  expect(['', '90', 'soon', '2 h', '-2h', '2h ', 'h', '2w', '1h30'].map(durationS)).toEqual(
    Array.from({ length: 9 }, () => null),
  );
});

it('an occurrence may be called by its whole name, by its rule, or by a beginning that is its own', () => {
  const { alarms } = screenOf([
    alarm({ rule: 'gas', occurrence: 'gas#b-10' }),
    alarm({ rule: 'gas-302', occurrence: 'gas-302#b-1' }),
    alarm({ rule: 'gas-302-state', occurrence: 'gas-302-state#b-12' }),
  ]);
  expect(occurrencesMeant('gas-302#b-1', alarms)).toEqual(['gas-302#b-1']);
  expect(occurrencesMeant('gas', alarms)).toEqual(['gas#b-10']); // the rule, not everything that begins so
  expect(occurrencesMeant('gas-302-s', alarms)).toEqual(['gas-302-state#b-12']);
  expect(occurrencesMeant('gas-', alarms)).toEqual(['gas-302#b-1', 'gas-302-state#b-12']);
  expect(occurrencesMeant('riser', alarms)).toEqual([]);
});
