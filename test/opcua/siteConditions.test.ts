import type { EventEmitter } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AddressSpace, type UAObject, type UAVariable } from 'node-opcua-address-space';
import { generateAddressSpace } from 'node-opcua-address-space/nodeJS.js';
import { nodesets } from 'node-opcua-nodesets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limitsOf } from '../../gateway/opcua/alarms/conditionType.ts';
import { HistoryService } from '../../gateway/opcua/history/historyService.ts';
import { JournalHistory } from '../../gateway/opcua/history/journalHistory.ts';
import { LIFT_NODESET } from '../../gateway/opcua/server/uaServer.ts';
import { ShownSite } from '../../gateway/opcua/shownSite.ts';
import { loadSite } from '../../gateway/site/load.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';
import type { Rule } from '../../gateway/site/schema/siteSchema.ts';
import { LIFT_HOUSE, liftSite } from '../harness/liftHouse.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

const folder = mkdtempSync(join(tmpdir(), 'lifeline-conditions-'));
const addressSpace = AddressSpace.create();
const [lift] = liftSite.lifts;
const levelling = {
  ...{ id: 'level', kind: 'limit', point: 'controller/speed', unit: 'm/s' },
  ...{ high: { yellow: 1.1, orange: 1.2, red: 1.3 } },
};
let shown: ShownSite;

function siteWith(change: object) {
  const site = join(folder, 'site.yaml');
  writeFileSync(site, JSON.stringify({ ...liftSite, ...change }));
  const loaded = loadSite(site, readProfiles(site), []);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return loaded.value;
}

beforeAll(async () => {
  addressSpace.registerNamespace('urn:test');
  await generateAddressSpace(addressSpace, [nodesets.standard, nodesets.di, LIFT_NODESET]);
  const installation = siteWith({ lifts: [{ ...lift, pack: 'lift' }], rules: [levelling] });
  const history = new HistoryService(new JournalHistory(folder));
  const desk = {} as ConstructorParameters<typeof ShownSite>[1]['desk'];
  shown = new ShownSite(addressSpace, { installation, clock: new VirtualClock(), history, desk });
});
afterAll(() => {
  addressSpace.dispose();
  removeFolder(folder);
});

const node = (id: string) => addressSpace.findNode(`ns=1;s=${id}`) as UAVariable | null;
const value = (id: string) => node(id)?.readValue().value.value;
const conditions = () =>
  shown.installation.rules.flatMap(({ id }) => {
    const found = node(`alarm/${id}`);
    return found === null ? [] : [[id, value(`alarm/${id}-SourceName`)] as const];
  });

test('what is judged of a lift is told by the lift', () => {
  const told = conditions().filter(([id]) => id.startsWith('lift-a'));
  expect(told.length).toBeGreaterThan(3);
  expect(told.filter(([, source]) => source !== 'lift-a')).toEqual([]);
  expect(node('lift-a')?.description.text).toBe('made of controller, box');
});

test('what a device tells is heard at its place, and from there once at the gateway', () => {
  const place = node(`${LIFT_HOUSE}/Places/${LIFT_HOUSE}`) as unknown as UAObject;
  const under = place.findReferencesAsObject('HasEventSource', true).map(({ browseName }) => browseName.name);
  expect([place.eventNotifier, under]).toEqual([1, ['controller', 'box', 'lift-a']]);
  const heard: string[] = [];
  for (const at of [place, node(LIFT_HOUSE), addressSpace.rootFolder.objects.server])
    (at as unknown as EventEmitter).on('event', () => heard.push(String((at as UAObject).browseName.name)));
  (node('controller') as unknown as UAObject).raiseEvent('BaseEventType', {});
  expect(heard.splice(0).sort()).toEqual(['Server', LIFT_HOUSE, LIFT_HOUSE]); // the place is called as the gateway
  const lift = node('lift/lift-a') as unknown as UAObject;
  (lift as unknown as EventEmitter).on('event', () => heard.push('the lift'));
  (node('lift-a') as unknown as UAObject).raiseEvent('BaseEventType', {});
  expect(heard.sort()).toEqual(['Server', LIFT_HOUSE, LIFT_HOUSE, 'the lift']);
});

test('variables of a lift wait for guard before it was heard', () => {
  expect(node('lift/lift-a-Faults-FaultSignals')?.readValue().statusCode.name).toBe(
    'BadWaitingForInitialData',
  );
});

test('a limit alarm shows its limits, of two that are one to OPC UA the one that is passed first', () => {
  expect([value('alarm/level-HighLimit'), value('alarm/level-HighHighLimit')]).toEqual([1.1, 1.2]);
  expect([node('alarm/level-LowLimit'), node('alarm/level-LowLowLimit')]).toEqual([null, null]);
  const rate = { kind: 'rate', windowS: 60, rising: { red: 6 }, falling: { blue: 3, yellow: 1.2 } };
  expect(limitsOf(rate as unknown as Rule)).toEqual({ HighHighLimit: 0.1, LowLimit: -0.02 });
});

test('a lift that comes and goes takes its conditions with it', () => {
  shown.follow(siteWith({ lifts: [] }));
  expect(conditions().filter(([id]) => id.startsWith('lift-a'))).toEqual([]);
  expect([node('lift/lift-a'), node('lift-a')]).toEqual([null, null]);
  expect(node('controller-ParameterSet-speed')).not.toBeNull();
  shown.follow(siteWith({ lifts: [{ ...lift, pack: 'lift' }] }));
  const told = conditions().filter(([id]) => id.startsWith('lift-a'));
  expect([told.length > 3, told.every(([, source]) => source === 'lift-a')]).toEqual([true, true]);
  const below = node('lift/lift-a')?.findReferencesAsObject('HasEventSource', true) ?? [];
  expect(below.map(({ nodeId }) => nodeId.toString())).toEqual(['ns=1;s=lift-a']);
});
