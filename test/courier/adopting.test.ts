import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Problem } from '../../gateway/core/result.ts';
import type { Uplink } from '../../gateway/courier/uplink.ts';
import { type UplinkSetup, Uplinks } from '../../gateway/courier/uplinks.ts';
import type { Installation } from '../../gateway/site/installation.ts';
import { removeFolder } from '../harness/removeFolder.ts';

const folder = mkdtempSync(join(tmpdir(), 'lifeline-uplinks-'));
afterEach(() => removeFolder(folder));

const site = (...ids: string[]) =>
  ({
    folder,
    gateway: { id: 'tower-7' },
    uplinks: ids.map((id) => ({ id, url: `mqtt://${id}`, commandKeys: [] })),
  }) as unknown as Installation;

test('an uplink that cannot be made or ended is told, and stops neither the others nor the next change', async () => {
  const told: Problem[] = [];
  const running = new Set<string>();
  const log = { info: () => {}, problem: (problem: Problem) => told.push(problem) };
  const make = (setup: UplinkSetup) => {
    const { id } = setup.site;
    if (id === 'never') throw new Error('a bug');
    return {
      start: () => running.add(id),
      stop: async () => {
        running.delete(id);
        if (id === 'stuck') throw new Error('a bug at its end');
      },
      place: () => null,
    } as unknown as Uplink;
  };
  const uplinks = new Uplinks(log, make, () => {});
  await uplinks.adopt(site('never', 'stuck', 'city'));
  expect([...running]).toEqual(['stuck', 'city']);
  await uplinks.adopt(site('city', 'district'));
  expect([...running]).toEqual(['city', 'district']);
  await uplinks.adopt(site('city'));
  expect([...running]).toEqual(['city']);
  expect(told.map(({ code, where }) => `${code} ${where}`)).toEqual([
    'uplink.internal never',
    'uplink.internal stuck',
  ]);
  await uplinks.stop();
});
