import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AddressSpace,
  type ISessionContext,
  SessionContext,
  type UAVariable,
} from 'node-opcua-address-space';
import { generateAddressSpace } from 'node-opcua-address-space/nodeJS.js';
import { AttributeIds } from 'node-opcua-data-model';
import { nodesets } from 'node-opcua-nodesets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { QUALITY_CODES, type Quality } from '../../drivers/quality.ts';
import type { PointValue } from '../../drivers/reading.ts';
import type { LineHealth } from '../../gateway/control/health.ts';
import { portProblem } from '../../gateway/core/portProblems.ts';
import { namesByLocale } from '../../gateway/opcua/model/namesByLocale.ts';
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
  namesByLocale(addressSpace);
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
const asking = (...localeIds: string[]) =>
  new SessionContext({ session: { localeIds } } as unknown as ConstructorParameters<
    typeof SessionContext
  >[0]) as ISessionContext;
const read = (id: string, attribute: AttributeIds, ...locales: string[]) =>
  node(id).readAttribute(asking(...locales), attribute).value.value;
const enumNames = (id: string, ...locales: string[]) =>
  (
    read(`${id}-EnumValues`, AttributeIds.Value, ...locales) as {
      value: number[];
      displayName: { text: string };
    }[]
  ).map(({ value, displayName }) => `${value[1]} ${displayName.text}`);
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
  expect(enumNames(state)).toEqual(['0 normal', '1 alarm', '2 fault']);
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

test('states, enumerations and descriptions are read in the language of the session', () => {
  const text = (id: string, ...locales: string[]) => read(id, AttributeIds.Value, ...locales).text;
  const state = 'gas-ParameterSet-state';
  expect(enumNames(state, 'zh-CN')).toEqual(['0 正常', '1 报警', '2 故障']);
  expect(enumNames(state, 'de')).toEqual(enumNames(state));
  tell('gas/state', 1);
  expect([text(`${state}-ValueAsText`, 'zh'), text(`${state}-ValueAsText`, 'en')]).toEqual(['报警', 'alarm']);
  tell('gas/state', null, 'no-communication'); // nothing of before is left in any language
  expect([text(`${state}-ValueAsText`, 'zh') ?? '', text(`${state}-ValueAsText`) ?? '']).toEqual(['', '']);
  tell('gas/state', 2);
  values.lost();
  expect(text(`${state}-ValueAsText`, 'zh') ?? '').toBe('');
  const gone = { line: 'gas', state: 'lost', utilisation: 0, deadShare: 0 };
  const problem = portProblem('port.missing');
  values.health([], [{ ...gone, problem } as unknown as LineHealth]);
  expect(text('line/gas/Problem')).toMatch(/^no such serial port/);
  expect(text('line/gas/Problem', 'zh')).toMatch(/\p{Script=Han}/u);
  const input = 'board-ParameterSet-input1';
  expect([text(`${input}-TrueState`, 'zh'), text(`${input}-TrueState`, 'en')]).toEqual(['接通', 'on']);
  expect([text('line/gas/Open-FalseState', 'zh'), text('line/gas/Open-FalseState')]).toEqual([
    ...['已断开', 'lost'],
  ]);
  for (const id of ['gas', 'line/gas', 'line/gas/Utilisation', HOUSE]) {
    const described = read(id, AttributeIds.Description, 'zh').text;
    if (id !== HOUSE) expect(described, id).toMatch(/\p{Script=Han}/u); // its place has one name in the site
    expect(read(id, AttributeIds.Description).text, id).toMatch(/^[\x20-\x7e]+$/);
  }
});

test('a quantity without a known range has none: by one that was made up no deadband in percent is ever passed', () => {
  const known = 'main-ParameterSet-pressure';
  expect([typeOf(known), node(`${known}-EURange`) !== null]).toEqual(['AnalogItemType', true]);
  const unknown = 'gas-ParameterSet-high_setpoint';
  expect([typeOf(unknown), node(`${unknown}-EURange`)]).toEqual(['AnalogUnitType', null]);
  expect(read(`${unknown}-EngineeringUnits`, AttributeIds.Value).displayName.text).toBe('%LEL');
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
  expect([shown('Open'), shown('Utilisation'), shown('DeadShare'), shown('Problem').text]).toEqual([
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
    ['Good', expect.not.objectContaining({ text: expect.any(String) })], // no problem
  ]); // 2: check function
  expect(new SiteValues(model, new SourceTimes(clock))).toBeDefined();
  expect(shown()).toEqual(nothing);
});
