import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemCatalogue } from '../../drivers/problems.ts';
import { allOf, anyOf, listed, words } from '../../gateway/text/named.ts';
import { LINE_WORDS } from '../../gateway/text/problems/lineWords.ts';
import { SHAPE_WORDS } from '../../gateway/text/problems/shapeWords.ts';
import { SITE_WORDS } from '../../gateway/text/problems/siteWords.ts';
import { PROBLEMS, problemIn } from '../../gateway/text/problemText.ts';
import { siteProblem } from '../../gateway/text/siteProblem.ts';

const root = join(import.meta.dirname, '../..');
const HAN = /\p{Script=Han}/u;
/** A problem written out where it is made. */
const ENGLISH_ALONE = /\bcode: ['`"][^'`"]*['`"],\s*(where\b[^\n]*?\s*)?what\b/;

describe('a problem of a site', () => {
  const unknown = siteProblem('site.unknown-bus', {
    bus: 'rs484',
    suggestion: words('suggestion.near', { names: anyOf(['rs485', 'rs486']) }),
  });

  it('is English with the words of every other language beside it', () => {
    expect(unknown).toMatchObject({
      code: 'site.unknown-bus',
      what: 'there is no bus rs484',
      hint: 'did you mean rs485 or rs486?',
    });
    const sent = JSON.parse(JSON.stringify(unknown));
    expect(problemIn(sent, 'zh')).toMatchObject({ what: '没有总线 rs484', hint: '是否指 rs485 或 rs486？' });
    expect(problemIn(sent, 'en')).toEqual(unknown);
  });

  it('has one code, however many sentences', () => {
    expect(siteProblem('site.half-key-pair/key').code).toBe('site.half-key-pair');
  });

  it('of a newer guard, or with something left out, stays English', () => {
    const newer = { ...unknown, said: { key: 'site.never-heard-of', named: {} } };
    expect(problemIn(newer, 'zh')).toBe(newer);
    const poorer = { ...unknown, said: { key: 'site.unknown-bus', named: {} } };
    expect(problemIn(poorer, 'zh')).toBe(poorer);
    const strange = { ...unknown, said: { key: 'constructor', named: {} } };
    expect(problemIn(strange, 'zh')).toBe(strange);
    const untold = { code: 'rare.thing', what: 'a rare thing' };
    expect(problemIn(untold, 'zh')).toBe(untold);
  });

  it('takes a value for what it is, also when it looks like a parameter', () => {
    const odd = siteProblem('site.duplicate-id', { id: '{other}', other: '$&' });
    expect(odd.what).toBe('{other} is taken by $&');
    expect(problemIn(odd, 'zh').what).toBe('{other} 已被 $& 使用');
  });

  it('does not compile with a language, a sentence or a name missing', () => {
    // @ts-expect-error a name is missing
    siteProblem('site.unknown-bus', { bus: 'rs484' });
    // @ts-expect-error all names are missing
    siteProblem('site.unknown-bus');
    // @ts-expect-error it names nothing
    siteProblem('site.empty', { bus: 'rs484' });
    // @ts-expect-error there is no such key
    expect(() => siteProblem('site.unknown')).toThrow();
    // @ts-expect-error the languages do not name the same things
    problemCatalogue({ uneven: { en: 'by {who} → look', zh: '操作人 → 请查看' } });
    // @ts-expect-error nothing says what to do
    problemCatalogue({ half: { en: 'by {who} → look', zh: '操作人：{who}' } });
    // braces with a space in them name nothing, but what stands inside of them does
    problemCatalogue({ braces: { en: 'a: { b: {c} } → look', zh: '写 {c} → 请查看' } });
  });
});

describe('what a sentence names', () => {
  it('is told in a row as each language does', () => {
    const names = ['a', 'b', 'c'];
    const said = [
      anyOf(names),
      allOf(names),
      listed(names),
      listed(names, 'semicolon'),
      listed(names, 'else'),
    ];
    expect(said.map(({ en }) => en)).toEqual([
      'a, b or c',
      'a, b and c',
      'a, b, c',
      'a; b; c',
      'a, or b, or c',
    ]);
    expect(said.map(({ zh }) => zh)).toEqual(['a、b 或 c', 'a、b、c', 'a、b、c', 'a；b；c', 'a；或b；或c']);
    expect(anyOf(['a']).zh).toBe('a');
  });

  it('may be a name in two languages, or words that name something in turn', () => {
    const state = words('state.label', { code: 1, label: { en: 'low alarm', zh: '低报' } });
    expect(state).toEqual({ en: '1 (low alarm)', zh: '1（低报）' });
  });
});

describe('the words of problems', () => {
  const layout = (text: string) => text.replaceAll(/\{[^{}\s]+\}/g, '').match(/[A-Za-z]{3}/) === null;

  it('are Chinese wherever they are more than a layout of what is named', () => {
    const sentences = Object.entries(PROBLEMS).flatMap(([key, { en, zh }]) => {
      const chinese = zh.split(' → ');
      return en.split(' → ').map((sentence, i) => [key, sentence, chinese[i] ?? ''] as const);
    });
    const single = Object.entries({ ...SITE_WORDS, ...SHAPE_WORDS, ...LINE_WORDS }).map(
      ([key, { en, zh }]) => [key, en, zh] as const,
    );
    const english = [...sentences, ...single].filter(([, en, zh]) => !layout(en) && !HAN.test(zh));
    expect(english.map(([key, , zh]) => `${key}: ${zh}`)).toEqual([]);
    for (const [, , zh] of [...sentences, ...single]) {
      // what stands between backticks is to be written just so
      expect(zh.replaceAll(/`[^`]*`/g, '')).not.toMatch(/\p{Script=Han}[,;:!?]/u);
    }
  });

  it('are the only ones of a site, its lines and its alarms: nothing there is a problem in English alone', () => {
    const rooms = ['drivers/profile', 'drivers/plan'].concat(
      ['site', 'alarmTime', 'core', 'guard', 'lift'].map((room) => `gateway/${room}`),
    );
    const bare = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...rooms], {
      cwd: root,
      encoding: 'utf8',
    })
      .split('\n')
      .filter((file) => file.endsWith('.ts') && existsSync(join(root, file)))
      .filter((file) => ENGLISH_ALONE.test(readFileSync(join(root, file), 'utf8')));
    expect(bare).toEqual([]);
    expect("err({ code: 'site.x', where: path, what })").toMatch(ENGLISH_ALONE);
  });
});
