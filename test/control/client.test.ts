import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ControlClientOptions, connectControl } from '../../gateway/control/client.ts';
import type { ControlPush } from '../../gateway/control/protocol.ts';
import { alarm, clock, eventually, makeServer, temporaryFolder } from './fixture.ts';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
let cleanup: (() => unknown)[];

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'courier.sock');
  cleanup = [];
});
afterEach(async () => {
  for (const step of cleanup.toReversed()) await step();
  folder[Symbol.dispose]();
});

function connected(options: Partial<ControlClientOptions> = {}) {
  const client = connectControl(path, clock, { name: 'courier', ...options });
  cleanup.push(() => client.stop());
  return client;
}

async function serve() {
  const server = makeServer(path, {
    snapshot: (topic) =>
      topic === 'alarms' ? { push: 'alarms', alarms: [alarm('gas-high')], snapshot: true } : null,
  });
  expect((await server.start()).ok).toBe(true);
  cleanup.push(() => server.stop());
  return server;
}

describe('a client of guard', () => {
  test('asks and is answered, and each answer finds its question', async () => {
    await serve();
    const client = connected();
    expect(await client.opened(5000)).toMatchObject({ ok: true });
    const counts = [1, 2, 3].map((size) =>
      client.request({
        verb: 'delivered',
        deliveries: Array.from({ length: size }, () => ({
          uplink: 'city',
          epoch: 'e',
          stream: 'event' as const,
          from: 1,
          to: 1,
          parts: null,
        })),
      }),
    );
    expect(await Promise.all(counts)).toEqual([1, 2, 3].map((value) => ({ ok: true, value })));
    expect(await client.request({ verb: 'status' })).toMatchObject({
      ok: false,
      error: { code: 'control.verb-refused' },
    });
  });

  test('says where guard was expected when there is none', async () => {
    const client = connected();
    expect(await client.opened(50)).toMatchObject({
      ok: false,
      error: { code: 'control.unreachable', where: path },
    });
    expect(await client.request({ verb: 'alarms' })).toMatchObject({ ok: false });
  });

  test('comes back by itself when guard was restarted, with a snapshot', async () => {
    const alive: boolean[] = [];
    const pushes: ControlPush[] = [];
    const first = await serve();
    const client = connected({
      topics: ['alarms'],
      onAlive: (now) => alive.push(now),
      onPush: (push) => pushes.push(push),
    });
    await client.opened(5000);
    const pending = client.request({ verb: 'alarms' });
    await first.stop();
    await pending; // answered or refused, but never left hanging
    await eventually(() => expect(client.alive).toBe(false));
    await serve();
    await eventually(() => expect(client.alive).toBe(true));
    expect(alive).toEqual([true, false, true]);
    expect(pushes).toMatchObject([{ snapshot: true }, { snapshot: true }]);
  });

  test('a guard that takes connections but no longer answers counts as dead', async () => {
    const mute = createServer((socket) => socket.on('error', () => {}).resume());
    await new Promise<void>((resolve) => mute.listen(path, resolve));
    const never = connected({ timeoutMs: 30 });
    expect((await never.opened(200)).ok).toBe(false);
    await never.stop();
    await new Promise((resolve) => mute.close(resolve));

    let answering = true;
    const hung = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        for (const line of chunk.toString().trim().split('\n'))
          if (answering)
            socket.write(`${JSON.stringify({ id: JSON.parse(line).id, ok: true, value: null })}\n`);
      });
    });
    await new Promise<void>((resolve) => hung.listen(path, resolve));
    cleanup.push(() => hung.close());
    const client = connected({ timeoutMs: 50, idleMs: 50 });
    expect((await client.opened(5000)).ok).toBe(true);
    answering = false;
    await eventually(() => expect(client.alive).toBe(false));
    answering = true;
    await eventually(() => expect(client.alive).toBe(true));
  });
});
