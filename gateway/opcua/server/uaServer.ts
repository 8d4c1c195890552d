import { join } from 'node:path';
import { nodesets } from 'node-opcua-nodesets';
import { MessageSecurityMode, SecurityPolicy } from 'node-opcua-secure-channel';
import { OPCUAServer, RegisterServerMethod } from 'node-opcua-server';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { packageRoot } from '../../core/program.ts';
import type { PeopleFile } from '../../people/peopleFile.ts';
import type { OpcuaSite } from '../../site/schema/opcuaSchema.ts';
import { userManager } from './admission.ts';
import { capabilities, OPCUA_CAPS, transportLimits } from './caps.ts';
import { fitAnswers } from './fittingAnswers.ts';
import { ownCertificate } from './ownCertificate.ts';
import { guardItems } from './sturdyItems.ts';
import { capQueues, markOverflows } from './sturdyQueue.ts';

export const PRODUCT_URI = 'urn:lifeline-gateway';
export const LIFT_NODESET = join(packageRoot(), 'deploy', 'opcua', 'Lifeline.Lift.NodeSet2.xml');

export type UaServerOptions = {
  readonly gateway: string;
  readonly software: string;
  readonly memory: string; // folder of its key and its trust lists
  readonly site: OpcuaSite;
  readonly people: PeopleFile;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * A server that is set up and does not listen yet. Basic256Sha256 and better, signed or signed and encrypted; the endpoint
 * without security answers discovery alone, because ordinary clients look there first; nobody comes in without a name.
 */
export async function makeUaServer(options: UaServerOptions): Promise<OPCUAServer> {
  const { gateway, software, memory, site, people, clock, log } = options;
  const applicationUri = `${PRODUCT_URI}:${gateway}`;
  const own = await ownCertificate(memory, applicationUri, site.names, clock);
  const [first, ...others] = site.names;
  const server = new OPCUAServer({
    port: site.port,
    ...(site.host === undefined ? {} : { host: site.host }),
    ...(first === undefined ? {} : { hostname: first, alternateHostname: others }),
    nodesets: [nodesets.standard, nodesets.di, LIFT_NODESET],
    serverInfo: { applicationUri, productUri: PRODUCT_URI, applicationName: { text: `Lifeline ${gateway}` } },
    buildInfo: {
      ...{ productName: 'Lifeline gateway', productUri: PRODUCT_URI, manufacturerName: 'Lifeline' },
      softwareVersion: software,
    },
    serverCertificateManager: own.clients,
    userCertificateManager: own.people,
    certificateFile: own.certificateFile,
    privateKeyFile: own.privateKeyFile,
    securityPolicies: [
      SecurityPolicy.Basic256Sha256,
      SecurityPolicy.Aes128_Sha256_RsaOaep,
      SecurityPolicy.Aes256_Sha256_RsaPss,
    ],
    securityModes: [MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt],
    allowAnonymous: false,
    disableDiscovery: false,
    registerServerMethod: RegisterServerMethod.HIDDEN,
    maxConnectionsPerEndpoint: site.sessions + OPCUA_CAPS.spareConnections,
    // the library's idle limit of a socket; who does not log in is ended by the deadline of `Admission`
    timeout: OPCUA_CAPS.idleMs,
    serverCapabilities: capabilities(site.sessions),
    transportSettings: { adjustTransportLimits: transportLimits },
    userManager: userManager(people, clock),
  });
  await server.initialize();
  markOverflows();
  guardItems(log);
  capQueues(server);
  fitAnswers(server);
  return server;
}
