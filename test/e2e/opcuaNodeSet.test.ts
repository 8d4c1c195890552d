import { join } from 'node:path';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { nodesets } from 'node-opcua-nodesets';
import { MessageSecurityMode, SecurityPolicy } from 'node-opcua-secure-channel';
import { OPCUAServer } from 'node-opcua-server';
import { expect, test } from 'vitest';
import { packageRoot } from '../../gateway/core/program.ts';
import { LIFT_GROUPS } from '../../gateway/opcua/lifts/liftNodeSet.ts';
import { foreignRun } from '../harness/foreignUaClient.ts';
import { openStage } from '../harness/stage.ts';
import { freePort } from '../harness/uaClient.ts';

const OBJECT_TYPES = 'i=58'; // BaseObjectType

test('a server that has nothing of ours but the published file shows the type of lifts to a client of another make', async () => {
  const stage = openStage();
  const port = await freePort();
  const store = () => new OPCUACertificateManager({ rootFolder: join(stage.folder, 'other'), keySize: 2048 });
  const server = new OPCUAServer({
    ...{ port, host: '127.0.0.1', hostname: '127.0.0.1' },
    nodesets: [nodesets.standard, join(packageRoot(), 'deploy', 'opcua', 'Lifeline.Lift.NodeSet2.xml')],
    serverCertificateManager: store(),
    securityPolicies: [SecurityPolicy.None],
    securityModes: [MessageSecurityMode.None],
    allowAnonymous: true,
  });
  await server.start();
  stage.onClose(() => server.shutdown(0));
  const house = { stage, endpoint: `opc.tcp://127.0.0.1:${port}` };
  const browse = async (node: string, depth: number) =>
    foreignRun(house, { policy: 'None', mode: 'none' }, 'browse', node, String(depth));
  const types = await browse(OBJECT_TYPES, 1);
  const lift = types.find(({ path }) => /:?LiftType$/.test(String(path)));
  expect(lift, JSON.stringify(types).slice(0, 300)).toBeDefined();
  const seen = (await browse(String(lift?.node), 2)).map(({ path }) => String(path).replaceAll(/\d+:/g, ''));
  const missing = LIFT_GROUPS.flatMap(({ name, variables }) =>
    variables.map((one) => `/${name}/${one.name}`),
  ).filter((path) => !seen.some((one) => one.endsWith(path)));
  expect(missing).toEqual([]);
});
