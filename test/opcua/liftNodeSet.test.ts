import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AddressSpace } from 'node-opcua-address-space';
import { generateAddressSpace } from 'node-opcua-address-space/nodeJS.js';
import { nodesets } from 'node-opcua-nodesets';
import { expect, test } from 'vitest';
import { LIFT_GROUPS, LIFT_URI, liftNodeSet } from '../../gateway/opcua/lifts/liftNodeSet.ts';
import { LIFT_NODESET } from '../../gateway/opcua/server/uaServer.ts';

test('the published nodeset is the model; LIFELINE_WRITE_NODESET=1 writes it', () => {
  if (process.env.LIFELINE_WRITE_NODESET === '1') writeFileSync(LIFT_NODESET, liftNodeSet());
  expect(readFileSync(LIFT_NODESET, 'utf8')).toBe(liftNodeSet());
});

test('another server loads it from the file alone, beside nothing but the standard nodeset', async () => {
  const addressSpace = AddressSpace.create();
  addressSpace.registerNamespace('urn:another-server');
  await generateAddressSpace(addressSpace, [nodesets.standard, LIFT_NODESET]);
  const index = addressSpace.getNamespaceIndex(LIFT_URI);
  const type = addressSpace.findObjectType('LiftType', index);
  const lift = type?.instantiate({ browseName: 'lift', organizedBy: addressSpace.rootFolder.objects });
  for (const { name, variables } of LIFT_GROUPS) {
    const group = lift?.getComponentByName(name, index);
    expect(
      variables.filter((one) => group?.getChildByName(one.name, index) == null).map((one) => one.name),
    ).toEqual([]);
  }
  // BACnet's number of LiftCarMode FIREFIGHTER_CONTROL (ANSI/ASHRAE 135, 12.59.15)
  const mode = addressSpace.findDataType('LiftCarMode', index)?.getEnumDefinition() as
    | { nameIndex?: Record<string, { value: number }> }
    | undefined;
  expect(JSON.stringify(mode)).toContain('firefighterControl');
  addressSpace.dispose();
});

test('it is valid by the schema of the OPC Foundation', () => {
  const schema = join(dirname(nodesets.standard), 'UANodeSet.xsd');
  expect(() =>
    execFileSync('xmllint', ['--noout', '--nonet', '--schema', schema, LIFT_NODESET], { stdio: 'pipe' }),
  ).not.toThrow();
});
