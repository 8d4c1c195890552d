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
