import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../gateway/core/clock.ts';
import type { WatchedGuard } from '../../gateway/desk/live/watchedGuard.ts';
import { SiteDesk } from '../../gateway/desk/site/siteDesk.ts';
import { revisionOf } from '../../gateway/site/revision.ts';
import { lastGoodPath } from '../../gateway/site/siteSource.ts';
import { removeFolder } from '../harness/removeFolder.ts';

test('a page that is loaded while a site is on trial has seen it, also where the disk took no copy of it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-site-'));
  onTestFinished(() => removeFolder(folder));
  const path = join(folder, 'site.yaml');
  writeFileSync(lastGoodPath(path), 'gateway: { id: before }\n');
  let trial: { revision: string } | null = null;
  const guard = {
    get screen() {
      return { trial };
    },
  } as unknown as WatchedGuard;
  const desk = new SiteDesk(path, guard, () => [], systemClock());
  expect(desk.revision).toBe(revisionOf('gateway: { id: before }\n'));
  trial = { revision: '0123456789ab' };
  expect(desk.revision).toBe('0123456789ab');
});
