import { userInfo } from 'node:os';
import type { AlarmScreen } from '../control/alarmScreen.ts';
import type { ValueScreen } from '../control/valueScreen.ts';
import { ok, type Problem, type Result } from '../core/result.ts';
import { suggested } from '../site/suggestion.ts';
import { ACTIONS, type AlarmAction, askOf, type WrittenAction } from './alarms/actions.ts';
import { answerText } from './alarms/answers.ts';
import { occurrencesMeant } from './alarms/occurrence.ts';
import { coloured, plain } from './alarms/paint.ts';
import { screenText } from './alarms/screenText.ts';
import { goodValue, openedOnReading } from './alarms/valveOpening.ts';
import { type Voice, voiceFor } from './alarms/voice.ts';
import { askGuard } from './askGuard.ts';
import { speaking } from './speaking.ts';
import { fail, type Io, parse, UsageError, type Verb } from './verb.ts';

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  ...{ run: text, actor: text, json: flag, lang: text },
  ...{ for: text, reason: text, zone: texts, device: texts, end: text },
} as const;

const FORMS = ['', ...Object.values(ACTIONS).map(({ form }) => form)].join('\n        lifeline alarms ');

export const verb: Verb = {
  usage:
    'alarms [list | ack | silence | reset | shelve | unshelve | out-of-service | in-service | maintenance | test | reopen-valve] [<which>] [--for 2h] [--reason TEXT] [--zone ID] [--device ID] [--end PERIOD] [--run DIR] [--actor NAME] [--lang en|zh] [--json]',
  summary: {
    en: `Shows what stands at the running guard, and does what a person may do about it. An occurrence may be cut short,
      or named by its rule:${FORMS}`,
    zh: `显示运行中的守护进程有哪些报警，并执行人可以做的处理。报警编号可以只写开头，也可以写规则名：${FORMS}`,
  },
  async run(args, given) {
    const { positionals, values } = parse(args, OPTIONS, { min: 0, max: 3 });
    const { run, json = false, actor = userInfo().username, lang, ...options } = values;
    const [what = 'list', ...words] = positionals;
    const io = speaking(lang, given);
    const nowhen = { boot: '', now: 0, utc: null };
    const voice = voiceFor(nowhen, io.language, io.interactive ? coloured : plain);
    const desk: Desk = { io, run, json, voice };
    if (what === 'list') {
      refuseMore(words, 0, desk);
      return list(desk);
    }
    const action = Object.hasOwn(ACTIONS, what) ? ACTIONS[what] : undefined;
    if (action === undefined) {
      const suggestion = suggested(what, ['list', ...Object.keys(ACTIONS)])[io.language];
      throw new UsageError(desk.voice.say('usage.what', { word: what, suggestion }));
    }
    return act(action, { words, options, actor }, desk);
  },
};

type Desk = {
  readonly io: Io;
  readonly run: string | undefined;
  readonly json: boolean;
  readonly voice: Voice; // without the time: nothing has been asked yet
};

async function list({ io, run, json, voice }: Desk): Promise<number> {
  const answer = await askGuard({ verb: 'alarms' }, run, io);
  if (!answer.ok) return fail(io, [answer.error]);
  const screen = answer.value as AlarmScreen;
  if (json) io.out(`${JSON.stringify(screen, null, 2)}\n`);
  else
    io.out(`${screenText(screen, voiceFor(screen, voice.language, voice.paint, screen.gateway.timeZone))}\n`);
  return 0;
}

async function act(action: AlarmAction, written: WrittenAction, desk: Desk): Promise<number> {
  const { io, run, json, voice } = desk;
  const [word] = written.words;
  refuseMore(written.words, action.subject === null ? 0 : 1, desk);
  if (word === undefined && !action.optional && action.subject !== null)
    throw new UsageError(voice.say(`usage.${action.subject}`, { form: action.form }));
  askOf(action, word, written, voice); // a command line that cannot be understood is refused before guard is asked
  const subject = await meant(action, word, desk);
  if (!subject.ok) return fail(io, [subject.error]);
  const { value, seen } = subject.value;
  const ask = askOf(action, value, seen === undefined ? written : { ...written, seen }, voice);
  const valve = ask.verb === 'reopen-valve' ? ask.point : null;
  const see = async () => {
    const values = valve === null ? null : await askGuard({ verb: 'values' }, run, io);
    return values?.ok === true ? goodValue(values.value as ValueScreen, valve ?? '') : undefined;
  };
  const shut = await see();
  const answer = await askGuard(ask, run, io);
  if (!answer.ok) return fail(io, [answer.error]);
  const open = valve === null ? undefined : await openedOnReading(shut, see, io.clock);
  const { out, short } = answerText(ask, answer.value, voice, open);
  if (json)
    io.out(
      `${JSON.stringify({ ...ask, answer: answer.value, ...(valve === null ? {} : { readBackOpen: open ?? null }) })}\n`,
    );
  else for (const line of out) io.out(`${line}\n`);
  for (const line of short) io.err(`${line}\n`);
  return short.length > 0 && out.length === 0 ? 1 : 0;
}

/**
 * The occurrence a word stands for, and how it stands. What stands for none goes to guard as it is, which refuses it and
 * writes that down.
 */
async function meant(
  { subject }: AlarmAction,
  word: string | undefined,
  { io, run, voice }: Desk,
): Promise<Result<{ value: string | undefined } & Pick<WrittenAction, 'seen'>, Problem>> {
  if (word === undefined || subject !== 'occurrence') return ok({ value: word });
  const answer = await askGuard({ verb: 'alarms' }, run, io);
  if (!answer.ok) return answer;
  const { alarms } = answer.value as AlarmScreen;
  const found = occurrencesMeant(word, alarms);
  if (found.length > 1)
    throw new UsageError(voice.say('usage.several', { word, candidates: found.join(', ') }));
  const value = found[0] ?? word;
  const standing = alarms.find(({ occurrence }) => occurrence === value);
  if (standing === undefined) return ok({ value });
  const { announcement, severity } = standing;
  return ok({ value, seen: { announcement, severity } });
}

function refuseMore(words: readonly string[], most: number, { voice }: Desk): void {
  const word = words[most];
  if (word !== undefined) throw new UsageError(voice.say('usage.word-too-many', { word }));
}
