import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HOUSE, houseBuilding, houseSite, houseSiteWithUplink } from '../harness/house.ts';
import { freePort } from '../harness/mosquitto.ts';
import type { Program } from '../harness/program.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';
import { makeCertificates } from '../mqtt/certificates.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const GOOD = `gateway: { id: house-1 }
buses:
  - { id: gas, connection: { type: serial, path: lines/gas, baud: 9600, adapterMs: 400 } }
devices:
  - { id: kitchen, profile: ya-k300-s, bus: gas, unit: 1 }
`;

const MISTAKES = {
  'an unknown profile': {
    site: GOOD.replace('ya-k300-s', 'ya-k300'),
    where: 'site.yaml:5:29',
    code: 'site.unknown-profile',
    what: 'devices[0].profile: there is no profile ya-k300',
    hint: 'did you mean ya-k300-s? (lifeline profiles list)',
  },
  'two devices on one address': {
    site: `${GOOD}  - { id: hall, profile: ya-k300-s, bus: gas, unit: 1 }\n`,
    where: 'site.yaml:6:53',
    code: 'site.duplicate-unit',
    what: 'devices[1].unit: unit 1 of gas is taken by kitchen',
    hint: 'two devices with one address garble each other: give hall another unit, in the device and here',
  },
  'a baud rate that the device cannot do': {
    site: GOOD.replace('9600', '115200'),
    where: 'site.yaml:5:45',
    code: 'site.baud',
    what: 'devices[0].bus: kitchen (ya-k300-s) cannot run at 115200 baud of gas, only at 9600',
    hint: 'set gas and its devices to 9600',
  },
  'a bracket that nobody closed': {
    site: GOOD.replace('adapterMs: 400 } }', 'adapterMs: 400 }'),
    where: 'site.yaml:3:5',
    code: 'yaml.bracket-open',
    what: 'the bracket { that begins here is not closed',
    hint: 'write } where it ends',
  },
};

test('a mistake in the site file is told once, with its place, cause and remedy, and guard runs on the last good one', async () => {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  await building.set('rooms.kitchen.gas', 3.7);
  for (const { site, where, code, what, hint } of Object.values(MISTAKES)) {
    stage.write('site.yaml', site);
    const checked = await stage.lifeline('check', 'site.yaml');
    expect(checked).toEqual({
      status: 1,
      out: `${where}: ${what}\n  → ${hint}\n\n1 problem: site.yaml cannot be used\n`,
      err: '',
    });
    const asData = await stage.lifeline('check', 'site.yaml', '--json');
    expect(JSON.parse(asData.out)).toEqual({
      site: 'site.yaml',
      ok: false,
      problems: [{ code, what, where, hint }],
    });
  }

  // without a good one there is nothing to run on
  const refused = await stage.lifeline('guard', 'site.yaml', '--run', stage.folder);
  const { where, what, hint } = MISTAKES['a bracket that nobody closed'];
  expect(refused).toEqual({ status: 1, out: '', err: `${where}: ${what}\n  → ${hint}\n` });

  // a guard that runs refuses it and goes on with what it has
  const running = await stage.guard(GOOD);
  const watching = await stage.desk();
  const answered = () => watching.devices.get('kitchen')?.ok ?? 0;
  await until('readings come', () => answered() > 0);
  stage.write('site.yaml', MISTAKES['an unknown profile'].site);
  const reload = watching.ask({ verb: 'reload', actor: 'Li Wei' });
  await expect(reload).rejects.toThrow('there is no profile ya-k300\n  → did you mean ya-k300-s?');
  const before = answered();
  await until('readings go on', () => answered() > before);
  await watching.close();
  await running.stop();

  // one that starts runs on the last good one
  for (const mistake of Object.values(MISTAKES)) {
    const guard = await stage.guard(mistake.site);
    const desk = await stage.desk();
    await until('readings come', () => desk.shows('kitchen/concentration'));
    expect(desk.shows('kitchen/concentration')).toEqual([3.7, 'good']);
    expect(problemsIn(guard)).toEqual([
      {
        code: mistake.code,
        text: `${join(stage.folder, mistake.where)}: ${mistake.what}`,
        hint: mistake.hint,
      },
      {
        code: 'site.last-good',
        text: `${stage.site}.last-good: running on the last good site file, because the newest cannot be used`,
        hint: `correct ${stage.site}; lifeline check says when it is right`,
      },
    ]);
    expect((await desk.status()).problems.map(({ code }) => code)).toEqual([mistake.code, 'site.last-good']);
    await desk.close();
    expect(await guard.stop()).toBe(0);
  }
});

test('ports that cannot be reached and registers that are refused are told once each, and everything else goes on', async () => {
  const stage = openStage();
  await stage.simulate(houseBuilding);
  const nobody = await freePort();
  // a profile of a newer version of the gas detector, which knows three registers that this one has not
  stage.write('profiles/ya-k300-x/profile.yaml', newerGasDetector());
  const serial = houseSite.buses[0]?.connection;
  const guard = await stage.guard({
    ...houseSite,
    buses: [
      ...houseSite.buses,
      { id: 'attic', connection: { ...serial, path: 'lines/attic' } },
      { id: 'yard', connection: { type: 'rtu-over-tcp', host: '127.0.0.1', port: nobody, baud: 9600 } },
    ],
    devices: [
      ...houseSite.devices.filter(({ id }) => id !== 'gas'),
      { id: 'gas', profile: 'ya-k300-x', bus: 'gas', unit: 1 },
      { id: 'attic', profile: 'wit-wt901c-485', bus: 'attic', unit: 80 },
      { id: 'yard', profile: 'wit-wt901c-485', bus: 'yard', unit: 80 },
    ],
  });
  const desk = await stage.desk();
  await until('all three have been told', () => problemsIn(guard).length >= 3);
  await until('the lines have been tried again, and the registers been asked for again', () => {
    const { ok = 0, exceptions = 0 } = desk.devices.get('gas') ?? {};
    return ok > 8 && exceptions > 8;
  });
  const told = problemsIn(guard).toSorted((a, b) => a.code.localeCompare(b.code));
  // together, or one and then both where a busy machine lost the first answer of one
  const refused = told.filter(({ code }) => code === 'bus.refused');
  expect(refused.length).toBeLessThanOrEqual(2);
  for (const register of ['humidity (holding 8: exc', 'pressure (holding 20 to 21: exc'])
    expect(refused.at(-1)?.text).toContain(register);
  for (const { text, hint } of refused) {
    expect(text).toMatch(/^line gas, gas \(unit 1\): the device refuses .*eption 2, illegal data address\)$/);
    expect(hint).toMatch(
      /^is ya-k300-x the right profile .* points: \{ (humidity|pressure): \{ enabled: false \}/,
    );
  }
  expect(told.filter(({ code }) => code !== 'bus.refused')).toEqual([
    {
      code: 'port.missing',
      text: `line attic, ${join(stage.folder, 'lines/attic')}: no such serial port`,
      hint: 'plug the adapter in; `ls /dev/serial/by-id` shows what is there',
    },
    {
      code: 'port.refused',
      text: `line yard, 127.0.0.1:${nobody}: cannot connect (ECONNREFUSED)`,
      hint: 'the host is there but nothing listens on this port: check the port number',
    },
  ]);
  expect(desk.shows('gas/humidity')).toEqual([null, 'protocol-error']);
  expect(desk.shows('gas/concentration')?.[1]).toBe('good');
  expect(desk.shows('attic/tilt_x')).toEqual([null, 'no-communication']);
  await until('the other line delivers', () => (desk.devices.get('main')?.ok ?? 0) > 3);
  expect(desk.shows('main/pressure')?.[1]).toBe('good');
  expect(desk.lines.get('attic')).toMatchObject({ state: 'lost', problem: { code: 'port.missing' } });
  expect(desk.lines.get('gas')).toMatchObject({ state: 'open' });
  expect(desk.alarms.map(({ rule }) => rule).toSorted()).toEqual([
    'attic.loss-of-sensing',
    'gas.loss-of-sensing', // humidity is a safety point of it
    'yard.loss-of-sensing',
  ]);
});

test('a broker with a wrong certificate is told once, while guard and the other uplink go on', async () => {
  const stage = openStage();
  const [ours, theirs] = [makeCertificates(), makeCertificates()];
  stage.onClose(() => ours.remove());
  stage.onClose(() => theirs.remove());
  const impostor = await stage.broker([
    `certfile ${theirs.path('server.pem')}`,
    `keyfile ${theirs.path('server.key')}`,
  ]);
  const broker = await stage.broker();
  const platform = await stage.platform(broker, HOUSE);
  await stage.simulate(houseBuilding);
  const secure = { id: 'secure', url: impostor.url.replace('mqtt:', 'mqtts:'), ca: ours.path('ca.pem') };
  const site = houseSiteWithUplink(broker.url);
  await stage.guard({ ...site, uplinks: [...site.uplinks, secure] });
  const courier = await stage.courier();
  await until('the impostor has been met', () => problemsIn(courier).length > 0);
  const parts = () => platform.messages.flatMap((one) => (one.kind === 'telemetry' ? one.parts : [])).length;
  await until('the other uplink delivers for a while', () => parts() > 4);
  expect(problemsIn(courier)).toEqual([
    {
      code: 'broker.certificate',
      // in OpenSSL's words, or Node's where the clock is sure
      text: expect.stringMatching(
        /^uplink secure, mqtts:.*: the broker's certificate is not trusted: unable to verify .*\(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)$/,
      ),
      hint: "set 'ca' of this uplink to the certificate of the authority that signed the broker's",
    },
  ]);
  expect(platform.totals).toMatchObject({ missing: 0, conflicts: 0 });
  // a busy machine may keep guard from answering for a moment
  await until('courier and guard are there', () => {
    const { online, guardAlive } = platform.totals?.state ?? {};
    return online && guardAlive;
  });
});

/** The gas detector with points where the simulated one has no registers. */
function newerGasDetector(): string {
  const known = readFileSync(join(ROOT, 'drivers/profiles/ya-k300-s/profile.yaml'), 'utf8');
  const more = [
    { id: 'humidity', address: 8, type: 'u16', unit: '%', class: 'safety' },
    { id: 'pressure', address: 20, type: 'u32', unit: 'Pa', class: 'trend' },
  ].map((point) => ({ ...point, names: { en: point.id, zh: point.id }, table: 'holding', periodMs: 1000 }));
  const lines = more.map((point) => `  - ${JSON.stringify(point)}\n`).join('');
  return `${known.replace('id: ya-k300-s', 'id: ya-k300-x')}${lines}`;
}

/** The problems a program printed: `name: [code] where: what`, and the hint in the next line. */
function problemsIn({ words }: Program): { code: string; text: string; hint: string }[] {
  return words.flatMap((word, at) => {
    const [, code, text = ''] = /^\w+: \[([\w.-]+)\] (.*)$/.exec(word) ?? [];
    return code === undefined ? [] : [{ code, text, hint: (words[at + 1] ?? '').replace('  → ', '') }];
  });
}
