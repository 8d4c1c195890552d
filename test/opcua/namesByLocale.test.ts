import { AddressSpace, type ISessionContext, SessionContext, type UAObject } from 'node-opcua-address-space';
import { generateAddressSpace } from 'node-opcua-address-space/nodeJS.js';
import { AttributeIds, BrowseDirection } from 'node-opcua-data-model';
import { nodesets } from 'node-opcua-nodesets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nameLiftType } from '../../gateway/opcua/lifts/liftNames.ts';
import { LIFT_URI } from '../../gateway/opcua/lifts/liftNodeSet.ts';
import { localized } from '../../gateway/opcua/model/localized.ts';
import { namesByLocale } from '../../gateway/opcua/model/namesByLocale.ts';
import { LIFT_NODESET } from '../../gateway/opcua/server/uaServer.ts';

const addressSpace = AddressSpace.create();
let index: number;
let lift: UAObject;

beforeAll(async () => {
  addressSpace.registerNamespace('urn:test');
  await generateAddressSpace(addressSpace, [nodesets.standard, LIFT_NODESET]);
  index = addressSpace.getNamespaceIndex(LIFT_URI);
  const type = addressSpace.findObjectType('LiftType', index);
  if (type === null) throw new Error('no type');
  namesByLocale(addressSpace);
  nameLiftType(addressSpace, type, index);
  lift = type.instantiate({ browseName: 'lift-a', organizedBy: addressSpace.rootFolder.objects });
  lift.setDisplayName(localized({ en: 'Lift A', zh: 'A 梯' }));
});
afterAll(() => addressSpace.dispose());

const asking = (...localeIds: string[]) =>
  new SessionContext({ session: { localeIds } } as unknown as ConstructorParameters<
    typeof SessionContext
  >[0]) as ISessionContext;

/** The name of the lift, of its group of the car and of a variable, as they are read and as they are browsed. */
function names(...locales: string[]) {
  const context = asking(...locales);
  const car = lift.getComponentByName('Car', index) as UAObject;
  const position = car.getComponentByName('CarPosition', index);
  const read = [lift, car, position].map(
    (node) => node?.readAttribute(context, AttributeIds.DisplayName).value.value,
  );
  const browsed = [addressSpace.rootFolder.objects, lift, car].map((node, at) => {
    const found = addressSpace.browseSingleNode(
      node.nodeId,
      {
        ...{ browseDirection: BrowseDirection.Forward, nodeClassMask: 0, resultMask: 63 },
        ...{ referenceTypeId: 'HierarchicalReferences', includeSubtypes: true, nodeId: node.nodeId },
      } as unknown as Parameters<AddressSpace['browseSingleNode']>[1],
      context,
    );
    const wanted = [lift, car, position][at]?.nodeId.toString();
    return found.references?.find(({ nodeId }) => nodeId.toString() === wanted)?.displayName;
  });
  const texts = (all: typeof read) => all.map((one) => `${one?.locale} ${one?.text}`);
  expect(texts(browsed)).toEqual(texts(read));
  return texts(read);
}

test('a name is read and browsed in the first language of the session that it has, else in English', () => {
  const english = names();
  expect(english).toEqual(['en Lift A', 'en Car', 'en floor, from 1 at the bottom']);
  for (const locales of [['en'], ['en-US'], ['de'], ['de', 'en', 'zh'], ['en-GB', 'zh-CN']])
    expect(names(...locales)).toEqual(english);
  const chinese = names('zh');
  expect(chinese[0]).toBe('zh A 梯');
  expect(chinese.every((name) => /^zh .*\p{Script=Han}/u.test(name))).toBe(true);
  for (const locales of [['zh-CN'], ['ZH-Hans-CN'], ['de', 'zh', 'en']])
    expect(names(...locales)).toEqual(chinese);
});

test('a name of the standard stays as it is, and a browse without names gets none', () => {
  const server = addressSpace.rootFolder.objects.server;
  expect(server.readAttribute(asking('zh'), AttributeIds.DisplayName).value.value.text).toBe('Server');
  const found = server.browseNode(
    {
      ...{ browseDirection: BrowseDirection.Forward, nodeClassMask: 0, resultMask: 0 },
      ...{ includeSubtypes: true, nodeId: server.nodeId },
    } as unknown as Parameters<UAObject['browseNode']>[0],
    asking('zh'),
  );
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter(({ displayName }) => displayName?.text)).toEqual([]);
});

test('fields of the enumerations of lifts are told in English', () => {
  const definition = JSON.stringify(
    addressSpace.findDataType('LiftCarDirection', index)?.getEnumDefinition(),
  );
  expect(definition).toContain('unknown');
  expect(definition).not.toMatch(/\p{Script=Han}/u);
});
