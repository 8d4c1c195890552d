import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { MessageSecurityMode, OPCUAClient, SecurityPolicy } from 'node-opcua-client';
import { AttributeIds, BrowseDirection } from 'node-opcua-data-model';
import { DataType, Variant } from 'node-opcua-variant';
import { expect, test } from 'vitest';
import { programArguments } from '../../gateway/core/program.ts';
import { listCertificates } from '../../gateway/trust/trustStore.ts';
import { foreignRun, foreignUser } from '../harness/foreignUaClient.ts';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { Program } from '../harness/program.ts';
import { uaClient, uaSession } from '../harness/uaClient.ts';
import { openUaHouse, UA_PASSWORD } from '../harness/uaHouse.ts';
import { until } from '../harness/until.ts';

test('nobody comes in without a name, a password, a certificate that is trusted, and a channel that is secured', async () => {
  const house = await openUaHouse(houseBuilding, houseSite);
  const { stage, endpoint, state } = house;
  const viewer = await house.session('viewer');
  let lost = false;
  for (const event of ['start_reconnection', 'connection_lost', 'close'] as const)
    viewer.client.on(event, () => {
      lost = true;
    });
  const attempt = async (options: Partial<Parameters<typeof uaSession>[1]>) => {
    const all = { folder: stage.folder, endpoint, ...options };
    const client = await uaClient(all);
    try {
      await uaSession(client, all);
      return 'let in';
    } catch (error) {
      return /Bad\w+/.exec(String(error))?.[0] ?? String(error);
    } finally {
      await client.disconnect();
    }
  };
  const user = { id: 'viewer', password: UA_PASSWORD };
  expect(await attempt({ user })).toBe('let in');
  expect(await attempt({})).toMatch(/BadIdentityToken|No endpoint|anonymous/i);
  expect(await attempt({ user: { ...user, password: 'wrong password' } })).toBe('BadUserAccessDenied');
  expect(await attempt({ user: { ...user, id: 'nobody' } })).toBe('BadUserAccessDenied');
  expect(await attempt({ user, name: 'stranger' })).toBe('BadSecurityChecksFailed');
  const none = { policy: SecurityPolicy.None, mode: MessageSecurityMode.None };
  expect(await attempt({ user, ...none })).not.toBe('let in');

  // discovery alone works without security, or ordinary clients would not find the way in
  const finder = OPCUAClient.create({ endpointMustExist: false, connectionStrategy: { maxRetry: 0 } });
  await finder.connect(endpoint);
  const endpoints = await finder.getEndpoints();
  await finder.disconnect();
  const offered = endpoints.map(
    ({ securityMode, securityPolicyUri }) => `${securityMode} ${securityPolicyUri?.split('#')[1]}`,
  );
  expect(
    offered.filter((one) => !/^[23] (Basic256Sha256|Aes128_Sha256_RsaOaep|Aes256_Sha256_RsaPss)$/.test(one)),
  ).toEqual([]);

  await house.people.amend('viewer', { disabled: new Date().toISOString() });
  await until('who is taken out is out', () => lost);
  await viewer.client.disconnect();
  expect(await attempt({ user })).toBe('BadUserAccessDenied');
  expect(state).toContain(stage.folder);
});

test('no variable of the whole tree can be written, and no method fails for want of an answer, whoever asks', async () => {
  const house = await openUaHouse(houseBuilding, houseSite);
  const { session } = await house.session('admin');
  const seen = new Set<string>();
  const variables: string[] = [];
  const methods: { objectId: string; methodId: string }[] = [];
  const queue = ['i=84'];
  while (queue.length > 0) {
    const nodes = queue.splice(0, 100);
    const results = await session.browse(
      nodes.map((nodeId) => ({
        ...{
          nodeId,
          referenceTypeId: 'i=33',
          includeSubtypes: true,
          browseDirection: BrowseDirection.Forward,
        },
        ...{ nodeClassMask: 0, resultMask: 63 },
      })),
    );
    for (let [at, result] of results.entries())
      for (;;) {
        for (const { nodeId, nodeClass } of result.references ?? []) {
          const id = nodeId.toString();
          if (nodeClass === 4) methods.push({ objectId: nodes[at] ?? '', methodId: id });
          if (seen.has(id)) continue;
          seen.add(id);
          queue.push(id);
          if (nodeClass === 2) variables.push(id);
        }
        if ((result.continuationPoint?.length ?? 0) === 0) break;
        result = await session.browseNext(result.continuationPoint as Buffer, false);
      }
  }
  expect(variables.length).toBeGreaterThan(2_000);
  expect(variables.some((id) => id.includes('gas-ParameterSet-concentration'))).toBe(true);
  // called with nothing: what has no meaning here says so, and what lacks its arguments says that
  expect(methods.length).toBeGreaterThan(20);
  const unanswered: string[] = [];
  for (const { objectId, methodId } of methods) {
    const { statusCode } = await session.call({ objectId, methodId, inputArguments: [] });
    if (statusCode.name === 'BadInternalError') unanswered.push(`${objectId} ${methodId}`);
  }
  expect(unanswered).toEqual([]);
  const wrong: string[] = [];
  for (let i = 0; i < variables.length; i += 100) {
    const nodes = variables.slice(i, i + 100);
    const levels = await session.read(
      nodes.flatMap((nodeId) =>
        [AttributeIds.AccessLevel, AttributeIds.UserAccessLevel].map((attributeId) => ({
          nodeId,
          attributeId,
        })),
      ),
    );
    // CurrentWrite, HistoryWrite, StatusWrite, TimestampWrite (10000-3, 8.57)
    for (const [at, { value }] of levels.entries())
      if (((value.value as number) & 0b0110_1010) !== 0) wrong.push(nodes[at >> 1] ?? '');
    const nothing = { value: new Variant({ dataType: DataType.Null }) };
    const statuses = await session.write(
      nodes.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value, value: nothing })),
    );
    for (const [at, { name }] of statuses.entries())
      if (name !== 'BadNotWritable' && name !== 'BadUserAccessDenied') wrong.push(`${nodes[at]} ${name}`);
  }
  expect(wrong).toEqual([]);
});

