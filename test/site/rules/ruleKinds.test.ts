import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { alarmTimes } from '../../../gateway/alarmTime/alarmTime.ts';
import { watchOf } from '../../../gateway/guard/detect/watches.ts';
import type { Installation } from '../../../gateway/site/installation.ts';
import { ofPoint, ruleKind } from '../../../gateway/site/rules/ruleKind.ts';
import { kindOf, RULE_KINDS, type Rule, subjectOf } from '../../../gateway/site/rules/ruleKinds.ts';
import { ruleText } from '../../../gateway/site/rules/ruleText.ts';
import { withRule } from '../../guard/detect/kinds/watching.ts';
import { EXAMPLE_RULES } from './exampleRules.ts';

const HAN = /\p{Script=Han}/u;

function installed(example: Record<string, unknown>): { rule: Rule; installation: Installation } {
  const installation = withRule(example);
  const rule = installation.rules.find(({ id }) => id === 'r');
  if (rule === undefined) throw new Error('there is no rule r');
  return { rule, installation };
}

describe.each([...EXAMPLE_RULES])('a rule of the kind %s', (_name, example) => {
  const { rule, installation } = installed(example);
  const kind = kindOf(rule);

  it('has its names and its one line in both languages', () => {
    expect(kind.names.en).toMatch(/^[a-z ]+$/);
    expect(kind.names.zh).toMatch(HAN);
    const [en, zh] = [ruleText(rule, 'en'), ruleText(rule, 'zh')];
    expect(en).not.toMatch(HAN);
    expect(zh).toMatch(HAN);
    for (const text of [en, zh]) expect(text).not.toMatch(/\{|undefined|\[object/);
  });

  it('is judged by a watch that hears the points it names', () => {
    const watch = watchOf(rule, installation);
    expect(watch.rule).toBe(rule);
    expect(watch.levels.length).toBeGreaterThan(0);
    expect(watch.listensTo).toEqual(expect.arrayContaining([...kind.points(rule)]));
  });

  it('has an alarm time for each of its safety points exactly where it judges readings at once', () => {
    const bounded = alarmTimes(installation).filter((time) => time.rule === 'r');
    const safety = kind.points(rule).filter((id) => installation.points.get(id)?.class === 'safety');
    expect(bounded.map(({ point }) => point)).toEqual(kind.atOnce ? safety : []);
  });

  it('is a fault exactly where it is about what watches the building', () => {
    expect(kind.class).toBe('point' in rule || 'points' in rule ? 'alarm' : 'fault');
  });

  it('takes the place of the one that the site has by itself', () => {
    const made = kind.byItself?.({ devices: [...installation.devices.values()], annunciators: [] }) ?? [];
    const ids = installation.rules
      .filter((other) => subjectOf(other) === subjectOf(rule))
      .map(({ id }) => id);
    expect(ids).toEqual(['r']);
    expect(installation.rules.filter(({ id }) => made.some((one) => one.id === id)).length).toBe(
      Math.max(0, made.length - 1),
    );
  });

  it('names fields of its own for what is in its unit', () => {
    const fields = Object.keys(RULE_KINDS[rule.kind].schema.shape);
    expect(fields).toEqual(expect.arrayContaining([...kind.inUnit]));
    // limits in a unit that a rule pack would not convert are limits in another unit
    expect(kind.inUnit.length > 0).toBe(fields.includes('unit'));
  });
});

describe('a kind of rule', () => {
  it('that has been given a bound keeps it', () => {
    const bounded = Object.values(RULE_KINDS).filter(({ atOnce }) => atOnce);
    const promised = ['limit', 'drop', 'state', 'count', 'vote'];
    expect(bounded.map(({ kind }) => kind)).toEqual(expect.arrayContaining(promised));
  });

  const whole = {
    ...ofPoint,
    names: { en: 'toy', zh: '玩具' },
    class: 'alarm',
    atOnce: true,
    inUnit: [],
    describe: () => '',
    check: () => [],
  } as const;
  const fields = { point: z.string(), often: z.int() };
  const sentences = { is: { en: '{point}', zh: '{point}' } };

  it('does not compile incomplete', () => {
    const toy = ruleKind('toy', fields, sentences, whole);
    expect(toy.schema.parse({ kind: 'toy', id: 'a', point: 'a/b', often: 3 })).toMatchObject({ often: 3 });
    const { atOnce, ...unsure } = whole;
    // @ts-expect-error nobody says whether it judges readings at once
    ruleKind('toy', fields, sentences, unsure);
    const { class: _class, ...classless } = whole;
    // @ts-expect-error it is neither alarm nor fault
    ruleKind('toy', fields, sentences, classless);
    // @ts-expect-error it has no Chinese name
    ruleKind('toy', fields, sentences, { ...whole, names: { en: 'toy' } });
    // @ts-expect-error the languages do not name the same things
    ruleKind('toy', fields, { is: { en: '{point}', zh: '玩具' } }, whole);
    // @ts-expect-error such a rule has no place
    ruleKind('toy', fields, sentences, { ...whole, subject: ({ place }) => place });
    // @ts-expect-error it says something it has no words for
    ruleKind('toy', fields, sentences, { ...whole, describe: (_rule, _voice, own) => own('was') });
    expect(atOnce).toBe(true);
  });
});
