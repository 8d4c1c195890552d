import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { afterEach, expect, test, vi } from 'vitest';
import { runListen } from '../../../gateway/platform/listen/listen.ts';
import { type Listener, startListener } from '../../../gateway/platform/listen/listener.ts';
import { clock, Field, FieldGuard, GATEWAY } from '../../courier/field.ts';
import { freePort } from '../../harness/mosquitto.ts';
import { MqttSieve } from '../../harness/mqttSieve.ts';
import { testProgram } from '../../harness/programs.ts';

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanup.splice(0).toReversed()) await step();
});

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 20 });
const OVERDUE_MS = 151_000;

/** A broker that keeps everything in memory and nothing else. */
async function aBroker(port: number) {
  const aedes = await Aedes.createBroker();
  const server = createServer(aedes.handle);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    await closed;
  };
  return { stop, clients: () => aedes.connectedClients };
}

/** A gateway whose rows may be kept from its broker while its word is passed on, and a platform that listens. */
async function aGateway() {
  const port = await freePort();
  let broker = await aBroker(port);
  cleanup.push(() => broker.stop());
  const url = `mqtt://127.0.0.1:${port}`;
  const rows = { kept: true };
  const sieve = await new MqttSieve(port, (topic) => rows.kept && /\/(tel|event)$/.test(topic)).start();
  cleanup.push(() => sieve.stop());
  const field = new Field([{ id: 'city', url: sieve.url }]);
  cleanup.push(() => field.remove());
  const guard = await new FieldGuard(field, ['city']).start();
  cleanup.push(() => guard.stop());
  const later = { byMs: 0 };
  const listen = async (joinLate: boolean): Promise<Listener> => {
    const own = { ...clock, mono: () => clock.mono() + later.byMs };
    const listener = startListener({ url, clock: own, joinLate, retryMs: { first: 20, longest: 100 } });
    cleanup.push(() => listener.stop());
    await eventually(() => expect(listener.connected).toBe(true));
    return listener;
  };
  return {
    ...{ url, rows, sieve, field, guard, later, listen },
    /** A courier that is killed, not stopped. */
    courier() {
      const args = [...testProgram('test/courier/courierProgram'), field.site, field.run];
      const child = spawn(process.execPath, args, { stdio: 'inherit' });
      cleanup.push(() => child.kill('SIGKILL'));
      return { kill: () => child.kill('SIGKILL') };
    },
    /** Two alarms and a report period of which the platform hears in `state` alone. */
    async keepsRows(listener: Listener) {
      await eventually(() => expect(stateOf(listener)).toMatchObject({ online: true }));
      guard.part(1);
      guard.alarm('gas-high#1');
      guard.alarm('gas-high#2');
      await eventually(() => expect(stateOf(listener)?.heads.event.seq).toBe(2));
      await eventually(() => expect(sieve.kept).toBeGreaterThanOrEqual(1));
    },
    clients: () => broker.clients(),
    async brokerForgets(meanwhile: () => void) {
      await broker.stop();
      meanwhile();
      broker = await aBroker(port);
    },
  };
}

const stateOf = (listener: Listener) => listener.totals().get(GATEWAY)?.state;
const codes = (listener: Listener) => (listener.standings().get(GATEWAY) ?? []).map(({ code }) => code);
const complete = (listener: Listener) =>
  eventually(() => {
    const { received = 0, ...totals } = listener.totals().get(GATEWAY) ?? {};
    expect({ ...totals, codes: codes(listener) }).toMatchObject({ complete: true, missing: 0, codes: [] });
    expect(received).toBeGreaterThanOrEqual(3);
  });

test('rows that a killed courier never sent are a lost tail, known from state alone, and listen fails', async () => {
  const { url, rows, field, courier, listen, keepsRows } = await aGateway();
  const listener = await listen(false);
  let said = '';
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const out = (text: string) => {
    said += text;
  };
  const status = runListen({ url, verify: true, json: true, clock, out, err: () => {}, ended });
  cleanup.push(() => end());
  const { kill } = courier();
  await keepsRows(listener);
  const waiting = listener.totals().get(GATEWAY)?.outstanding ?? 0;
  expect(waiting).toBeGreaterThanOrEqual(2);

  kill();
  await eventually(() => expect(codes(listener)).toEqual(['lost-tail', 'offline']));
  expect(listener.standings().get(GATEWAY)?.[0]).toMatchObject({
    severity: 'red',
    text: { en: expect.stringContaining(`${waiting} rows were written there and never arrived`) },
  });
  await eventually(() => expect(said).toContain('"online":false'));
  end();
  expect(await status).toBe(1);
  const last = JSON.parse(said.trim().split('\n').at(-1) ?? '');
  expect(last).toMatchObject({ gateway: GATEWAY, final: true, verdict: { complete: false } });
  expect(last.standing[0]).toMatchObject({ code: 'lost-tail', text: { zh: expect.any(String) } });

  // what the will says is as old as the connection: a newcomer takes it for nothing but an absence
  const newcomer = await listen(true);
  await eventually(() => expect(stateOf(newcomer)).toMatchObject({ online: false, will: true }));
  expect(codes(newcomer)).toEqual(['offline']);
  rows.kept = false;
  await field.courier();
  for (const one of [listener, newcomer]) await complete(one);
});

test('rows that a courier had not brought when it was stopped are a lost tail to whoever comes later, until they come', async () => {
  const { rows, field, listen, keepsRows, clients } = await aGateway();
  const listener = await listen(false);
  const courier = await field.courier();
  await keepsRows(listener);
  await courier.stop();
  await eventually(() => expect(clients()).toBe(1)); // and it has hung up
  const newcomer = await listen(true);
  await eventually(() =>
    expect(stateOf(newcomer)).toMatchObject({ online: false, heads: { event: { seq: 2 } } }),
  );
  expect(stateOf(newcomer)).not.toHaveProperty('will');
  for (const one of [listener, newcomer]) expect(codes(one)).toEqual(['lost-tail', 'offline']);
  rows.kept = false;
  await field.courier();
  for (const one of [listener, newcomer]) await complete(one);
});

test('a broker that forgets everything while the gateway vanishes hides neither its silence nor what it had written', async () => {
  const { rows, field, guard, later, courier, listen, keepsRows, brokerForgets } = await aGateway();
  const listener = await listen(false);
  const { kill } = courier();
  await keepsRows(listener);
  await brokerForgets(kill);
  await eventually(() => expect(listener.connected).toBe(true));
  const newcomer = await listen(true);
  expect(newcomer.totals().has(GATEWAY)).toBe(false); // nobody has told it of one
  later.byMs += OVERDUE_MS;
  expect(codes(listener)).toEqual(['lost-tail', 'state-overdue']);
  rows.kept = false;
  guard.part(2); // its silence was the courier's alone
  await field.courier();
  for (const one of [listener, newcomer]) await complete(one);
});
