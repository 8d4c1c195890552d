import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { packageRoot } from '../core/program.ts';
import { checkUp } from '../doctor/checkUp.ts';
import { openBox } from '../doctor/openBox.ts';
import { supportText } from '../support/supportFile.ts';
import { BACKUP_MESSAGES } from '../text/backupMessages.ts';
import { speaker } from '../text/catalogue.ts';
import { backupProblem } from '../text/problems/backupProblems.ts';
import { speaking } from './speaking.ts';
import { DEFAULT_RUN_FOLDER, fail, parse, UsageError, type Verb } from './verb.ts';

const text = { type: 'string' } as const;

export const verb: Verb = {
  usage: 'support [file] [--site site.yaml] [--run DIR] [--root DIR] [--lang en|zh]',
  summary: {
    en: 'Writes one text file for a help desk: what the doctor finds, what guard says, events, logs and the site, without passwords, keys and tokens.',
    zh: '为技术支持生成一个文本文件：检查结果、守护进程状态、事件、日志和现场文件，不含密码、密钥和令牌。',
  },
  async run(args, given) {
    const { positionals, values } = parse(
      args,
      { site: text, run: text, root: text, lang: text },
      { min: 0, max: 1 },
    );
    const io = speaking(values.lang, given);
    const site = values.site ?? process.env.LIFELINE_SITE;
    if (site === undefined)
      throw new UsageError({ en: '--site names the site file of this box', zh: '--site 指定本机的现场文件' });
    const run = values.run ?? DEFAULT_RUN_FOLDER;
    const { box, client } = await openBox({ site, run, root: values.root ?? '/', kept: null }, io.clock);
    const found = await checkUp(box);
    const alarms = box.guard === null ? null : await client.request({ verb: 'alarms' });
    await client.stop();
    const gateway = box.installation?.gateway.id ?? 'box';
    const made = new Date(io.clock.utc()).toISOString();
    const { name, version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
      readonly [K in 'name' | 'version']: string;
    };
    const whole = await supportText({
      ...{ root: box.root, site: box.site, state: box.state },
      secretFolders: [dirname(box.site), box.state, join(box.root, 'etc/lifeline'), ...box.stateFolders],
      title: `${name} ${version}, Node ${process.versions.node}: ${gateway} at ${made}`,
      sections: [
        ['doctor', JSON.stringify(found.checks, null, 1)],
        ['guard', JSON.stringify(box.guard, null, 1)],
        ['alarms', alarms?.ok === true ? JSON.stringify(alarms.value, null, 1) : ''],
      ],
    });
    const file =
      positionals[0] ?? `lifeline-support-${gateway}-${made.slice(0, 19).replaceAll(/\D/g, '')}.txt`;
    try {
      writeFileSync(file, whole, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return fail(io, [{ ...backupProblem('backup.exists'), where: resolve(file) }]);
    }
    const kb = Math.ceil(Buffer.byteLength(whole) / 1000);
    io.out(`${speaker(BACKUP_MESSAGES, io.language)('support.done', { file, kb })}\n`);
    return 0;
  },
};
