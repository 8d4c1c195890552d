import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../gateway/core/result.ts';
import { StateFile } from '../../gateway/core/stateFile.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'lifeline-state-'));

describe('a state file', () => {
  it('holds the newest of many saves and leaves nothing beside it', async () => {
    const path = join(folder(), 'alarms.json');
    const file = new StateFile(path, (problem) => expect.unreachable(problem.what));
    for (let n = 0; n <= 50; n++) file.save(`${n}`);
    await file.settled();
    expect(readFileSync(path, 'utf8')).toBe('50');
    expect(readdirSync(join(path, '..'))).toEqual(['alarms.json']);
    expect(file.load()).toEqual({ ok: true, value: '50' });
  });

  it.each(['077', '000'])(
    'may be read by its group and written by its owner alone, with umask %s',
    async (umask) => {
      const path = join(folder(), 'site.yaml.last-good');
      const before = process.umask(Number.parseInt(umask, 8));
      const file = new StateFile(path, (problem) => expect.unreachable(problem.what));
      file.save('gateway: {}');
      await file.settled();
      process.umask(before);
      expect(statSync(path).mode & 0o777).toBe(0o640);
    },
  );

  it('is null before the first save', () => {
    expect(new StateFile(join(folder(), 'none.json'), () => {}).load()).toEqual({ ok: true, value: null });
  });

  it('tells when it cannot be written, and works again afterwards', async () => {
    const problems: Problem[] = [];
    const blocked = join(folder(), 'blocked');
    writeFileSync(blocked, '');
    const file = new StateFile(join(blocked, 'alarms.json'), (problem) => problems.push(problem));
    file.save('1');
    await file.settled();
    expect(problems.map((problem) => problem.code)).toEqual(['state.unwritable']);
    file.save('2');
    await file.settled();
    expect(problems).toHaveLength(2);
  });
});
