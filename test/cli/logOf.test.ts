import { expect, test } from 'vitest';
import { type Io, logOf } from '../../gateway/cli/verb.ts';
import type { Language } from '../../gateway/text/language.ts';
import { words } from '../../gateway/text/named.ts';
import { busProblem } from '../../gateway/text/problems/busProblems.ts';

function logged(language: Language): string {
  const lines: string[] = [];
  const log = logOf('guard', { language, err: (text: string) => lines.push(text) } as unknown as Io);
  log.problem({ ...busProblem('bus.silent/since', { unit: 3 }), where: 'line gas, tank (unit 3)' });
  log.info(words('news.line-well', { line: 'gas' }));
  return lines.join('');
}

test('a program speaks in its log as its reader does', () => {
  expect(logged('en')).toBe(
    'guard: [bus.silent] line gas, tank (unit 3): has answered before and is silent now (unit 3)\n  → look at its power and at its cable\nguard: line gas: well again\n',
  );
  expect(logged('zh')).toBe(
    'guard: [bus.silent] 总线 gas，tank（站号 3）：之前有应答，现在无应答（站号 3）\n  → 请检查它的供电和线缆\nguard: 总线 gas：已恢复正常\n',
  );
});
