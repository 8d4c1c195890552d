import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AttributeIds } from 'node-opcua-data-model';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { loadSite } from '../../gateway/site/load.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';
import { houseSite } from '../harness/house.ts';
import { type UaEvent, UaEvents } from '../harness/uaEvents.ts';
import { aScreen, openUaRoom, type UaRoom } from '../harness/uaRoom.ts';
import { until } from '../harness/until.ts';

const POINT = 'toxic/concentration';
const CONCENTRATION = 'ns=1;s=toxic-ParameterSet-concentration';
const toxic = { id: 'toxic', profile: 'fg100m-toxic', bus: 'gas', unit: 2 };
const site = { ...houseSite, devices: [...houseSite.devices, toxic] };

let room: UaRoom;
beforeEach(async () => {
  room = await openUaRoom(site);
  onTestFinished(() => room.close());
});

/** Guard has taken up this site. */
function follow(changed: object): void {
  const path = join(mkdtempSync(join(room.folder, 'later-')), 'site.yaml');
  writeFileSync(path, JSON.stringify(changed));
  const loaded = loadSite(path, readProfiles(path), []);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  room.shown.follow(loaded.value);
}

const isUnheard = (event?: UaEvent) =>
  (event?.Quality as { name?: string } | undefined)?.name === 'BadNoCommunication';
const now = () => ({ boot: room.clock.boot, mono: room.clock.mono() });

test('a value is not shown under another unit than it was read in', async () => {
  const { session } = await room.session('viewer');
  const shown = async () => {
    const value = async (nodeId: string) => session.read({ nodeId, attributeId: AttributeIds.Value });
    const [read, unit] = [await value(CONCENTRATION), await value(`${CONCENTRATION}-EngineeringUnits`)];
    return [read.statusCode.name, read.value.value, unit.value.value.displayName.text];
  };
  const tell = (value: number) =>
    room.shown.audience.readings([{ point: POINT, value, quality: 'good', at: now() }]);
  tell(30);
  expect(await shown()).toEqual(['Good', 30, 'ppm']);
  follow({ ...site, devices: [...houseSite.devices, { ...toxic, name: 'Toxic' }] });
  expect(await shown()).toEqual(['Good', 30, 'ppm']);
  const inWeight = { ...toxic, points: { concentration: { unit: 'mg/m³' } } };
  follow({ ...site, devices: [...houseSite.devices, inWeight] });
  expect(await shown()).toEqual(['BadWaitingForInitialData', null, 'mg/m³']);
  tell(35);
  expect(await shown()).toEqual(['Good', 35, 'mg/m³']);
});

test('an alarm whose rule, or whose sensor, is gone is told as over, also while guard does not answer', async () => {
  const events = await UaEvents.of((await room.session('operator')).session);
  const stands = async () => {
    room.shown.audience.alarms(aScreen({ rule: 'gas-high' }));
    await until('it stands', () => events.last('gas-high')?.Retain === true);
    room.shown.audience.alive(false);
    await until('nobody knows', () => isUnheard(events.last('gas-high')));
  };
  const isOver = () => events.last('gas-high')?.Retain === false;
  await stands();
  follow({ ...site, rules: [] });
  await until('the rule is gone', isOver);
  follow(site);
  await stands();
  follow({ ...site, devices: site.devices.slice(1), rules: [] });
  await until('the sensor is gone', isOver);
});

test('an alarm is as old as guard says, not as the server that shows it', async () => {
  const events = await UaEvents.of((await room.session('operator')).session);
  const since = { boot: room.clock.boot, mono: room.clock.mono() - 3_600_000 };
  room.shown.audience.alarms(aScreen({ rule: 'gas-high', since }));
  await until('it is told', () => events.last('gas-high')?.Retain === true);
  const told = events.last('gas-high');
  expect(told?.['ActiveState.TransitionTime']).toEqual(told?.Time);
  expect(told?.['ActiveState.EffectiveTransitionTime']).toEqual(told?.Time);
});
