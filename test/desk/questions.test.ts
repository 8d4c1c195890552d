import { expect, test } from 'vitest';
import { Questions } from '../../gateway/desk/page/state/questions.ts';

/** Answers when the test says so, in the order of the questions. */
function slowGateway() {
  const waiting: ((answer: string) => void)[] = [];
  const told: string[] = [];
  const questions = new Questions<string>(
    () => new Promise((resolve) => waiting.push(resolve)),
    (path, answer) => told.push(`${path} ${answer}`),
  );
  const answer = async (text: string) => {
    waiting.shift()?.(text);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { questions, told, answer, open: () => waiting.length };
}

test('a view that asks again and again is shown what a slow gateway answers, and asks it once more', async () => {
  const { questions, told, answer, open } = slowGateway();
  for (let n = 0; n < 5; n++) questions.ask('/alarm');
  expect(open()).toBe(1);
  await answer('old');
  expect([told, open()]).toEqual([['/alarm old'], 1]);
  await answer('new');
  expect([told, open()]).toEqual([['/alarm old', '/alarm new'], 0]);
});

test('an answer to what is not looked at any more is thrown away', async () => {
  const { questions, told, answer } = slowGateway();
  questions.ask('/one');
  questions.ask('/two');
  await answer('late');
  await answer('right');
  questions.ask('/three');
  questions.ask(null);
  await answer('nobody looks');
  expect(told).toEqual(['/two right']);
});
