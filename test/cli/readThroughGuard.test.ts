import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verb } from '../../gateway/cli/read.ts';
import { err, ok, type Problem } from '../../gateway/core/result.ts';
import { commandProblem } from '../../gateway/text/problems/commandProblems.ts';
import { clock, makeServer, temporaryFolder } from '../control/fixture.ts';

const PORT = '/dev/held-by-guard';

it('a read that guard will not do for the sake of its alarms is told as that, and not as a lost port', async () => {
  const said = await readThrough({
    code: 'bus.too-long',
    what: 'safety reads wait for 100 ms',
    hint: 'ask less',
  });
  expect(said.status).toBe(1);
  expect(said.out).toContain('safety reads wait for 100 ms (unit 1, ');
  expect(said.out).toContain('\n  → ask less\n');
  expect(said.out).not.toContain('lost');
});

it('a program is told which refusal it was', async () => {
  const said = await readThrough({ code: 'bus.too-long', what: 'too long' }, '--json');
  const [first = ''] = said.out.split('\n');
  expect(JSON.parse(first)).toMatchObject({ failed: { kind: 'refused', problem: { code: 'bus.too-long' } } });
});

it('what cannot be read is told in Chinese where that is asked for, with the table it stands in', async () => {
  const said = await readThrough(commandProblem('control.unreachable'), '--lang', 'zh');
  expect(said.out).toContain('守护进程没有应答（站号 1，保持寄存器 ');
  expect(said.out).not.toMatch(/unit|holding|guard does/);
});

/** `lifeline read` of a port that guard holds, where guard answers every read with this. */
async function readThrough(problem: Problem, ...options: string[]) {
  using folder = temporaryFolder();
  const server = makeServer(join(folder.path, 'desk.sock'), {
    name: 'desk',
    handlers: {
      status: async () => ok({ ports: { gas: PORT } }),
      read: async () => err(problem),
    },
  });
  const started = await server.start();
  if (!started.ok) throw new Error(started.error.what);
  let out = '';
  const status = await verb.run([PORT, '1', '--profile', 'ya-k300-s', '--run', folder.path, ...options], {
    clock,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      out += text;
    },
    interactive: false,
    language: 'en',
    ended: new Promise(() => {}),
  });
  await server.stop();
  return { status, out };
}
