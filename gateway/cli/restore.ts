import { restore } from '../backup/restore.ts';
import { BACKUP_MESSAGES } from '../text/backupMessages.ts';
import { speaker } from '../text/catalogue.ts';
import { readGiven } from './givenFile.ts';
import { speaking } from './speaking.ts';
import { fail, parse, UsageError, type Verb } from './verb.ts';

const text = { type: 'string' } as const;

export const verb: Verb = {
  usage: 'restore <file> [site.yaml] --passphrase-file FILE [--replace] [--root DIR] [--lang en|zh]',
  summary: {
    en: 'Puts a backup into this box while guard is stopped. Nothing is touched before the whole file was found to be right; what is here already is put aside with --replace.',
    zh: '在守护进程停止时将备份恢复到本机。整个文件验证无误后才会改动；--replace 将现有内容搁置。',
  },
  async run(args, given) {
    const { positionals, values } = parse(
      args,
      { 'passphrase-file': text, replace: { type: 'boolean' }, root: text, lang: text },
      { min: 1, max: 2 },
    );
    const io = speaking(values.lang, given);
    const [file = '', site = process.env.LIFELINE_SITE] = positionals;
    if (site === undefined)
      throw new UsageError({
        en: 'name where the site file of this box goes',
        zh: '请指定本机现场文件的位置',
      });
    const passphrase = readGiven(values['passphrase-file']);
    if (!passphrase.ok) return fail(io, [passphrase.error]);
    if (passphrase.value === undefined || passphrase.value === null)
      throw new UsageError({
        en: '--passphrase-file names a file with the passphrase; /dev/stdin reads it from what is typed',
        zh: '--passphrase-file 指定存有口令的文件；/dev/stdin 表示从键盘输入',
      });
    const done = await restore({
      ...{ file, site, root: values.root ?? '/', replace: values.replace === true },
      passphrase: passphrase.value.toString('utf8').replace(/\r?\n$/, ''),
    });
    if (!done.ok) return fail(io, [done.error]);
    const say = speaker(BACKUP_MESSAGES, io.language);
    const time = new Date(done.value.madeUtc).toISOString();
    io.out(`${say('restore.done', { gateway: done.value.gateway, time })}\n${say('restore.old-box')}\n`);
    return 0;
  },
};
