import { join } from 'node:path';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { type ClientSession, OPCUAClient, UserTokenType } from 'node-opcua-client';
import { MessageSecurityMode, SecurityPolicy } from 'node-opcua-secure-channel';

export type UaClientOptions = {
  readonly folder: string; // its certificate is made there
  readonly endpoint: string;
  readonly user?: { readonly id: string; readonly password: string };
  readonly policy?: SecurityPolicy;
  readonly mode?: MessageSecurityMode;
  readonly name?: string;
};

/** A client of the other side: connects once and never again by itself. */
export async function uaClient({
  folder,
  policy,
  mode,
  name = 'test',
}: UaClientOptions): Promise<OPCUAClient> {
  const manager = new OPCUACertificateManager({
    rootFolder: join(folder, `pki-${name}`),
    automaticallyAcceptUnknownCertificate: true,
  });
  await manager.initialize();
  return OPCUAClient.create({
    applicationName: `client ${name}`,
    clientCertificateManager: manager,
    endpointMustExist: false,
    securityPolicy: policy ?? SecurityPolicy.Basic256Sha256,
    securityMode: mode ?? MessageSecurityMode.SignAndEncrypt,
    connectionStrategy: { maxRetry: 0 },
    requestedSessionTimeout: 60_000,
  });
}

/** A session of a person; throws with the server's refusal. */
export async function uaSession(client: OPCUAClient, options: UaClientOptions): Promise<ClientSession> {
  await client.connect(options.endpoint);
  const { user } = options;
  if (user === undefined) return client.createSession();
  return client.createSession({ type: UserTokenType.UserName, userName: user.id, password: user.password });
}
