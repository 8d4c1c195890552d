import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { OPCUA_CAPS } from '../../gateway/opcua/server/caps.ts';
import { type DoorChannel, WaitingRoom } from '../../gateway/opcua/server/waitingRoom.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

class Knock extends EventEmitter {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readableLength = 0;
  destroyed = false;

  constructor(remoteAddress: string, remotePort: number) {
    super();
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.emit('close');
  }

  says(): void {
    this.readableLength = 8;
    this.emit('readable');
  }
}

function stage(most: number) {
  const clock = new VirtualClock();
  const inside: Knock[] = [];
  const secured: DoorChannel[] = [];
  const refused: string[] = [];
  let port = 1;
  const room = new WaitingRoom({
    ...{ clock, most, channels: () => secured, ended: (why) => refused.push(why) },
    enter: (socket) => inside.push(socket as unknown as Knock),
  });
  room.start();
  const knock = (address = 'a', speaks = true) => {
    const one = new Knock(address, port++);
    room.take(one as unknown as Socket);
    if (speaks) one.says();
    return one;
  };
  const secure = ({ remoteAddress, remotePort }: Knock, hasSession = true) =>
    secured.push({
      remoteAddress,
      remotePort,
      isOpened: true,
      hasSession,
      clientCertificate: new Uint8Array(1),
    });
  return { clock, inside, refused, knock, secure };
}

test('who says nothing takes no place inside, and is ended after some seconds', async () => {
  const { clock, inside, refused, knock } = stage(2);
  const silent = Array.from({ length: 30 }, () => knock('a', false));
  const client = knock('a');
  expect(inside).toEqual([client]);
  await clock.advance(OPCUA_CAPS.helloMs + 500);
  expect(silent.every(({ destroyed }) => destroyed)).toBe(true);
  expect([client.destroyed, refused.length]).toEqual([false, 30]);
});

test('of more than may wait the oldest that said nothing gives way', () => {
  const { inside, knock } = stage(2);
  const silent = Array.from({ length: OPCUA_CAPS.waitingConnections + 5 }, () => knock('a', false));
  expect(silent.filter(({ destroyed }) => destroyed)).toEqual(silent.slice(0, 5));
  const client = knock('a');
  expect(inside).toEqual([client]);
});

test('when all places are taken, the oldest without a certificate gives way, of the address that has most', async () => {
  const { clock, inside, knock, secure } = stage(4);
  const session = knock('b');
  secure(session);
  const other = knock('c');
  const crowd = [knock('a'), knock('a'), knock('a'), knock('a')];
  expect(inside).toEqual([session, other, crowd[0], crowd[1]]);
  const client = knock('d');
  expect(inside).not.toContain(client); // the others have their time to show a certificate
  await clock.advance(OPCUA_CAPS.certificateMs + 500);
  await new Promise((resolve) => setImmediate(resolve));
  expect(inside).toContain(client); // before those of the crowd that came first
  expect([crowd[0]?.destroyed, other.destroyed, session.destroyed, client.destroyed]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test('who has a session or showed a certificate stays, and others wait until a place is free', async () => {
  const { clock, inside, knock, secure } = stage(2);
  const two = [knock('a'), knock('a')] as const;
  secure(two[0]);
  secure(two[1], false);
  const late = knock('b');
  await clock.advance(5_000);
  expect([inside.length, two[0].destroyed, two[1].destroyed, late.destroyed]).toEqual([
    2,
    false,
    false,
    false,
  ]);
  await clock.advance(OPCUA_CAPS.loginMs);
  expect(late.destroyed).toBe(true);
});
