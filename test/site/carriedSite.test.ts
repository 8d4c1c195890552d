import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCarriedSite } from '../../gateway/site/carriedSite.ts';
import { loadSite } from '../../gateway/site/load.ts';
import { temporaryFolder } from '../control/fixture.ts';
import { moduleGraph } from '../harness/sourceGraph.ts';
import { catalog } from './fixture.ts';

const root = join(import.meta.dirname, '../..');

describe('what courier goes by', () => {
  it.each(['deploy/demo/site.yaml', 'test/reports/site/everything.yaml'])(
    'is of %s what guard finds in it',
    (file) => {
      const path = join(root, file);
      const whole = loadSite(path, catalog, []);
      const carried = readCarriedSite(path);
      if (!whole.ok || !carried.ok) throw new Error(`${file} cannot be used`);
      const { gateway, journal, uplinks, notifications, folder } = whole.value;
      expect(uplinks.length).toBeGreaterThan(0);
      expect(carried.value).toEqual({ gateway, journal, uplinks, notifications, folder });
    },
  );

  it('is there whatever a later guard writes beside it, and told where it is damaged', () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'site.yaml');
    const read = (text: string) => {
      writeFileSync(path, text);
      return readCarriedSite(path);
    };
    const site = 'gateway: { id: tower }\nuplinks: [{ id: city, url: mqtt://broker }]\n';
    expect(read(`${site}rules: [{ kind: of-next-year }]\n`)).toMatchObject({
      value: {
        gateway: { id: 'tower' },
        uplinks: [{ id: 'city', encoding: 'columnar' }],
        folder: folder.path,
      },
    });
    expect(read(site.replace('mqtt:', 'carrier-pigeon:'))).toMatchObject({
      error: [{ code: 'site.unreadable', where: path }],
    });
    expect(read('gateway: {')).toMatchObject({ error: [{ code: 'yaml.bracket-open' }] });
    expect(readCarriedSite(`${path}.last-good`)).toMatchObject({ error: [{ code: 'site.not-found' }] });
  });

  it('takes neither profiles nor rules nor checks into its process', () => {
    const { files } = moduleGraph('gateway/courier/courier.ts');
    const judges = /^drivers\/(profile|codec|lift)\/|^gateway\/site\/(checks|rules|packs)\//;
    expect([...files].filter((file) => judges.test(file))).toEqual([]);
  });
});
