import { expect, test } from 'vitest';
import { formatProblem } from '../../gateway/core/result.ts';
import { saidRow } from '../../gateway/guard/rows.ts';
import { openForReading } from '../../gateway/journal/file/openForReading.ts';
import { explainLinkFailure } from '../../gateway/mqtt/linkProblem.ts';
import { busProblem } from '../../gateway/text/problems/busProblems.ts';
import { problemIn } from '../../gateway/text/problemText.ts';
import { saidAgain } from '../../gateway/text/saidAgain.ts';
import { SYSTEM_MESSAGES } from '../../gateway/text/systemMessages.ts';

const at = { boot: 'b', mono: 0 };

test('what the gateway wrote down of itself is said again in Chinese, with what was filled in', () => {
  const row = saidRow(at, 'maintenance.began', {
    ...{ scope: 'Kitchens (kitchens)', minutes: 240, actor: 'li', reason: 'yearly test', period: 'm-1' },
  });
  if (row.type !== 'system') throw new Error('no system row');
  expect(saidAgain(row.code, row.text, 'zh')).toBe(
    'Kitchens (kitchens) 开始维护，最长 240 分钟，操作者 li：yearly test [m-1]',
  );
  expect(saidAgain(row.code, row.text, 'en')).toBe(row.text);
});

test('a problem is said again as whoever met it would have said it', () => {
  const problem = { ...busProblem('bus.silent/since', { unit: 3 }), where: 'gas' };
  expect(saidAgain(problem.code, formatProblem(problem), 'zh')).toBe(formatProblem(problemIn(problem, 'zh')));
  expect(saidAgain(problem.code, problem.what, 'zh')).toBe(problem.what); // not as any problem is written down
});

test('every sentence of the gateway itself is found by its code', () => {
  for (const key of Object.keys(SYSTEM_MESSAGES) as (keyof typeof SYSTEM_MESSAGES)[]) {
    const names = [...SYSTEM_MESSAGES[key].en.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
    const named = Object.fromEntries(names.map((name, i) => [name, `X${i}`]));
    const row = saidRow(at, key, named);
    if (row.type !== 'system') throw new Error('no system row');
    const zh = saidAgain(row.code, row.text, 'zh');
    expect(zh, key).toMatch(/\p{Script=Han}/u);
    for (const value of Object.values(named)) expect(zh, key).toContain(value);
  }
});

test('what is not known here stays as it was said', () => {
  expect(saidAgain('guard.something-new', 'something new', 'zh')).toBe('something new');
  expect(saidAgain('guard.started', 'started otherwise, by an older one of us', 'zh')).toBe(
    'started otherwise, by an older one of us',
  );
});

test('why a broker cannot be had is said in Chinese, and so is a journal that is not there', () => {
  const errors = [
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }),
    Object.assign(new Error('Not authorized'), { code: 135 }),
    Object.assign(new Error('expired'), { code: 'CERT_HAS_EXPIRED' }),
    null,
  ];
  const problems = errors.flatMap((error) =>
    [true, false].map((greeted) => explainLinkFailure(error, 'mqtts://city', greeted).problem),
  );
  const missing = openForReading('/nowhere/journal.db');
  if (missing.ok) throw new Error('there is one');
  for (const problem of [...problems, missing.error]) {
    const said = problemIn(problem, 'zh');
    expect(said.what, problem.code).toMatch(/\p{Script=Han}/u);
    expect(said.hint, problem.code).toMatch(/\p{Script=Han}/u);
  }
});
