import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CONTROL_SOCKETS } from '../../gateway/control/controlSocket.ts';
import { ControlSockets } from '../../gateway/control/controlSockets.ts';
import type { ControlHandlers, Requester } from '../../gateway/control/server.ts';
import { ok, type Problem } from '../../gateway/core/result.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { clock, eventually, makeServer, rawClient, temporaryFolder } from './fixture.ts';

// What somebody can do to guard who has one of its sockets, and means no good.

let folder: ReturnType<typeof temporaryFolder>;
let cleanup: (() => unknown)[];

beforeEach(() => {
  folder = temporaryFolder();
  cleanup = [];
});
afterEach(async () => {
  for (const step of cleanup.toReversed()) await step();
  folder[Symbol.dispose]();
});

function connected(name: string) {
  const client = rawClient(join(folder.path, `${name}.sock`));
  cleanup.push(() => client.socket.destroy());
  return client;
}

async function guardWith(handlers: ControlHandlers, floods: (Problem | null)[] = []) {
  const sockets = new ControlSockets({
    ...{ run: folder.path, clock, handlers },
    snapshot: () => null,
    onFlood: (_socket, problem) => floods.push(problem),
  });
  expect(await sockets.start()).toEqual([]);
  cleanup.push(() => sockets.stop());
  return sockets;
}

const command = (id: number) => ({
  id,
  verb: 'asked',
  actor: 'x',
  command: 'ping',
  detail: '',
  accepted: true,
});

describe('an actor', () => {
  test('cannot pass for a button of an annunciator or for somebody at another socket', async () => {
    const said: [actor: string, asker: Requester][] = [];
    await guardWith({
      test: async ({ actor }, asker) => {
        said.push([actor, asker]);
        return ok(null);
      },
      asked: async ({ actor }, asker) => {
        said.push([actor, asker]);
        return ok(null);
      },
    });
    const courier = connected('courier');
    courier.say({ ...command(1), actor: 'button:siren' });
    courier.say({ ...command(2), actor: 'desk:li' });
    const opcua = connected('opcua');
    opcua.say({ id: 3, verb: 'test', actor: 'sounder-limit' });
    await eventually(() => expect([...courier.lines, ...opcua.lines]).toHaveLength(3));
    expect(said.map(([actor]) => actor).toSorted()).toEqual([
      'courier:button:siren',
      'courier:desk:li',
      'opcua:sounder-limit',
    ]);
    expect(said.map(([, { socket }]) => socket).toSorted()).toEqual(['courier', 'courier', 'opcua']);
  });
});

describe('each socket', () => {
  test('takes its own verbs: courier reports, desk acts, opcua handles alarms', async () => {
    const answer = async () => ok(null);
    await guardWith({ reload: answer, delivered: answer, silence: answer, status: answer });
    const asks = [
      { id: 1, verb: 'delivered', deliveries: [] },
      { id: 2, verb: 'silence', actor: 'x' },
      { id: 3, verb: 'reload', actor: 'x' },
      { id: 4, verb: 'status' },
    ];
    const taken: Record<string, number[]> = {};
    for (const name of Object.keys(CONTROL_SOCKETS)) {
      const client = connected(name);
      for (const ask of asks) client.say(ask);
      await eventually(() => expect(client.lines).toHaveLength(4));
      taken[name] = client.lines.flatMap((line) => (Object(line).ok === true ? [Object(line).id] : []));
    }
    expect(taken).toEqual({ courier: [1], desk: [2, 3, 4], opcua: [2] });
  });

  test('keeps few connections: one more takes the place of the one that has asked for nothing the longest', async () => {
    await guardWith({ asked: async () => ok(null) });
    const most = CONTROL_SOCKETS.courier.budget.connections;
    const first = connected('courier');
    first.say(command(1));
    await eventually(() => expect(first.lines).toHaveLength(1));
    const idle = Array.from({ length: 300 }, () => connected('courier'));
    await eventually(() => expect(idle.filter(({ closed }) => !closed)).toHaveLength(most));
    const late = connected('courier');
    late.say(command(2));
    await eventually(() => expect(late.lines).toMatchObject([{ id: 2, ok: true }]));
    expect(first.closed).toBe(true);
  });

  test('lets go of a connection that gives no sign of life, and keeps one that does', async () => {
    const server = makeServer(join(folder.path, 'courier.sock'), { limits: { idleMs: 400 } });
    expect((await server.start()).ok).toBe(true);
    cleanup.push(() => server.stop());
    const silent = connected('courier');
    const living = connected('courier');
    const beat = setInterval(() => living.say({ id: 1, verb: 'hello', client: 'living' }), 50);
    cleanup.push(() => clearInterval(beat));
    await eventually(() => expect(silent.closed).toBe(true));
    expect(living.closed).toBe(false);
    expect(server.clients).toBe(1);
  });
});

