import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../../gateway/core/program.ts';
import { patchSite } from '../../../gateway/site/change/patchSite.ts';

const DEMO = readFileSync(join(packageRoot(), 'deploy', 'demo', 'site.yaml'), 'utf8');

function patched(text: string, ...edits: Parameters<typeof patchSite>[1]): string {
  const result = patchSite(text, edits);
  if (!result.ok) throw new Error(result.error.what);
  return result.value;
}

/** The numbers of the lines that are another. */
function changedLines(before: string, after: string): readonly number[] {
  const [was, is] = [before.split('\n'), after.split('\n')];
  expect(is).toHaveLength(was.length);
  return was.flatMap((line, n) => (line === is[n] ? [] : [n]));
}

describe('a changed value of a site file', () => {
  it('changes one line of the demo, whatever is changed there, and no comment', () => {
    const { devices } = parse(DEMO) as { devices: { id: string; unit: number }[] };
    for (const { id, unit } of devices) {
      const after = patched(DEMO, { path: ['devices', id, 'unit'], value: unit + 100 });
      expect([id, changedLines(DEMO, after).length]).toEqual([id, 1]);
      expect(
        (parse(after) as typeof parse.prototype).devices.find((one: { id: string }) => one.id === id).unit,
      ).toBe(unit + 100);
    }
  });

  const SITE = [
    '# the house',
    'gateway: { id: house } # who',
    'buses:',
    '  - id: gas # upstairs',
    '    connection: { type: serial, path: a, baud: 9600 }',
    'devices:',
    '  # the one in the kitchen',
    '  - { id: one, unit: 1, bus: gas }',
    '  - id: two',
    '    unit: 2 # moved once',
    '    bus: gas',
    'rules: []',
    '',
  ].join('\n');

  it('that is the first of its list or section brings that along, in one line', () => {
    const told = { id: 'porter', to: 'email', recipients: ['porter@example.org'] };
    const after = patched(
      SITE,
      { path: ['notifications', 'porter'], value: told },
      { path: ['page', 'port'], value: 9443 },
    );
    expect(after.startsWith(SITE)).toBe(true);
    expect(parse(after)).toMatchObject({ notifications: [told], page: { port: 9443 } });
    expect(after.split('\n')).toHaveLength(SITE.split('\n').length + 2);
    const none = patched(after, { path: ['notifications', 'porter'] });
    expect((parse(none) as { notifications: unknown }).notifications).toEqual([]);
  });

  it('is added to what stands on one line, and to what stands on lines of its own', () => {
    expect(patched(SITE, { path: ['devices', 'one', 'place'], value: 'Kitchen: left' })).toContain(
      '- { id: one, unit: 1, bus: gas, place: "Kitchen: left" }',
    );
    const block = patched(SITE, { path: ['devices', 'two', 'place'], value: '厨房' });
    expect(block).toContain('    bus: gas\n    place: 厨房\nrules: []');
    expect(block).toContain('# moved once');
  });

  it('is a whole device that comes last, or goes with its lines, and the comments of the others stay', () => {
    const three = { id: 'three', unit: 3, bus: 'gas' };
    expect(patched(SITE, { path: ['devices', 'three'], value: three })).toContain(
      '    bus: gas\n  - { id: three, unit: 3, bus: gas }\nrules: []',
    );
    const without = patched(SITE, { path: ['devices', 'two'] });
    expect(without).toBe(SITE.replace('  - id: two\n    unit: 2 # moved once\n    bus: gas\n', ''));
    expect(patched(SITE, { path: ['devices', 'one'] })).toContain('# the one in the kitchen');
  });

  it('is the first of an empty list, and a key that is taken away on its line', () => {
    const rule = { id: 'high', kind: 'limit' };
    expect(patched(SITE, { path: ['rules', 'high'], value: rule })).toContain(
      'rules: [ { id: high, kind: limit } ]'.replace('[ {', '[{').replace('} ]', '}]'),
    );
    expect(patched(SITE, { path: ['buses', 'gas', 'connection', 'baud'] })).toContain(
      '{ type: serial, path: a }',
    );
  });

  it('keeps what somebody writes as text from being anything else', () => {
    const nasty = 'x" }\n- id: evil #';
    const after = patched(SITE, { path: ['devices', 'one', 'name'], value: nasty });
    expect((parse(after) as { devices: { name?: string }[] }).devices).toHaveLength(2);
    expect((parse(after) as { devices: { name?: string }[] }).devices[0]?.name).toBe(nasty);
  });

  it('is refused where the file says it with an alias, or where nothing is of that name', () => {
    const aliased = 'report: &r { everyS: 60 }\nother: *r\n';
    expect(patchSite(aliased, [{ path: ['other', 'everyS'], value: 5 }])).toMatchObject({
      error: { code: 'site.not-patched' },
    });
    const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`) as unknown;
    expect(patchSite(SITE, [{ path: ['devices', 'one', 'place'], value: deep }])).toMatchObject({
      error: { code: 'site.not-patched' },
    });
    expect(patchSite(SITE, [{ path: ['devices', 'four', 'unit'], value: 5 }])).toMatchObject({
      error: { code: 'site.not-patched' },
    });
  });
});
