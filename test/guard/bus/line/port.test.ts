import { symlinkSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../gateway/core/clock.ts';
import { SerialPort } from '../../../../gateway/core/serialPort.ts';
import { memoryPorts } from '../../../../gateway/guard/bus/port/memoryPort.ts';
import { TcpPort } from '../../../../gateway/guard/bus/port/tcpPort.ts';
import { expectChinese } from '../../../text/inChinese.ts';
import { type FarSide, portContract } from './portContract.ts';
import { PseudoTerminal } from './pseudoTerminal.ts';

const FORMAT = { baud: 115_200, parity: 'none', stopBits: 1 } as const;
const clock = systemClock();

async function overPseudoTerminal(): Promise<FarSide & { readonly path: string }> {
  const terminal = new PseudoTerminal();
  await terminal.plug();
  let heard = Buffer.alloc(0);
  terminal.onBytes = (bytes) => {
    heard = Buffer.concat([heard, bytes]);
  };
  return {
    path: terminal.path,
    port: new SerialPort(terminal.path, FORMAT, clock),
    send: (bytes) => terminal.send(bytes),
    heard: () => heard,
    cut: () => terminal.unplug(),
    mend: () => terminal.plug(),
    dispose: () => terminal.dispose(),
  };
}

async function overTcp(): Promise<FarSide> {
  let heard = Buffer.alloc(0);
  let peer: Socket | undefined;
  let server: Server;
  let number = 0;
  const listen = async () => {
    server = createServer((socket) => {
      peer = socket;
      socket.on('data', (bytes) => {
        heard = Buffer.concat([heard, bytes]);
      });
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => server.listen(number, '127.0.0.1', resolve));
    const address = server.address();
    if (address !== null && typeof address === 'object') number = address.port;
  };
  const cut = async () => {
    peer?.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  await listen();
  return {
    port: new TcpPort('127.0.0.1', number, clock),
    send: (bytes) => peer?.write(bytes),
    heard: () => heard,
    cut,
    mend: listen,
    dispose: cut,
  };
}

async function overMemory(): Promise<FarSide> {
  const [near, far] = memoryPorts(clock);
  let heard = Buffer.alloc(0);
  far.onBytes = (bytes) => {
    heard = Buffer.concat([heard, bytes]);
  };
  await far.open();
  return {
    port: near,
    send: (bytes) => far.write(bytes),
    heard: () => heard,
    cut: async () => near.unplug(),
    mend: async () => near.plug(),
    dispose: () => far.close(),
  };
}

describe('a serial port on a pseudo-terminal', () => {
  portContract(overPseudoTerminal);

  it('is held by one user at a time, even if that is root, and by whatever name', async () => {
    const far = await overPseudoTerminal();
    const alias = `${far.path}-by-id`;
    symlinkSync(far.path, alias);
    const rival = new SerialPort(alias, FORMAT, clock);
    expect((await far.port.open()).ok).toBe(true);
    const refused = await rival.open();
    expect(refused).toMatchObject({ ok: false, error: { code: 'port.busy', where: alias } });
    if (!refused.ok) expectChinese(refused.error);
    await far.port.close();
    expect((await rival.open()).ok).toBe(true);
    await rival.close();
    await far.dispose();
  });

  it('that is not there is named, with what to do', async () => {
    const port = new SerialPort('/dev/ttyUSB-not-there', FORMAT, clock);
    const refused = await port.open();
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'port.missing', where: '/dev/ttyUSB-not-there', hint: expect.stringContaining('by-id') },
    });
    if (!refused.ok) expectChinese(refused.error);
  });

  it('that is no serial port at all is told with the reason, in Chinese too', async () => {
    const refused = await new SerialPort('/dev/null', FORMAT, clock).open();
    expect(refused).toMatchObject({ ok: false, error: { code: 'port.failed' } });
    if (!refused.ok) expectChinese(refused.error);
  });
});

describe('a tcp port', () => {
  portContract(overTcp);

  it('whose host has no such name is told apart from one that refuses', async () => {
    const port = new TcpPort('no-such-converter.invalid', 4001, clock);
    const refused = await port.open();
    expect(refused).toMatchObject({ ok: false, error: { code: 'port.unknown-host' } });
    if (!refused.ok) expectChinese(refused.error);
  });
});

describe('a port in memory', () => {
  portContract(overMemory);
});
