import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AddressSpace, type UAVariable } from 'node-opcua-address-space';
import { generateAddressSpace } from 'node-opcua-address-space/nodeJS.js';
import { nodesets } from 'node-opcua-nodesets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { QUALITY_CODES, type Quality } from '../../drivers/quality.ts';
import type { PointValue } from '../../drivers/reading.ts';
import { SiteModel } from '../../gateway/opcua/model/siteModel.ts';
import { SiteValues } from '../../gateway/opcua/model/siteValues.ts';
import { SourceTimes } from '../../gateway/opcua/model/sourceTimes.ts';
import { loadSite } from '../../gateway/site/load.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';
import { HOUSE, houseSite } from '../harness/house.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

const folder = mkdtempSync(join(tmpdir(), 'lifeline-model-'));
const clock = new VirtualClock();
const addressSpace = AddressSpace.create();
let model: SiteModel;
let values: SiteValues;

beforeAll(async () => {
  addressSpace.registerNamespace('urn:test');
  await generateAddressSpace(addressSpace, [nodesets.standard, nodesets.di]);
  const site = join(folder, 'site.yaml');
  writeFileSync(site, JSON.stringify(houseSite));
  const loaded = loadSite(site, readProfiles(site), []);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  model = new SiteModel(addressSpace, loaded.value);
  values = new SiteValues(model, new SourceTimes(clock));
});
afterAll(() => {
  addressSpace.dispose();
  removeFolder(folder);
});

const node = (id: string) => addressSpace.findNode(`ns=1;s=${id}`) as UAVariable;
const typeOf = (id: string) => node(id).typeDefinitionObj.browseName.name;
const tell = (point: string, value: PointValue, quality: Quality = 'good') =>
  values.readings([{ point, value, quality, at: { boot: clock.boot, mono: clock.mono() } }]);

test('a contact is a TwoStateDiscrete, a detector’s state a MultiStateValueDiscrete with its names, a quantity an AnalogItem with unit and range', () => {
  const contact = 'board-ParameterSet-input1';
  expect(typeOf(contact)).toBe('TwoStateDiscreteType');
  expect(node(`${contact}-TrueState`).readValue().value.value.text).not.toBe('');
  expect(node(contact).readValue().statusCode.name).toBe('BadWaitingForInitialData');
  tell('board/input1', true);
  expect(node(contact).readValue().value).toMatchObject({ value: true });
  tell('board/input1', 0);
  expect(node(contact).readValue().value).toMatchObject({ value: false });

  const state = 'gas-ParameterSet-state';
  expect(typeOf(state)).toBe('MultiStateValueDiscreteType');
  const names = node(`${state}-EnumValues`).readValue().value.value as {
    value: number[];
    displayName: { text: string };
    description: { text: string };
  }[];
  expect(
    names.map(({ value, displayName, description }) => [value[1], displayName.text, description.text]),
  ).toEqual([
    [0, 'normal', '正常'],
    [1, 'alarm', '报警'],
    [2, 'fault', '故障'],
  ]);
  tell('gas/state', 1);
  const inWords = () => node(`${state}-ValueAsText`).readValue().value.value.text;
  expect([node(state).readValue().value.value, inWords()]).toEqual([1, 'alarm']);
  tell('gas/state', 7); // not in the maker's table
  expect([node(state).readValue().value.value, inWords() ?? '']).toEqual([7, '']);
  tell('gas/state', null, 'no-communication');
  expect([node(state).readValue().value.value, inWords() ?? '']).toEqual([null, '']);

  const gas = 'gas-ParameterSet-concentration';
  expect(typeOf(gas)).toBe('AnalogItemType');
  expect(node(`${gas}-EURange`).readValue().value.value).toMatchObject({ low: 0, high: 100 });
});

test('every quality has a status of its own class; a missing value is null', () => {
  const gas = node('gas-ParameterSet-concentration');
  const classes = (Object.keys(QUALITY_CODES) as Quality[]).map((quality) => {
    tell('gas/concentration', quality === 'good' ? 7 : null, quality);
    const { statusCode, value } = gas.readValue();
    if (quality !== 'good') expect(value.value).toBeNull();
    return [quality, statusCode.name];
  });
  // 10000-8, 7.2; 10000-4, 7.39
  expect(Object.fromEntries(classes)).toEqual({
    good: 'Good',
    'warm-up': 'UncertainSensorNotAccurate',
    'out-of-spec': 'UncertainEngineeringUnitsExceeded',
    stale: 'UncertainLastUsableValue',
    drift: 'UncertainSensorCalibration',
    flatline: 'UncertainSubNormal',
    'no-communication': 'BadNoCommunication',
    'sensor-failure': 'BadSensorFailure',
    'protocol-error': 'BadDeviceFailure',
    'out-of-service': 'BadOutOfService',
    substituted: 'UncertainSubstituteValue',
  });
});

test('lines are objects with their health, and devices stand under their line, their place and in the DeviceSet of DI', () => {
  const lost = { state: 'lost', utilisation: 0.4, deadShare: 0.05, problem: { what: 'no such port' } };
  values.health([], [{ line: 'gas', ...lost } as unknown as Parameters<SiteValues['health']>[1][number]]);
  const shown = (name: string) => node(`line/gas/${name}`).readValue().value.value;
  expect([shown('Open'), shown('Utilisation'), shown('DeadShare'), shown('Problem')]).toEqual([
    ...[false, 40, 5, 'no such port'],
  ]);
  const under = (id: string) =>
    node(id)
      .findReferencesAsObject('Organizes', true)
      .map(({ browseName }) => browseName.name);
  expect(under('line/gas')).toEqual(['gas']);
  expect(under(`${HOUSE}/Places/Kitchen`)).toEqual(['gas']);
  expect(under(`${HOUSE}/Places/Garden Lane 7`)).toEqual(['main', 'heating', 'board']); // the gateway's own
  const set = addressSpace.findNode(
    `ns=${addressSpace.getNamespaceIndex('http://opcfoundation.org/UA/DI/')};i=5001`,
  );
  expect(set?.findReferencesAsObject('HasComponent', true).map(({ browseName }) => browseName.name)).toEqual(
    expect.arrayContaining(['gas', 'main', 'heating', 'board']),
  );
});

test('before guard is heard, and when it answers no more, nothing is said of how devices and lines are', () => {
  const said = ['gas-DeviceHealth', 'line/gas/Open', 'line/gas/DeadShare', 'line/gas/Problem'];
  const shown = () =>
    said.map((id) => [node(id).readValue().statusCode.name, node(id).readValue().value.value]);
  const nothing = said.map(() => ['BadNoCommunication', null]);
  const open = { line: 'gas', state: 'open', utilisation: 0.4, deadShare: 0.05 };
  const again = () => values.health([], [open as unknown as Parameters<SiteValues['health']>[1][number]]);
  again();
  expect(shown().map(([status]) => status)).toEqual(said.map(() => 'Good'));
  values.lost();
  expect(shown()).toEqual(nothing);
  values.follow(); // a changed site meanwhile
  expect(shown()).toEqual(nothing);
  again();
  expect(shown()).toEqual([
    ['Good', 2],
    ['Good', true],
    ['Good', 5],
    ['Good', ''],
  ]); // 2: check function
  expect(new SiteValues(model, new SourceTimes(clock))).toBeDefined();
  expect(shown()).toEqual(nothing);
});