describe('a client that runs wild', () => {
  test('is written down as often as its budget says, is told of once, and does not cost the others their say', async () => {
    const floods: (Problem | null)[] = [];
    let written = 0;
    let acted = 0;
    await guardWith(
      {
        asked: async () => {
          written++;
          return ok(null);
        },
        silence: async () => {
          acted++;
          return ok(null);
        },
      },
      floods,
    );
    const wild = connected('courier');
    for (let id = 1; id <= 20_000; id++) wild.say(command(id));
    const desk = connected('desk');
    desk.say({ id: 1, verb: 'silence', actor: 'li' });
    await eventually(() => expect(desk.lines).toMatchObject([{ id: 1, ok: true }]));
    expect(acted).toBe(1);
    const { burst } = CONTROL_SOCKETS.courier.budget.acts;
    await eventually(() => expect(floods).toHaveLength(1));
    expect(written).toBeLessThanOrEqual(burst + 30);
    expect(floods).toMatchObject([{ code: 'control.flood', where: join(folder.path, 'courier.sock') }]);
    await eventually(() =>
      expect(wild.lines.find((line) => Object(line).ok === false)).toMatchObject({
        error: { code: 'control.too-much' },
      }),
    );
  });

  test('leaves half of what its socket may ask to the others', async () => {
    const virtual = new VirtualClock();
    const server = makeServer(join(folder.path, 'desk.sock'), {
      ...{ clock: virtual, name: 'desk' },
      handlers: { silence: async () => ok(null) },
    });
    expect((await server.start()).ok).toBe(true);
    cleanup.push(() => server.stop());
    const wild = connected('desk');
    const { burst, everyMs } = CONTROL_SOCKETS.desk.budget.acts;
    const silence = (id: number) => ({ id, verb: 'silence', actor: 'wild' });
    for (let id = 1; id <= burst + 1; id++) wild.say(silence(id));
    await eventually(() => expect(wild.lines.at(-1)).toMatchObject({ id: burst + 1, ok: false }));
    await virtual.advance(everyMs * 4); // and it is listened to again
    wild.say(silence(9000));
    await eventually(() => expect(wild.lines.at(-1)).toMatchObject({ id: 9000, ok: false }));
    const other = connected('desk');
    other.say(silence(1));
    await eventually(() => expect(other.lines).toMatchObject([{ id: 1, ok: true }]));
  });

  test('leaves half of what becomes free to those who were there before, though it connects anew each time', async () => {
    const virtual = new VirtualClock();
    const { budget } = CONTROL_SOCKETS.desk;
    const acts = { burst: 8, everyMs: 500 };
    const server = makeServer(join(folder.path, 'desk.sock'), {
      ...{ clock: virtual, name: 'desk', socket: { budget: { ...budget, acts } } },
      handlers: { silence: async () => ok(null) },
    });
    expect((await server.start()).ok).toBe(true);
    cleanup.push(() => server.stop());
    const act = async (client: ReturnType<typeof connected>) => {
      const { length } = client.lines;
      client.say({ id: length, verb: 'silence', actor: 'somebody' });
      await eventually(() => expect(client.lines).toHaveLength(length + 1));
      return Object(client.lines.at(-1)).ok;
    };
    const once = async () => {
      const client = connected('desk');
      const answer = await act(client);
      client.socket.destroy();
      return answer;
    };
    const page = connected('desk');
    expect(await act(page)).toBe(true);
    const answers = [];
    for (let n = 0; n < 8; n++) answers.push(await once());
    expect(answers.indexOf(false)).toBe(7); // all that was left
    await virtual.advance(1);
    for (let n = 0; n < 8; n++) await once(); // newcomers use up what is theirs
    await virtual.advance(4 * acts.everyMs);
    const again = [];
    for (let n = 0; n < 4; n++) again.push(await once());
    expect(again).toEqual([true, true, false, false]);
    expect([await act(page), await act(page)]).toEqual([true, true]);
    await virtual.advance(130_000); // the flood is over: who comes now is as good as anybody
    for (let n = 0; n < 6; n++) expect(await once()).toBe(true);
  });

  test('cannot make guard read garbage all day', async () => {
    const virtual = new VirtualClock(); // on which the moment in which it is not listened to does not end
    const server = makeServer(join(folder.path, 'courier.sock'), { clock: virtual });
    expect((await server.start()).ok).toBe(true);
    cleanup.push(() => server.stop());
    const wild = connected('courier');
    wild.say('{}\n'.repeat(30_000));
    const { burst } = CONTROL_SOCKETS.courier.budget.questions;
    await eventually(() => expect(wild.lines.length).toBeGreaterThanOrEqual(burst));
    const other = connected('courier');
    other.say(command(1)); // answered later than whatever guard had taken on of the rest
    await eventually(() => expect(other.lines).toHaveLength(1));
    expect(wild.lines.length).toBeLessThanOrEqual(burst + 8);
  });
});

