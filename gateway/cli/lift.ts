import { userInfo } from 'node:os';
import { isTimeZone } from '../reports/lift/civilTimes.ts';
import { coloured, plain } from './alarms/paint.ts';
import { ACTIONS } from './lift/actions.ts';
import type { LiftOptions } from './lift/asked.ts';
import { liftVoice } from './lift/voice.ts';
import { speaking } from './speaking.ts';
import { parse, UsageError, type Verb } from './verb.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  ...{ run: text, site: text, journal: text, actor: text, json: flag, lang: text },
  ...{
    month: text,
    last: text,
    out: text,
    for: text,
    gbt: flag,
    by: text,
    automatic: flag,
    failed: text,
    'time-zone': text,
  },
} as const;

const FORMS = ['', ...Object.values(ACTIONS).map(({ form }) => form)].join('\n        lifeline lift ');

export const verb: Verb = {
  usage:
    'lift [status | trips | health | report | free | rescue | confirm | tested] [<lift>] [--last N] [--for READER] [--month YYYY-MM] [--out FILE] [--by NAME] [--automatic] [--failed TEXT] [--gbt] [--site FILE] [--journal FOLDER] [--time-zone NAME] [--run DIR] [--actor NAME] [--lang en|zh] [--json]',
  summary: {
    en: `Shows how a lift stands, what it did and how well it is, from the running guard and from its journal; a lift is
      called by its id or name, or none where there is only one:${FORMS}`,
    zh: `显示电梯的状态、运行记录和健康情况，来自运行中的守护进程及其记录；用编号或名称指定电梯，只有一台时可省略：${FORMS}`,
  },
  async run(args, given) {
    const { positionals, values } = parse(args, OPTIONS, { min: 0, max: 24 });
    const {
      run,
      site,
      journal,
      'time-zone': timeZone,
      json = false,
      actor = userInfo().username,
      lang,
      ...options
    } = values;
    const [what = 'status', ...words] = positionals;
    const [word] = words;
    const io = speaking(lang, given);
    const voice = liftVoice(null, io.language, io.interactive ? coloured : plain);
    const action = Object.hasOwn(ACTIONS, what) ? ACTIONS[what] : undefined;
    if (action === undefined) {
      const known = Object.keys(ACTIONS).join(', ');
      throw new UsageError(voice.tell('usage.what', { word: what, known }));
    }
    const extra = what === 'confirm' ? undefined : words[what === 'rescue' ? 2 : 1];
    if (extra !== undefined) throw new UsageError(voice.tell('usage.extra', { word: extra }));
    for (const option of Object.keys(options) as (keyof LiftOptions)[])
      if (!action.options.includes(option))
        throw new UsageError(voice.tell('usage.option', { option, what }));
    if (timeZone !== undefined && !isTimeZone(timeZone))
      throw new UsageError(voice.tell('usage.time-zone', { text: timeZone }));
    return action.run({
      io,
      voice,
      word,
      words,
      json,
      actor,
      options,
      places: { run, site, journal, timeZone },
      siteFile: site ?? process.env.LIFELINE_SITE,
    });
  },
};
