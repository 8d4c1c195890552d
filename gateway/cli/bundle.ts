import { LINE_JUDGES } from '../alarmTime/lineJudges.ts';
import { takeBundle } from '../backup/firmBundle.ts';
import { readIdentity } from '../identity/boxIdentity.ts';
import { hardwareOf } from '../identity/hardware.ts';
import { loadSite } from '../site/load.ts';
import { readProfiles } from '../site/profiles.ts';
import { BACKUP_MESSAGES } from '../text/backupMessages.ts';
import { speaker } from '../text/catalogue.ts';
import { speaking } from './speaking.ts';
import { fail, parse, UsageError, type Verb } from './verb.ts';

const text = { type: 'string' } as const;
const FIRM_KEY = '/etc/lifeline/firm.pem';

export const verb: Verb = {
  usage: 'bundle <folder> [--site site.yaml] [--key firm.pem] [--root DIR] [--lang en|zh]',
  summary: {
    en: 'Takes what a firm has prepared for this box from a stick: site, secrets, certificates, profiles (lifeline-bundle.tar), signed with the firm’s key (lifeline-bundle.tar.sig). Only into a box without a site; nothing is touched before all of it was found to be right.',
    zh: '从 U 盘取得公司为本机准备的内容：现场文件、密码、证书、设备配置（lifeline-bundle.tar），须有公司密钥签名（lifeline-bundle.tar.sig）。仅用于尚无现场文件的网关；全部验证无误后才会改动。',
  },
  async run(args, given) {
    const { positionals, values } = parse(
      args,
      { site: text, key: text, root: text, lang: text },
      { min: 1, max: 1 },
    );
    const io = speaking(values.lang, given);
    const site = values.site ?? process.env.LIFELINE_SITE;
    if (site === undefined)
      throw new UsageError({
        en: '--site names where the site file of this box goes',
        zh: '--site 指定本机现场文件的位置',
      });
    const names = [readIdentity(site)?.gateway, hardwareOf(values.root ?? '/')];
    const taken = takeBundle({
      ...{ folder: positionals[0] ?? '', firmKey: values.key ?? FIRM_KEY, site },
      names: names.filter((name) => typeof name === 'string'),
      load: (path) => loadSite(path, readProfiles(path), LINE_JUDGES),
    });
    if (!taken.ok) return fail(io, taken.error);
    io.out(`${speaker(BACKUP_MESSAGES, io.language)('bundle.done', taken.value)}\n`);
    return 0;
  },
};
