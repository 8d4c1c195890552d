import { expect, it } from 'vitest';
import { speaking } from '../../gateway/cli/speaking.ts';
import { fail, type Io } from '../../gateway/cli/verb.ts';
import { commandProblem } from '../../gateway/text/problems/commandProblems.ts';
import { clock } from '../control/fixture.ts';

function madeIo(): Io & { readonly said: () => string } {
  let said = '';
  return {
    clock,
    out: () => {},
    err: (text) => {
      said += text;
    },
    interactive: false,
    language: 'en',
    ended: new Promise(() => {}),
    said: () => said,
  };
}

const PROBLEM = { ...commandProblem('control.unreachable'), where: 'run/desk.sock' };

it('problems are told in the language of the locale, or of --lang', () => {
  const english = madeIo();
  expect(fail(speaking(undefined, english), [PROBLEM])).toBe(1);
  expect(english.said()).toMatch(/^run\/desk\.sock: guard does not answer\n {2}→ is guard running/);
  const chinese = madeIo();
  fail(speaking('zh', chinese), [PROBLEM]);
  expect(chinese.said()).toMatch(/^run\/desk\.sock：守护进程没有应答\n {2}→ /);
});
