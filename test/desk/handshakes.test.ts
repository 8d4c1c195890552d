import { createServer } from 'node:https';
import { type AddressInfo, connect as connectPlain, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { boundHandshakes, MOST_HANDSHAKES } from '../../gateway/desk/http/handshakes.ts';
import { tlsOf } from '../../gateway/desk/http/webServer.ts';
import { until } from '../harness/until.ts';
import { aCertificate } from './openDesk.ts';

it('lets no more than so many handshakes be under way at once, and forgets those that are over', async () => {
  const server = createServer(tlsOf(await aCertificate()), (_request, response) => response.end('page'));
  boundHandshakes(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const silent = Array.from({ length: MOST_HANDSHAKES + 8 }, () => connectPlain({ host: '127.0.0.1', port }));
  const cut = new Set<Socket>();
  for (const socket of silent) {
    socket.on('error', () => {}); // it was turned away
    socket.on('close', () => cut.add(socket));
    onTestFinished(() => void socket.destroy());
  }
  await until('the last are turned away', () => cut.size === 8);

  const agrees = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => resolve(true));
      onTestFinished(() => void socket.destroy());
      socket.on('error', () => resolve(false));
      socket.on('close', () => resolve(false));
    });
  expect(await agrees()).toBe(false);
  for (const socket of silent) socket.destroy();
  await until('there is room again', agrees);
  // what stands is no handshake any more
  for (let n = 0; n < MOST_HANDSHAKES; n++) expect(await agrees()).toBe(true);
});
