import { expect, test } from 'vitest';
import { startForeignSlaves, startLibmodbusSlave } from '../harness/foreignSlaves.ts';
import { startLifeline } from '../harness/lifeline.ts';
import { openStage } from '../harness/stage.ts';

type Shown = {
  readonly found: readonly {
    readonly heard: { readonly unit: number };
    readonly match: { readonly kind: string };
    readonly what: {
      readonly confidence: string;
      readonly candidates: readonly { readonly profile: string }[];
    };
  }[];
};

function seen(out: string): unknown {
  const { found } = JSON.parse(out) as Shown;
  return Object.fromEntries(
    found.map(({ heard, match, what }) => [
      heard.unit,
      [match.kind, ...what.candidates.map(({ profile }) => profile).slice(0, 1)],
    ]),
  );
}

test('slaves that nobody here wrote are found and taken for what they are', async () => {
  const stage = openStage();
  await Promise.all([startForeignSlaves(stage), startLibmodbusSlave(stage)]);
  const scan = (line: string) =>
    startLifeline(stage.folder, 'scan', `lines/${line}`, '--baud', '9600', '--own', '--json').ended;
  const [pymodbus, libmodbus] = await Promise.all([scan('foreign'), scan('libmodbus')]);
  expect(seen(libmodbus.out)).toEqual({ 5: ['new', 'qdy30a-pressure'] });
  const found = seen(pymodbus.out) as Record<string, string[]>;
  expect(Object.keys(found)).toEqual(['1', '2', '80']);
  expect(found['80']).toEqual(['new', 'wit-wt901c-485']);
  expect(found['2']).toEqual(['new', 'keller-series30']);
  expect(found['1']).toEqual(['new', 'ya-k300-s']);
  expect([pymodbus.status, libmodbus.status]).toEqual([0, 0]);
});

test('where guard holds the port the search goes through it, and what is polled is known', async () => {
  const stage = openStage();
  await stage.simulate({
    lines: [
      {
        ...{ id: 'l', link: 'l' },
        devices: [
          { id: 'gas', profile: 'ya-k300-s', unit: 1, senses: { gas_type: 1, range: 100, concentration: 2 } },
          { id: 'stranger', profile: 'wit-wt901c-485', unit: 80, senses: { tilt_x: 2, temperature: 20 } },
        ],
      },
    ],
  });
  await stage.guard({
    gateway: { id: 'searched' },
    buses: [{ id: 'l', connection: { type: 'serial', path: 'lines/l', baud: 9600 } }],
    devices: [{ id: 'gas-301', profile: 'ya-k300-s', bus: 'l', unit: 1 }],
  });
  const args = ['scan', 'lines/l', '--site', 'site.yaml', '--run', '.', '--own', '--json'];
  const { out, err, status } = await startLifeline(stage.folder, ...args).ended;
  expect(err).toContain('guard holds this port');
  const found = seen(out) as Record<string, string[]>;
  expect(found['1']?.[0]).toBe('known');
  expect(found['80']).toEqual(['new', 'wit-wt901c-485']);
  expect(status).toBe(0);
});
