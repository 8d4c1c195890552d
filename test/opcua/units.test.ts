import { standardUnits } from 'node-opcua-data-access';
import { expect, test } from 'vitest';
import { unitsOf } from '../../drivers/codec/unit.ts';
import { euInformation, UNECE } from '../../gateway/opcua/model/units.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';

test('units have the numbers that the OPC Foundation gives the common codes of UNECE', () => {
  const foundation = new Map(
    Object.values(standardUnits).map((unit) => [unit.unitId, unit.description.text]),
  );
  const both = Object.keys(UNECE).filter((unit) => foundation.has(euInformation(unit).unitId));
  expect(both.length).toBeGreaterThan(20);
  expect(both.filter((unit) => foundation.get(euInformation(unit).unitId) !== UNECE[unit]?.[1])).toEqual([]);
});

test('nearly every unit of the profiles has a common code; the others are told as ours', () => {
  const { profiles } = readProfiles();
  const units = new Set([...profiles.values()].flatMap((profile) => profile?.points.flatMap(unitsOf) ?? []));
  expect([...units].filter((unit) => unit !== '1' && UNECE[unit] === undefined).toSorted()).toEqual(['GJ/h']);
});
