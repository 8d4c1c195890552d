import { expect, test } from 'vitest';
import { CHOSEN, namedThresholds, withChosen } from '../../../gateway/site/thresholds/siteThresholds.ts';
import { THRESHOLDS } from '../../lift/detection/lift.ts';

test('every number of the file has a name by which a site may choose another, and only that one changes', () => {
  const all = namedThresholds(THRESHOLDS);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const { name, value } of all) {
    const changed = namedThresholds(withChosen(THRESHOLDS, { [name]: value + 1 }));
    const different = changed.filter((one, i) => one.value !== all[i]?.value);
    expect(different).toEqual([{ name, value: value + 1, confidence: 'engineering', source: CHOSEN }]);
  }
});

test('what nobody chose is as it comes', () => {
  expect(withChosen(THRESHOLDS, {})).toBe(THRESHOLDS);
  expect(namedThresholds(THRESHOLDS).map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'silentS',
      'entrapment.offLevelConfirmedS',
      'doorHeldOpen.onS',
      'overspeed.alarmShare',
    ]),
  );
});
