import { filled } from '../../../drivers/texts.ts';
import type { Birth, EventBody, WireText } from '../../telemetry/wire/model.ts';
import { detailWord } from '../../text/actWords.ts';
import { EXAMINATION_MESSAGES } from '../../text/examinationMessages.ts';
import { COMMAND_WORDS } from '../../text/fleetTerms.ts';
import { inLanguage, type Text } from '../../text/language.ts';
import { saidAgain } from '../../text/saidAgain.ts';
import type { UtcOf } from './examinedAlarms.ts';

/** Something that was changed in the period, or kept from being watched. `count`: the same by the same person on one day. */
export type ExaminedChange = {
  readonly at: string; // ISO, of the first
  readonly what: WireText;
  readonly by: string | null;
  readonly count: number;
};

/** What people do that changes a building's watch, or keeps a part of it from being heard. */
const ACTS: ReadonlySet<string> = new Set([
  ...['site-keep', 'reload', 'write-setting'],
  ...['shelve', 'out-of-service', 'in-service', 'maintenance', 'end-maintenance'],
]);
const SAID: ReadonlySet<string> = new Set(['site.went-back', 'update.fell-back']);
const MOST_NAMED = 8;

/** A birth document and when the first rows under it were written, Unix ms. */
export type DatedBirth = { readonly birth: Birth; readonly utc: number };

/** What rows and births tell of changes, oldest first; the same by one person on one day is one. */
export function changesIn(
  events: readonly EventBody[],
  births: readonly DatedBirth[],
  { utcOf, dayOf, period }: ChangesOf,
): ExaminedChange[] {
  const found = [...actsIn(events, utcOf), ...births.flatMap((one, i) => changedSince(births[i - 1], one))];
  const within = found.filter(({ utc }) => dayOf(utc) >= period.from && dayOf(utc) <= period.to);
  const ordered = within.toSorted((a, b) => a.utc - b.utc);
  return [...Map.groupBy(ordered, ({ key, utc, by }) => `${key} ${dayOf(utc)} ${by}`).values()].flatMap(
    (same) =>
      same[0] === undefined
        ? []
        : [
            {
              at: new Date(same[0].utc).toISOString(),
              what: same.length === 1 ? same[0].what : same[0].briefly,
              ...{ by: same[0].by, count: same.length },
            },
          ],
  );
}

type ChangesOf = {
  readonly utcOf: UtcOf;
  readonly dayOf: (utc: number) => string;
  readonly period: { readonly from: string; readonly to: string };
};

/** `briefly`: said of several that are told together. */
type Change = {
  readonly key: string;
  readonly utc: number;
  readonly what: Text;
  readonly briefly: Text;
  readonly by: string | null;
};

function actsIn(events: readonly EventBody[], utcOf: UtcOf): Change[] {
  const why = new Map<string, string>(); // who tried a site, and the reason that was given
  return events.flatMap((event): Change[] => {
    const utc = utcOf(event.at);
    if (utc === null) return [];
    if (event.type === 'system' && SAID.has(event.code)) {
      const what = { en: event.text, zh: saidAgain(event.code, event.text, 'zh') };
      return [{ key: event.code, utc, what, briefly: what, by: null }];
    }
    if (event.type !== 'command' || !event.accepted) return [];
    const { verb, actor, detail } = event;
    if (verb === 'site-apply') why.set(actor, detail);
    if (!ACTS.has(verb)) return [];
    const act = COMMAND_WORDS[verb] ?? { en: verb, zh: verb };
    const told = detailWord(verb === 'site-keep' ? (why.get(actor) ?? detail) : detail);
    const what = { en: `${act.en}: ${told.en}`, zh: `${act.zh}：${told.zh}` };
    return [{ key: verb, utc, what, briefly: act, by: actor.replace(/^desk:/, '') }];
  });
}

/** What a birth names that the one before it did not, and the other way round; the first of all is no change. */
function changedSince(before: DatedBirth | undefined, { birth, utc }: DatedBirth): Change[] {
  if (before === undefined) return [];
  const was = before.birth;
  const lacking = (a: Birth, b: Birth) =>
    a.channels.filter(({ point }) => !b.channels.some((other) => other.point === point));
  const rules = new Map(was.rules.map(({ id, text }) => [id, text]));
  const changedRules = [
    ...birth.rules.filter(({ id, text }) => rules.get(id) !== text).map(({ id }) => id),
    ...was.rules.filter(({ id }) => !birth.rules.some((one) => one.id === id)).map(({ id }) => id),
  ];
  const say = (
    key: 'changes.added' | 'changes.removed' | 'changes.rules' | 'changes.software',
    named: (language: 'en' | 'zh') => Readonly<Record<string, string | number>>,
  ): Change => {
    const what = {
      en: filled(EXAMINATION_MESSAGES[key].en, named('en'), 'en'),
      zh: filled(EXAMINATION_MESSAGES[key].zh, named('zh'), 'zh'),
    };
    return { key: `${key} ${utc}`, utc, what, briefly: what, by: null };
  };
  const names = (channels: Birth['channels']) => (language: 'en' | 'zh') => ({
    count: channels.length,
    names: listed(
      channels.map(({ name }) => inLanguage(name, language)),
      language,
    ),
  });
  const [added, removed] = [lacking(birth, was), lacking(was, birth)];
  return [
    ...(was.software === birth.software
      ? []
      : [say('changes.software', () => ({ from: was.software, to: birth.software }))]),
    ...(added.length === 0 ? [] : [say('changes.added', names(added))]),
    ...(removed.length === 0 ? [] : [say('changes.removed', names(removed))]),
    ...(changedRules.length === 0
      ? []
      : [
          say('changes.rules', (language) => ({
            count: changedRules.length,
            names: listed(changedRules, language),
          })),
        ]),
  ];
}

function listed(names: readonly string[], language: 'en' | 'zh'): string {
  const more = names.length > MOST_NAMED ? ' …' : '';
  return `${names.slice(0, MOST_NAMED).join(language === 'zh' ? '、' : ', ')}${more}`;
}
