import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../gateway/core/program.ts';
import type { Backchannel } from '../../simulators/backchannel/backchannel.ts';
import type { Desk } from './desk.ts';
import type { Program } from './program.ts';
import { openStage, type Stage } from './stage.ts';
import { until } from './until.ts';

export const PASSWORD = 'a long enough password';
export const PERSON = '张伟';

/** The building of the demonstration with desk before it; what sounds is a relay board instead of the firmware node. */
export type DeskHouse = {
  readonly stage: Stage;
  readonly building: Backchannel;
  readonly guard: Program;
  readonly desk: Program;
  readonly port: number;
  readonly claim: string;
  readonly person: Desk; // somebody at guard's socket
  /** A busy machine is late with a device now and then: whoever knows that acknowledges what is over. Resolves when nothing stands. */
  calm(): Promise<unknown>;
  /** Starts desk again on its port. */
  startDesk(): Promise<Program>;
};

/** Fills in who somebody is and sends it; done when the first view is there. The claim page has the code from the address already. */
export async function enter(page: Page, password = PASSWORD, name = PERSON): Promise<void> {
  await page.locator('#name').fill(name);
  await page.locator('#password').fill(password);
  await page.locator('form button.primary').click();
  await page.locator('.frame main h1').waitFor();
}

type SiteFile = {
  buses: { id: string; connection: { adapterMs?: number } }[];
  devices: { id: string }[];
  annunciators: object[];
  rules: object[];
  uplinks?: object[];
  zones: { id: string }[];
};

/** Starts it all. Resolves when every sensor of the gas line was read. */
export async function openDeskHouse(): Promise<DeskHouse> {
  const stage = openStage();
  const read = (...path: string[]) => parse(readFileSync(join(packageRoot(), ...path), 'utf8')) as never;
  const building = await stage.simulate(read('simulators', 'buildings', 'demo.yaml'));
  const site = read('deploy', 'demo', 'site.yaml') as SiteFile;
  site.buses = site.buses.filter(({ id }) => id !== 'sirens');
  // a test machine is later than a computer that does nothing else; a detector that was lost warms up for minutes
  for (const { connection } of site.buses) connection.adapterMs = 400;
  site.devices = site.devices.filter(({ id }) => id !== 'annunciator');
  site.annunciators = [
    {
      device: 'board',
      leaseS: 10,
      outputs: [
        { point: 'relay1', drives: 'siren', onLoss: 'rest' },
        { point: 'relay2', drives: 'strobe', onLoss: 'rest' },
        { point: 'relay3', drives: 'gas-valve', zones: ['kitchens', 'cellar'] },
      ],
    },
  ];
  site.rules.push({
    ...{ id: 'door-open', kind: 'state', point: 'board/input1', equals: false, severity: 'blue' },
    name: { en: 'House door open', zh: '单元门未关' },
  });
  delete site.uplinks;
  const guard = await stage.guard(site);
  const args = ['desk', stage.site, '--run', stage.folder, '--plain', 'off', '--listen'];
  const desk = await stage.program('gateway/cli', ...args, '127.0.0.1:0').ready();
  const said = (pattern: RegExp) => desk.words.map((line) => pattern.exec(line)?.[1]).find(Boolean) ?? '';
  const port = Number(said(/https:\/\/localhost:(\d+)\//));
  const claim = said(/Claim code: (\S+)/);
  expect(claim).not.toBe('');
  const person = await stage.desk();
  await until('gas is read', () =>
    ['gas-101', 'gas-201', 'gas-301', 'gas-basement'].every(
      (device) => person.shows(`${device}/concentration`)?.[1] === 'good',
    ),
  );
  return {
    ...{ stage, building, guard, desk, port, claim, person },
    calm: () =>
      until('nothing stands', async () => {
        for (const { occurrence, announcement, severity, to } of person.alarms)
          if (to.includes('unacknowledged'))
            await person
              .ask({ verb: 'acknowledge', actor: 'test', occurrence, seen: { announcement, severity } })
              .catch(() => {}); // it went on meanwhile
        return person.alarms.every(({ to }) => to === 'normal');
      }),
    startDesk: () => stage.program('gateway/cli', ...args, `127.0.0.1:${port}`).ready(),
  };
}
