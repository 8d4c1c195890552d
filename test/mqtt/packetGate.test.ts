import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PacketGate } from '../../gateway/mqtt/packetGate.ts';

const LARGEST = 1000;

/** A packet with this first byte and so long a rest. */
function packet(first: number, length: number): Buffer {
  const digits: number[] = [];
  let left = length;
  do {
    digits.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    left >>= 7;
  } while (left > 0);
  return Buffer.concat([Buffer.from([first, ...digits]), Buffer.alloc(length, 0x35)]);
}

/** What is said of these bytes, cut as `cuts` say, and how many of them were looked at. */
function through(bytes: Buffer, cuts: readonly number[] = [bytes.length]) {
  const gate = new PacketGate(LARGEST);
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = cuts[turn % cuts.length] ?? 1;
    const problem = gate.push(bytes.subarray(at, at + size));
    at += size;
    if (problem !== null) return { code: problem.code, seen: Math.min(at, bytes.length) };
  }
  return null;
}

const CONNACK = packet(0x20, 3);
const PINGRESP = packet(0xd0, 0);
const QOS_1 = packet(0x32, 200);

describe('what comes from a broker', () => {
  test('passes as long as no packet is too large, however it is cut', () => {
    const wire = Buffer.concat([CONNACK, PINGRESP, QOS_1, PINGRESP, packet(0x30, LARGEST), CONNACK]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }), (cuts) => {
        expect(through(wire, cuts)).toBeNull();
      }),
    );
  });

  test('is refused by its length alone, before any of it has come', () => {
    const bytes = Buffer.concat([CONNACK, packet(0x30, LARGEST + 1)]);
    const header = CONNACK.length + 3;
    expect(through(bytes, [1])).toEqual({ code: 'broker.packet-too-large', seen: header });
    const longest = Buffer.concat([CONNACK, Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f])]); // 256 MB
    expect(through(longest, [1])).toMatchObject({ code: 'broker.packet-too-large' });
  });

  test('is refused with QoS 2, which would have to be kept, and where it is no MQTT', () => {
    expect(through(Buffer.concat([CONNACK, packet(0x34, 10)]), [1])).toEqual({
      code: 'broker.unasked-qos',
      seen: CONNACK.length + 1,
    });
    expect(through(packet(0x36, 10))).toMatchObject({ code: 'broker.unasked-qos' });
    expect(through(Buffer.from([0x00, 0x00]))).toMatchObject({ code: 'broker.unfriendly' });
    expect(through(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 0x01]))).toMatchObject({
      code: 'broker.unfriendly',
    });
  });
});
