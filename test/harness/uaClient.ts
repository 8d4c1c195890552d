import { createServer } from 'node:net';
import { join } from 'node:path';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { type ClientSession, OPCUAClient, UserTokenType } from 'node-opcua-client';
import { MessageSecurityMode, SecurityPolicy } from 'node-opcua-secure-channel';
import { listCertificates, moveCertificate } from '../../gateway/trust/trustStore.ts';
import { until } from './until.ts';

// The library sets this aside while it reads a key, and puts back the word "undefined" where nothing was set: every
// openssl that is started in this process afterwards then fails.
process.env.OPENSSL_CONF ??= '/etc/ssl/openssl.cnf';

export type UaClientOptions = {
  readonly folder: string; // its certificate is made there
  readonly endpoint: string;
  readonly user?: { readonly id: string; readonly password: string };
  readonly policy?: SecurityPolicy;
  readonly mode?: MessageSecurityMode;
  readonly name?: string;
  readonly locales?: readonly string[];
};

/** A client of the other side: connects once and never again by itself. */
export async function uaClient({
  folder,
  policy,
  mode,
  name = 'test',
  locales = [],
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
    requestedSessionTimeout: 300_000,
    localeIds: [...locales],
  });
}

/** A session of a person; throws with the server's refusal. */
export async function uaSession(client: OPCUAClient, options: UaClientOptions): Promise<ClientSession> {
  await client.connect(options.endpoint);
  const { user } = options;
  if (user === undefined) return client.createSession();
  return client.createSession({ type: UserTokenType.UserName, userName: user.id, password: user.password });
}

/** Connects once, is refused as a stranger, and is trusted as an installer would do it. */
export async function trusted(options: UaClientOptions, memory: string): Promise<void> {
  const known = () =>
    listCertificates(memory).find(({ subject }) => subject.includes(`client ${options.name ?? 'test'}`));
  if (known()?.trusted === true) return;
  const stranger = await uaClient(options);
  await uaSession(stranger, options).then(
    () => {
      throw new Error('a client that nobody knows was let in');
    },
    () => {},
  );
  await stranger.disconnect();
  const shown = await until('the certificate was shown', known, 10);
  moveCertificate(memory, shown.thumbprint, 'trusted');
}

/** A port of loopback that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
