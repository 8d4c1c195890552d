import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { revisionOf } from '../../gateway/site/revision.ts';
import { lastGoodPath } from '../../gateway/site/siteSource.ts';
import { openDesk } from './openDesk.ts';

const SITE = `buses: [{ id: gas, connection: { type: serial, path: /dev/ttyS1, baud: 9600 } }]
devices: [{ id: gas, profile: ya-k300-s, bus: gas, unit: 1, pack: combustible-gas }]
`;

/** A site of forty gas detectors. */
function largeSite(): string {
  const lines = Array.from({ length: 2 }, (_, n) => n + 1);
  const buses = lines.map(
    (n) => `  - { id: l${n}, connection: { type: serial, path: /dev/ttyS${n}, baud: 9600 } }`,
  );
  const devices = lines.flatMap((n) =>
    Array.from(
      { length: 20 },
      (_, at) =>
        `  - { id: g${n}-${at}, profile: ya-k300-s, bus: l${n}, unit: ${at + 1}, pack: combustible-gas }`,
    ),
  );
  return `gateway: { id: tower-7 }\nbuses:\n${buses.join('\n')}\ndevices:\n${devices.join('\n')}\n`;
}

it('goes on telling what is the case while what a change would do is worked out, and sends away who comes fifth', async () => {
  const { claimed, folder } = await openDesk();
  const ask = await claimed();
  const text = largeSite();
  writeFileSync(lastGoodPath(join(folder, 'site.yaml')), text);
  const body = {
    base: revisionOf(text),
    edits: [{ path: ['devices', 'g1-0', 'unit'], value: 77 }],
  };
  let settled = 0;
  const previews = Array.from({ length: 5 }, () =>
    ask('POST', '/api/site/preview', body).then((answer) => {
      settled++;
      return answer;
    }),
  );
  // the fifth is refused at once; what the first one costs is nobody's time but its thread's
  await Promise.race(previews);
  const live = await ask('GET', '/api/live');
  expect(live.statusCode).toBe(200);
  expect(settled).toBeLessThan(previews.length);
  const answers = await Promise.all(previews);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 503]);
  expect(answers[4]?.json().code).toBe('desk.previews-waiting');
  expect(answers[0]?.json()).toMatchObject({
    problems: [],
    diff: { removed: [expect.stringContaining('unit: 1,')], added: [expect.stringContaining('unit: 77,')] },
  });
});

it('hands the box on as a file without anything secret, and takes the file of another box over under its own name', async () => {
  const { claimed, folder } = await openDesk();
  const ask = await claimed();
  const own = `gateway: { id: tower-7, name: Tower } # ours\njournal: { folder: kept }\n${SITE}`;
  writeFileSync(lastGoodPath(join(folder, 'site.yaml')), own);
  writeFileSync(join(folder, 'secrets.yaml'), 'broker: hunter2\n');
  mkdirSync(join(folder, 'profiles', 'my-gauge'), { recursive: true });
  writeFileSync(join(folder, 'profiles', 'my-gauge', 'profile.yaml'), 'id: my-gauge\n');
  const box = await ask('GET', '/api/box');
  expect(box.headers['content-disposition']).toBe('attachment; filename="lifeline-tower-7.json"');
  expect(box.json()).toEqual({
    ...{ format: 'lifeline-box/1', gateway: 'tower-7', software: null, made: null, site: own },
    profiles: { 'my-gauge': 'id: my-gauge\n' },
  });
  expect(box.body).not.toContain('hunter2');

  const other = `gateway: { id: tower-9, name: Other } # theirs\n${SITE}# and more\n`;
  const body = { base: revisionOf(own), text: other, ofAnotherBox: true };
  const { text, problems, changes } = (await ask('POST', '/api/site/preview', body)).json();
  expect(problems).toEqual([]);
  expect(changes.map(({ where }: { where: string }) => where)).toEqual(['gateway.name']);
  expect(text).toContain('gateway: { id: tower-7, name: Other } # theirs');
  expect(text).toContain('# and more');
  // what cannot be read is told as what it is
  const damaged = { ...body, text: 'gateway: [' };
  expect((await ask('POST', '/api/site/preview', damaged)).json().problems).not.toEqual([]);
});
