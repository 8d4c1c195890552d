import { describe, expect, it } from 'vitest';
import { RULE_KINDS } from '../../gateway/site/rules/ruleKinds.ts';
import { ALARM_MESSAGES } from '../../gateway/text/alarmMessages.ts';
import { ALARM_TIME_MESSAGES } from '../../gateway/text/alarmTimeMessages.ts';
import { catalogue, speaker } from '../../gateway/text/catalogue.ts';
import { inLanguage, languageOf, type Text } from '../../gateway/text/language.ts';
import { PROFILE_MESSAGES } from '../../gateway/text/profileMessages.ts';
import { READ_MESSAGES } from '../../gateway/text/readMessages.ts';
import { RULE_MESSAGES } from '../../gateway/text/ruleMessages.ts';
import { SITE_REPORT_MESSAGES } from '../../gateway/text/siteReportMessages.ts';

const REPORTS = {
  ...Object.fromEntries(Object.values(RULE_KINDS).map(({ kind, sentences }) => [`${kind} rules`, sentences])),
  ...{ 'site reports': SITE_REPORT_MESSAGES, rules: RULE_MESSAGES, 'alarm times': ALARM_TIME_MESSAGES },
  ...{ reads: READ_MESSAGES, profiles: PROFILE_MESSAGES },
};

const messages = catalogue({
  plain: { en: 'all is well', zh: '一切正常' },
  named: { en: '{who} silenced {what}', zh: '{what} 已由 {who} 消音' },
});

describe('a catalogue of messages', () => {
  it('says a message in either language, with its parameters where that language wants them', () => {
    expect(speaker(messages, 'en')('named', { who: 'Li', what: 'the siren' })).toBe('Li silenced the siren');
    expect(speaker(messages, 'zh')('named', { who: 'Li', what: '警报器' })).toBe('警报器 已由 Li 消音');
    expect(speaker(messages, 'zh')('plain')).toBe('一切正常');
  });

  it('takes a value for what it is, also when it looks like a parameter', () => {
    expect(speaker(messages, 'en')('named', { who: '{what}', what: '$&' })).toBe('{what} silenced $&');
  });

  it('does not compile with a key, a parameter or a language missing', () => {
    const say = speaker(messages, 'en');
    // @ts-expect-error there is no such key
    expect(() => say('unknown')).toThrow();
    // @ts-expect-error a parameter is missing
    say('named', { who: 'Li' });
    // @ts-expect-error all parameters are missing
    say('named');
    // @ts-expect-error it takes no parameters
    say('plain', { who: 'Li' });
    // @ts-expect-error a language is missing
    catalogue({ half: { en: 'half' } });
    // @ts-expect-error the languages do not name the same parameters
    catalogue({ uneven: { en: 'by {who}', zh: '操作人' } });
  });

  it('of alarms is Chinese where it says so: every text has Chinese words', () => {
    const bare = Object.entries(ALARM_MESSAGES)
      .filter(([, { zh }]) => !/\p{Script=Han}/u.test(zh))
      .map(([key]) => key);
    // only a layout of what is given
    expect(bare.toSorted()).toEqual(
      [
        'alarm.comma',
        'alarm.device',
        'alarm.headline',
        'alarm.headline-bare',
        'alarm.state',
        'alarm.unsensed',
        'alarm.value',
        'alarm.value-doubtful',
        'alarm.where-place',
      ]
        .concat(['health.device', 'output.line', 'screen.gateway', 'screen.gateway-at'])
        .toSorted(),
    );
  });
});

describe.each(Object.entries(REPORTS))('the catalogue of %s', (_name, texts) => {
  it('is Chinese where it says so: what has no Chinese words has no English ones either', () => {
    const bare = Object.values(texts as Record<string, Text>)
      .map(({ zh }) => zh)
      .filter((zh) => !/\p{Script=Han}/u.test(zh))
      .map((zh) => zh.replaceAll(/\{[^{}]+\}|Modbus TCP|RTU over TCP|\bms\b|\bs\b/g, ''));
    for (const rest of bare) expect(rest).not.toMatch(/[A-Za-z]/);
  });
});

describe('the language', () => {
  it('is Chinese for a Chinese locale and English for any other', () => {
    expect(['zh_CN.UTF-8', 'zh', 'ZH-tw'].map(languageOf)).toEqual(['zh', 'zh', 'zh']);
    expect([undefined, '', 'C.UTF-8', 'de_DE.UTF-8'].map(languageOf)).toEqual(['en', 'en', 'en', 'en']);
  });

  it('of a name is the one it has, or the one asked for', () => {
    expect(inLanguage('Kitchen', 'zh')).toBe('Kitchen');
    expect(inLanguage({ en: 'Kitchen', zh: '厨房' }, 'zh')).toBe('厨房');
  });
});
