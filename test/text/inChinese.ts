import { expect } from 'vitest';
import type { Problem } from '../../gateway/core/result.ts';
import { problemIn } from '../../gateway/text/problemText.ts';

/** Fails the test where a problem cannot be said in Chinese with all that it names in English. */
export function expectChinese(problem: Problem): void {
  const chinese = problemIn(JSON.parse(JSON.stringify(problem)) as Problem, 'zh'); // as it comes over a socket
  const english = `${problem.what} → ${problem.hint ?? ''}`;
  const words = `${chinese.what} → ${chinese.hint ?? ''}`;
  expect(chinese.what, english).toMatch(/\p{Script=Han}/u);
  expect(chinese.hint ?? '', english).toMatch(/\p{Script=Han}/u);
  expect(words, english).not.toMatch(/\{[^{}\s]+\}/);
  expect(chinese.where).toBe(problem.where);
  const given = Object.values(problem.said?.named ?? {}).map((name) =>
    typeof name === 'object' ? name.zh : String(name),
  );
  const lost = [...given, ...(english.match(/\d+(\.\d+)?/g) ?? [])].filter((name) => !words.includes(name));
  expect(lost, `${english}\n${words}`).toEqual([]);
}
