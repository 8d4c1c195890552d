import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { revisionOf } from '../../gateway/site/revision.ts';
import { lastGoodPath } from '../../gateway/site/siteSource.ts';
import { openDesk } from './openDesk.ts';

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
  expect([live.statusCode, settled]).toEqual([200, 1]);
  const answers = await Promise.all(previews);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 503]);
  expect(answers[4]?.json().code).toBe('desk.previews-waiting');
  expect(answers[0]?.json()).toMatchObject({
    problems: [],
    diff: { removed: [expect.stringContaining('unit: 1,')], added: [expect.stringContaining('unit: 77,')] },
  });
});
