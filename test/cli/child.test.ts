import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { attend } from '../../gateway/cli/child.ts';

// What `up` starts, it ends: in order where the program can, by force where it hangs.

/** A program that says that it is ready and goes on; `onTerm` is what it does when it is asked to end. */
async function aProgram(onTerm: string) {
  const source = `process.on('SIGTERM', () => {${onTerm}}); setInterval(() => {}, 1000); console.log('ready {}');`;
  const child = attend(spawn(process.execPath, ['-e', source], { stdio: 'pipe' }), 'a program', () => {});
  onTestFinished(() => void child.process.kill('SIGKILL'));
  await child.ready;
  return child;
}

test('a program that ends when it is asked to is given the time for it', async () => {
  const child = await aProgram('process.exit(7)');
  await child.stop();
  expect(await child.exited).toBe(7);
});

test('one that does not end is ended when patience is over, and who waits for it does not wait for ever', async () => {
  const child = await aProgram('');
  await child.stop(300);
  expect(child.process.signalCode).toBe('SIGKILL');
});

test('so is one that is frozen', async () => {
  const child = await aProgram('process.exit(0)');
  child.process.kill('SIGSTOP');
  await child.stop(300);
  expect(child.process.signalCode).toBe('SIGKILL');
});
