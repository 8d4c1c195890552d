import { createServer } from 'node:https';
import { type AddressInfo, connect as connectPlain, type Socket, type TcpNetConnectOpts } from 'node:net';
import { type ConnectionOptions, connect } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { boundHandshakes } from '../../gateway/desk/http/handshakes.ts';
import { tlsOf } from '../../gateway/desk/http/webServer.ts';
import { until } from '../harness/until.ts';
import { aCertificate } from './openDesk.ts';

const OF_ONE = 32;

it('lets an address begin no more than so many handshakes at once, keeps nobody else out, and forgets those that are over', async () => {
  const server = createServer(tlsOf(await aCertificate()), (_request, response) => response.end('page'));
  boundHandshakes(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const silent = Array.from({ length: OF_ONE + 8 }, () => connectPlain({ host: '127.0.0.1', port }));
  const cut = new Set<Socket>();
  for (const socket of silent) {
    socket.on('error', () => {}); // it was turned away
    socket.on('close', () => cut.add(socket));
    onTestFinished(() => void socket.destroy());
  }
  await until('the last are turned away', () => cut.size === 8);

  const agrees = (localAddress: string) =>
    new Promise<boolean>((resolve) => {
      const options: ConnectionOptions & Pick<TcpNetConnectOpts, 'localAddress'> = {
        ...{ host: '127.0.0.1', port, rejectUnauthorized: false, localAddress },
      };
      const socket = connect(options, () => {
        resolve(true);
        socket.destroy();
      });
      socket.on('error', () => resolve(false));
      socket.on('close', () => resolve(false));
    });
  expect([await agrees('127.0.0.1'), await agrees('127.0.0.2')]).toEqual([false, true]);
  for (const socket of silent) socket.destroy();
  await until('there is room again', () => agrees('127.0.0.1'));
  // what stands is no handshake any more
  for (let n = 0; n < OF_ONE + 8; n++)
    await new Promise<void>((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, resolve);
      socket.on('error', reject);
      onTestFinished(() => void socket.destroy());
    });
});
