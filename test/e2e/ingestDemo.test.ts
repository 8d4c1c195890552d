import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

test('one command brings up the small stack with a gateway in it, and leaves nothing behind', async () => {
  const stage = openStage();
  const demo = stage.startLifeline('ingest', '--demo');
  const url = await until(
    'the page has an address', // a database is made before
    () => /page: +(http\S+)/.exec(demo.said().out)?.[1],
    120,
  );
  const building = await until('the building is well and its values are sealed', async () => {
    await setTimeout(500); // as a page would ask: 600 answers a minute are what a stranger is given
    const answer = await fetch(`${url}api/buildings/demo-building`);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${answer.status}: ${text}`);
    const body = JSON.parse(text) as { standing: string; values: { point: string; quality: string }[] };
    if (body.standing !== 'well' || body.values.length <= 10) throw new Error(`not yet: ${text}`);
    return body;
  });
  expect(building.values.some(({ quality }) => quality === 'good')).toBe(true);
  const ended = await demo.interrupt();
  expect(ended).toMatchObject({ status: 0 });
  await expect(fetch(url)).rejects.toThrow();
});
