import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startLifeline } from '../harness/lifeline.ts';
import { openStage } from '../harness/stage.ts';
import { halfYear, halfYearSite } from '../reports/examination/halfYear.ts';

test('half a year is examined by the command with the limits of its site, checked by it and by the line that it prints, and one changed byte is seen by both', async () => {
  const stage = openStage();
  const at = (file: string) => join(stage.folder, file);
  halfYear(at('journal.sqlite'));
  stage.write('site.yaml', halfYearSite);
  const run = (...args: string[]) => startLifeline(stage.folder, 'record', ...args, '--lang', 'zh').ended;
  const period = ['--from', '2026-05-01', '--to', '2026-10-31', '--state', '.'];
  const made = await run('examine', 'journal.sqlite', ...period, '--site', 'site.yaml');
  expect(made).toMatchObject({ status: 0, err: '' });
  expect(readFileSync(at('examination.html'), 'utf8')).toContain('橙色：GB 50007-2011；');

  const checked = await run('verify', 'examination.json');
  expect(checked.status).toBe(0);
  const line = /openssl pkeyutl .*/.exec(checked.out)?.[0] ?? '';
  const openssl = () => execFileSync('sh', ['-c', line], { cwd: stage.folder, stdio: 'pipe' }).toString();
  expect(openssl()).toContain('Verified Successfully');

  const bytes = readFileSync(at('examination.json'));
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  writeFileSync(at('examination.json'), bytes);
  expect(await run('verify', 'examination.json')).toMatchObject({
    ...{ status: 1, err: expect.stringContaining('签名与此记录不符') },
  });
  expect(openssl).toThrow();

  stage.write('site.yaml', { ...halfYearSite, gateway: { id: 'elsewhere' } });
  const refused = await run('examine', 'journal.sqlite', ...period, '--site', 'site.yaml');
  expect(refused).toMatchObject({ status: 1, err: expect.stringContaining('现场文件属于 elsewhere') });
});
