import { userInfo } from 'node:os';
import { TRIAL_S } from '../control/siteRequests.ts';
import { speaker } from '../text/catalogue.ts';
import { SITE_VERB_MESSAGES } from '../text/siteVerbMessages.ts';
import { durationS } from './alarms/duration.ts';
import { SITE_ACTS } from './site/siteActs.ts';
import { speaking } from './speaking.ts';
import { parse, UsageError, type Verb } from './verb.ts';

const text = { type: 'string' } as const;

export const verb: Verb = {
  usage:
    'site [diff <site.yaml> [<new.yaml>] | apply <site.yaml> <new.yaml> | keep | revert | history <site.yaml> | addresses <site.yaml> | reload] [--reason TEXT] [--for 10m] [--run DIR] [--actor NAME] [--lang en|zh] [--json]',
  summary: {
    en: 'Changes the site of the running guard: what would change in words, then on trial until somebody keeps it. `reload` takes up the file as an editor left it; `addresses` says whom guard has to reach over the network.',
    zh: '修改运行中的现场设置：先用文字说明改变，再试运行，直到有人保留。reload 使直接编辑的文件生效；addresses 列出守护进程需要访问的网络地址。',
  },
  async run(args, given) {
    const { positionals, values } = parse(
      args,
      { run: text, reason: text, for: text, actor: text, lang: text, json: { type: 'boolean' } },
      { min: 1, max: 3 },
    );
    const io = speaking(values.lang, given);
    const say = speaker(SITE_VERB_MESSAGES, io.language);
    const [what = '', ...named] = positionals;
    const own = process.env.LIFELINE_SITE; // that of an installed box
    const words = named.length === 0 && own !== undefined ? [own] : named;
    const forS = values.for === undefined ? TRIAL_S : durationS(values.for);
    if (forS === null || forS < 5 || forS > 3600)
      throw new UsageError(say('usage.for', { text: values.for ?? '' }));
    const { run, reason, actor = userInfo().username, json = false } = values;
    const act = Object.hasOwn(SITE_ACTS, what) ? SITE_ACTS[what] : undefined;
    if (act === undefined)
      throw new UsageError(say('usage.what', { word: what, known: Object.keys(SITE_ACTS).join(', ') }));
    return act({ words, run, reason, actor, forS: Math.round(forS), io, json, say });
  },
};
