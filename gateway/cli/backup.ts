import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { backUp } from '../backup/backup.ts';
import { boxFolders } from '../backup/boxFolders.ts';
import { packageRoot } from '../core/program.ts';
import { freshPassword } from '../people/password.ts';
import { readCarriedSite } from '../site/carriedSite.ts';
import { BACKUP_MESSAGES } from '../text/backupMessages.ts';
import { speaker } from '../text/catalogue.ts';
import { backupProblem } from '../text/problems/backupProblems.ts';
import { readGiven } from './givenFile.ts';
import { speaking } from './speaking.ts';
import { fail, parse, UsageError, type Verb } from './verb.ts';

const text = { type: 'string' } as const;

export const verb: Verb = {
  usage: 'backup <file> [site.yaml] [--journal] [--passphrase-file FILE] [--root DIR] [--lang en|zh]',
  summary: {
    en: 'Seals this box into one file with a passphrase, beside the running guard; lifeline restore puts it into another box. A passphrase that is not given in a file is made, and shown once.',
    zh: '将本机用口令加密备份为一个文件，无需停止守护进程；用 lifeline restore 恢复到另一台。未给出口令文件时自动生成口令，仅显示一次。',
  },
  async run(args, given) {
    const { positionals, values } = parse(
      args,
      { journal: { type: 'boolean' }, 'passphrase-file': text, root: text, lang: text },
      { min: 1, max: 2 },
    );
    const io = speaking(values.lang, given);
    const say = speaker(BACKUP_MESSAGES, io.language);
    const [file = '', site = process.env.LIFELINE_SITE] = positionals;
    if (site === undefined)
      throw new UsageError({ en: 'name the site file of this box', zh: '请指定本机的现场文件' });
    const passphrase = readGiven(values['passphrase-file']);
    if (!passphrase.ok) return fail(io, [passphrase.error]);
    const chosen = passphrase.value?.toString('utf8').replace(/\r?\n$/, '') ?? null;
    const made = freshPassword();
    const carried = readCarriedSite(site);
    if (!carried.ok) {
      const message = carried.error[0]?.what ?? '';
      return fail(io, [{ ...backupProblem('backup.no-site', { message, file }), where: site }]);
    }
    const { name, version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
      readonly [K in 'name' | 'version']: string;
    };
    const done = await backUp({
      folders: boxFolders(site, carried.value.journal.folder, values.root ?? '/'),
      ...{ file, passphrase: chosen ?? made, journal: values.journal === true, clock: io.clock },
      software: `${name} ${version}`,
    });
    if (!done.ok) return fail(io, [done.error]);
    const { manifest, left } = done.value;
    const kb = Math.ceil(statSync(file).size / 1000);
    io.out(`${say('backup.done', { file, kb, gateway: manifest.gateway })}\n`);
    io.out(`${say(manifest.withJournal ? 'backup.with-journal' : 'backup.without-journal')}\n`);
    for (const one of left) io.err(`${say('backup.left', { file: one })}\n`);
    io.out(`${say('backup.age', { file })}\n`);
    if (chosen === null) io.out(`${say('backup.passphrase', { passphrase: made })}\n`);
    return 0;
  },
};