test('guard stops at once while clients go on asking, and while one has stopped reading', async () => {
  const long = 'x'.repeat(100_000);
  const sockets = await guardWith({ alarms: async () => ok(long), asked: async () => ok(null) });
  const asleep = connected('desk');
  for (let id = 1; id <= 100; id++) asleep.say({ id, verb: 'alarms' });
  asleep.socket.pause();
  const wild = connected('courier');
  const storm = setInterval(() => {
    for (let id = 1; id <= 200 && !wild.closed; id++) wild.say(command(id));
  }, 1);
  cleanup.push(() => clearInterval(storm));
  await eventually(() => expect(wild.lines.length).toBeGreaterThan(5));
  const before = clock.mono();
  await sockets.stop();
  expect(clock.mono() - before).toBeLessThan(1_000);
  await eventually(() => expect(wild.closed).toBe(true));
});

test('what says that rows were delivered is refused where it cannot be true', async () => {
  const taken: unknown[] = [];
  await guardWith({
    delivered: async ({ deliveries }) => {
      taken.push(...deliveries);
      return ok(null);
    },
  });
  const courier = connected('courier');
  const delivery = { uplink: 'city', epoch: 'e', stream: 'telemetry', from: 1, to: 1, parts: null };
  const wrong = [
    { ...delivery, from: 0 },
    { ...delivery, from: 5, to: 4 },
    { ...delivery, to: 2 ** 53 - 1, parts: 1 }, // a loop of nine quadrillion turns
    { ...delivery, parts: 10_000 },
    { ...delivery, uplink: 'x'.repeat(10_000) },
    { ...delivery, epoch: 'x'.repeat(10_000) },
  ];
  for (const [id, one] of wrong.entries()) courier.say({ id, verb: 'delivered', deliveries: [one] });
  courier.say({ id: 90, verb: 'delivered', deliveries: Array.from({ length: 501 }, () => delivery) });
  courier.say({ id: 91, verb: 'delivered', deliveries: [delivery] });
  await eventually(() => expect(courier.lines).toHaveLength(wrong.length + 2));
  expect(courier.lines.flatMap((line) => (Object(line).ok === true ? [Object(line).id] : []))).toEqual([91]);
  expect(taken).toEqual([delivery]);
});
