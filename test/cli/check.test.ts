import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verb } from '../../gateway/cli/check.ts';
import { packageRoot } from '../../gateway/core/program.ts';
import type { Language } from '../../gateway/text/language.ts';
import { clock, temporaryFolder } from '../control/fixture.ts';

const SITE = join(packageRoot(), 'test/site/oneSensor.yaml');

/** `lifeline check …` as somebody with this locale types it. */
async function check(language: Language, ...args: string[]) {
  let out = '';
  const tell = (text: string) => {
    out += text;
  };
  const ended = new Promise<void>(() => {});
  const status = await verb.run(args, { clock, out: tell, err: tell, interactive: false, language, ended });
  return { status, out };
}

describe('lifeline check', () => {
  it('speaks the language of the locale, and the one that is asked for before that', async () => {
    expect((await check('zh', SITE)).out).toContain(
      '总线 rs485：/dev/ttyUSB0，9600 8N1，1 台设备，负载 4 %；',
    );
    expect((await check('en', SITE, '--lang', 'zh')).out).toContain(`${SITE} 检查通过：1 条总线，1 台设备`);
    expect(await check('zh', SITE, '--lang', 'en')).toMatchObject({
      status: 0,
      out: expect.stringContaining(`${SITE} is fine: 1 device on 1 line`),
    });
  });

  it('refuses a language that nobody speaks here, in that of the locale', async () => {
    await expect(check('en', SITE, '--lang', 'fr')).rejects.toThrow('--lang fr: write en or zh');
    await expect(check('zh', SITE, '--lang', 'fr')).rejects.toThrow('--lang fr：请写 en 或 zh');
  });

  it('tells a program the same in any language', async () => {
    expect((await check('zh', SITE, '--json')).out).toBe((await check('en', SITE, '--json')).out);
  });

  it('ends with how many mistakes there are where the file cannot be used', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'site.yaml');
    expect(await check('zh', path)).toMatchObject({
      status: 1,
      out: expect.stringMatching(/\n1 个错误：.*site\.yaml 不能使用\n$/),
    });
  });
});
