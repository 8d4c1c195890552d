import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { crcHolds, withCrc } from '../../../drivers/index.ts';
import { verb as profilesVerb } from '../../../gateway/cli/profiles.ts';
import { verb as readVerb } from '../../../gateway/cli/read.ts';
import type { Verb } from '../../../gateway/cli/verb.ts';
import { clock, temporaryFolder } from '../../control/fixture.ts';

/** The holding registers of a device, and how it answers a read of them. */
type Slave = {
  registers: number[];
  fillsFirstOnly?: boolean;
  /** What another device on its address holds: now one is heard, now the other. */
  beside?: number[];
  measuresOn?: { address: number; shows: number[] };
};

let folder: ReturnType<typeof temporaryFolder>;
let server: Server;
let sockets: Socket[] = [];
let port = '';
let slave: Slave = { registers: [] };

beforeEach(async () => {
  folder = temporaryFolder();
  slave = { registers: [] };
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('data', (request) => {
      const reply = answer(request);
      if (reply !== undefined) socket.write(reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = `rtu://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await new Promise((resolve) => server.close(resolve));
  folder[Symbol.dispose]();
});

/** A slave on RTU over TCP, unit 5. Requests come whole on loopback: they are eight bytes. */
function answer(request: Uint8Array): Uint8Array | undefined {
  if (request[0] !== 5 || !crcHolds(request)) return undefined;
  const view = new DataView(request.buffer, request.byteOffset);
  const [address, count] = [view.getUint16(2), view.getUint16(4)];
  if (request[1] === 6) {
    if (slave.measuresOn?.address === address) slave.registers = slave.measuresOn.shows;
    return request.slice();
  }
  if (address + count > slave.registers.length) return withCrc([5, 0x83, 2]);
  if (slave.beside !== undefined) [slave.registers, slave.beside] = [slave.beside, slave.registers];
  const words = slave.registers.slice(address, address + count);
  const shown = words.map((word, i) => (slave.fillsFirstOnly === true && i > 0 ? 0 : word));
  return withCrc([5, 3, 2 * count, ...shown.flatMap((word) => [word >> 8, word & 0xff])]);
}

async function run(verb: Verb, ...args: string[]) {
  let [out, err] = ['', ''];
  const status = await verb.run(args, {
    clock,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    interactive: false,
    language: 'en',
    ended: new Promise(() => {}),
  });
  return { status, out, err };
}

const read = (...args: string[]) =>
  run(readVerb, port, '5', '--profile', 'my-gauge', '--site', join(folder.path, 'site.yaml'), ...args);
const check = (...args: string[]) =>
  run(profilesVerb, 'check', 'my-gauge', '--site', join(folder.path, 'site.yaml'), ...args);

const POINT = { u16: 'type: u16, unit: kPa', f32: 'type: f32, unit: kPa, decimals: 1' } as const;

function ownProfile(value: string, more = '') {
  const own = join(folder.path, 'profiles', 'my-gauge');
  mkdirSync(own, { recursive: true });
  writeFileSync(
    join(own, 'profile.yaml'),
    `id: my-gauge
names: 我的压力表
vendor: somebody
kind: pressure
source: its leaflet
verification: bench
serial: { unit: 5, baud: 9600, bauds: [9600] }
timing: { turnaroundMs: 5, responseMs: 400 }
${more}points:
  - { id: p, names: { zh: 压力 }, table: holding, address: 0, ${value}, class: state, periodMs: 1000, role: pressure }
  - { id: state, names: state, table: holding, address: 2, type: u16, class: state, periodMs: 1000 }
`,
  );
  return join(own, 'frames.txt');
}

describe('a device that is in no catalogue', () => {
  it('that refuses a merged read is read in parts, and only what it lacks is told', async () => {
    ownProfile(POINT.u16, 'readable: [{ table: holding, address: 0, count: 3 }]\n');
    slave.registers = [352, 7]; // no register 2
    const said = await read();
    expect(said.out).toMatch(
      /^p +352 kPa +good\nstate: the device refused \(exception 2, illegal data address\)/,
    );
    expect(said.status).toBe(0);
  });

  it('that shares its address with another, which is heard by turns, is told as two', async () => {
    ownProfile(POINT.u16, 'readable: [{ table: holding, address: 0, count: 3 }]\n');
    [slave.registers, slave.beside] = [
      [352, 0, 1],
      [0, 0, 0],
    ];
    const said = await read();
    expect(said.status).toBe(1);
    expect(said.err).toContain('two devices answer as unit 5');
    expect(said.out).not.toContain('good');
  });

  it('is looked at without a profile, register by register', async () => {
    slave.registers = [352, 7, 1];
    const raw = await run(readVerb, port, '5', '--registers', '0-2');
    expect(raw).toMatchObject({ status: 0, err: '' });
    expect(raw.out).toMatch(/^register .*\n +0 {2}0x0160 +352 +352 /);
    const beyond = await run(readVerb, port, '5', '--registers', '0-9');
    expect(beyond).toMatchObject({ status: 1, out: '' });
    expect(beyond.err).toContain(
      'the device refused (exception 2, illegal data address) (unit 5, holding 0–9)',
    );
  });

  it('is read with a profile in one language, and its frames are written down from what it answered', async () => {
    const frames = ownProfile(POINT.u16, 'readable: [{ table: holding, address: 0, count: 3 }]\n');
    slave.registers = [352, 7, 1];
    const said = await read('--capture');
    expect(said.out).toMatch(/^p +352 kPa +good\nstate +1 +good\n$/);
    expect(said.err).toContain(`1 exchanges written to ${frames}`);
    expect(said.status).toBe(0);

    const text = readFileSync(frames, 'utf8');
    expect(text).toMatch(
      /^:: frames from the device in hand, rtu:\/\/127\.0\.0\.1:\d+, \d{4}-\d\d-\d\d \| 手头的设备，rtu:.*\n/,
    );
    expect(text).toContain(
      '\n>> 05 03 00 00 00 03 04 4F\n<< 05 03 06 01 60 00 07 00 01 E2 6D\n== p 352\n== state 1\n',
    );
    // which is all that a profile needs to be what it says
    expect(await check()).toMatchObject({
      status: 0,
      out: expect.stringContaining('errors: 0, warnings: 0'),
    });

    slave.registers = [360, 7, 1];
    await read('--capture');
    expect(readFileSync(frames, 'utf8')).toMatch(/== p 352\n[\s\S]*== p 360\n/);
  });

  it('is no more than unverified without a frame', async () => {
    ownProfile(POINT.u16);
    const said = await check();
    expect(said.status).toBe(1);
    expect(said.out).toContain('my-gauge has no golden transcript');
  });

  it('has its refusals captured as well', async () => {
    const frames = ownProfile(POINT.u16);
    slave.registers = [352];
    expect((await read('--capture')).out).toContain('state: the device refused');
    expect(readFileSync(frames, 'utf8')).toMatch(/<< 05 83 02 \S\S \S\S\n!! 2\n/);
  });

  it('is told apart from another device', async () => {
    ownProfile(POINT.u16, 'identify: [{ table: holding, address: 1, count: 1, equalsUnit: true }]\n');
    slave.registers = [352, 7, 1];
    expect((await read()).err).toContain(
      'register 0x0001 shows 7, a my-gauge shows 5: is this another device',
    );
    slave.registers = [352, 5, 1];
    expect((await read()).err).toBe('');
  });

  it('is not taken for one that shows 0 where it fills only the first register of a reply', async () => {
    ownProfile(POINT.u16, 'readable: [{ table: holding, address: 0, count: 3 }]\n');
    slave = { registers: [352, 0, 2], fillsFirstOnly: true };
    const said = await read();
    expect(said.out).toMatch(/state +0 +good/);
    expect(said.err).toContain('register 0x0002 shows 2 when it is read alone and 0 among 3');
    expect(said.err).toContain('maxRegisters: 1');
    slave = { registers: [352, 0, 0] };
    expect((await read()).err).toBe('');
  });

  it('is told to have its words the other way round', async () => {
    ownProfile(POINT.f32);
    slave.registers = [0x0000, 0x4020, 0];
    const said = await read();
    expect(said.out).toMatch(/^p +null kPa +protocol-error/);
    expect(said.err).toContain('p: the words of this float come the other way round; write order: CDAB');
  });

  it('that measures only when told to is told to before it is read', async () => {
    ownProfile(POINT.u16, 'trigger: { write: { table: holding, address: 0x118, value: 1 }, waitMs: 1 }\n');
    slave = { registers: [1, 0, 0], measuresOn: { address: 0x118, shows: [352, 0, 0] } };
    expect((await read()).out).toMatch(/^p +352 /);
  });
});

describe('profiles check', () => {
  it('fills in the check sums that a transcript leaves to it, and nothing else', async () => {
    const frames = ownProfile(POINT.u16, 'readable: [{ table: holding, address: 0, count: 3 }]\n');
    const text =
      ':: values from the leaflet\n>> 05 03 00 00 00 03 crc\n<< 05 03 06 01 60 00 07 00 01 crc  # 352\n== p 352\n== state 1\n';
    writeFileSync(frames, text);
    expect((await check()).out).toContain('the checksum of this frame is not filled in');
    const said = await check('--fill');
    expect(said).toMatchObject({ status: 0, err: `check sums written to ${frames}\n` });
    expect(readFileSync(frames, 'utf8')).toBe(
      text.replace('03 crc', '03 04 4F').replace('01 crc', '01 E2 6D'),
    );
    expect((await check('--fill')).err).toBe('');
  });

  it('looks at the folder somebody works in', async () => {
    ownProfile('type: u16, unit: kpa');
    const said = await run(profilesVerb, 'check', join(folder.path, 'profiles', 'my-gauge'));
    expect(said.out).toMatch(/^BAD {2}my-gauge\n/);
    expect(said.out).toContain('profiles checked: 1');
    expect(said.out).toContain('no rule or report knows the unit kpa\n    → did you mean kPa?');
  });
});