test('who may only read the journal can be the server; of its folder others of its group may move certificates, and read no key', async () => {
  const house = await openUaHouse(houseBuilding, houseSite);
  const { stage, server } = house;
  await server.stop();
  const memory = join(stage.folder, 'own');
  mkdirSync(memory);
  const nobody = 65_534;
  chownSync(memory, nobody, 0);
  chmodSync(memory, 0o2750);
  for (const folder of [stage.folder, stage.journal]) chmodSync(folder, 0o755);
  const args = ['opcua', stage.site, '--run', stage.folder, '--memory', memory];
  const as = ['setpriv', `--reuid=${nobody}`, '--regid=0', '--clear-groups', '--bounding-set=-all'];
  const other = new Program('gateway/cli', args, { ...process.env }, as);
  stage.onClose(() => other.stop());
  await other.ready();
  expect(readdirSync(memory).toSorted()).toEqual(['clients', 'people']);

  // desk, say: another user of the same group
  await foreignRun(house, foreignUser('viewer'), 'read', 'i=2259');
  const shown = await until('its certificate was shown', () => listCertificates(memory)[0]);
  const desk = ['--reuid=65533', '--regid=0', '--clear-groups', '--bounding-set=-all', '--inh-caps=-all'];
  const asDesk = (...words: readonly string[]) =>
    spawnSync('setpriv', [...desk, ...words], { encoding: 'utf8' });
  const lifeline = [process.execPath, ...programArguments('gateway/cli')];
  const moved = asDesk(...lifeline, 'opcua', 'trust', shown.thumbprint, '--memory', memory);
  expect(moved.stderr + moved.stdout).toBe('CN=foreign-client, O=Foreign is trusted\n');
  await until('the server believes it', async () => {
    const [first] = await foreignRun(house, foreignUser('viewer'), 'read', 'i=2259');
    return first?.refused === undefined;
  });
  expect(asDesk('find', join(memory, 'clients', 'own')).stderr).toContain('Permission denied');
  expect(asDesk('touch', join(memory, 'clients', 'other')).status).not.toBe(0);
});

test('connections that never finish what they begin end by themselves, and leave the server to others', async () => {
  const house = await openUaHouse(houseBuilding, houseSite);
  const port = Number(new URL(house.endpoint.replace('opc.tcp', 'http')).port);
  let closed = 0;
  for (let i = 0; i < 50; i++) {
    const socket = connect(port, '127.0.0.1');
    socket.resume();
    socket.on('error', () => {});
    socket.on('close', () => closed++);
    socket.on('connect', () => {
      socket.write(hello(house.endpoint));
      // an OpenSecureChannel that says more will follow, and never does
      socket.write(chunk('OPNC', Buffer.alloc(60_000, 0x41)));
    });
  }
  await until('all are closed', () => closed === 50, 60);
  const { session } = await house.session('viewer');
  expect((await session.read({ nodeId: 'i=2259', attributeId: AttributeIds.Value })).value.value).toBe(0); // running
  expect(house.server.running).toBe(true);
});

test.each([
  ['say nothing', ''],
  ['say hello and no more', 'hello'],
])('connections that %s, and come again as often as they are ended, keep nobody out', async (_, says) => {
  const house = await openUaHouse(houseBuilding, houseSite);
  const port = Number(new URL(house.endpoint.replace('opc.tcp', 'http')).port);
  const { session: before } = await house.session('viewer');
  let ended = 0;
  let over = false;
  const knock = () => {
    if (over) return;
    const socket = connect(port, '127.0.0.1');
    house.stage.onClose(() => void socket.destroy());
    socket.resume();
    socket.on('error', () => {});
    socket.on('close', () => {
      ended++;
      setTimeout(knock, 20);
    });
    if (says !== '') socket.on('connect', () => socket.write(hello(house.endpoint)));
  };
  house.stage.onClose(() => {
    over = true;
  });
  for (let i = 0; i < 30; i++) knock();
  await until('they have been ended', () => ended >= 30, 30);
  for (let i = 0; i < 3; i++) {
    const options = { folder: house.stage.folder, endpoint: house.endpoint };
    const client = await uaClient(options);
    const user = { id: 'viewer', password: UA_PASSWORD };
    const session = await uaSession(client, { ...options, user });
    await session.close();
    await client.disconnect();
  }
  const running = await before.read({ nodeId: 'i=2259', attributeId: AttributeIds.Value });
  expect(running.value.value).toBe(0);
});

function chunk(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(8 + body.length, 4);
  return Buffer.concat([head, body]);
}

/** 10000-6, 7.1.2.3: version 0, buffers, no limits of its own. */
function hello(endpoint: string): Buffer {
  const body = Buffer.alloc(24 + Buffer.byteLength(endpoint));
  body.writeUInt32LE(65_536, 4);
  body.writeUInt32LE(65_536, 8);
  body.writeInt32LE(Buffer.byteLength(endpoint), 20);
  body.write(endpoint, 24);
  return chunk('HELF', body);
}
