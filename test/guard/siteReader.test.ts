import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../gateway/core/program.ts';
import { readSiteInThread } from '../../gateway/guard/siteReader.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { expectChinese } from '../text/inChinese.ts';

const EXAMPLE = join(packageRoot(), 'test/site/oneSensor.yaml');

test('a site that is not read to its end in time is refused, and whoever asks next is not held up by it', async () => {
  const clock = new VirtualClock();
  const endless = Array.from({ length: 30_000 }, (_, i) => `a${i}: &b${i} {c: *b${Math.max(0, i - 1)}}`);
  const read = readSiteInThread(EXAMPLE, clock, endless.join('\n'));
  await clock.advance(120_000);
  const refused = await read;
  expect(refused).toMatchObject({ ok: false, error: [{ code: 'site.no-answer', where: EXAMPLE }] });
  if (!refused.ok) refused.error.forEach(expectChinese);
  expect(await readSiteInThread(EXAMPLE, clock)).toMatchObject({ ok: true });
  expect(clock.pending()).toEqual([]);
});
