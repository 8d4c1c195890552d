import { expect, it } from 'vitest';
import { SideThread } from '../../gateway/core/sideThread.ts';
import { until } from '../harness/until.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

/** A thread that does what the code says with `ask`, and posts with `say`. */
function entry(code: string): URL {
  const head = "import { parentPort, workerData as ask } from 'node:worker_threads';";
  return new URL(
    `data:text/javascript,${encodeURIComponent(`${head} const say = (one) => parentPort.postMessage(one); ${code}`)}`,
  );
}

const LIMITS = { name: 'test', heapMb: 16, patienceMs: 1_000, waiting: 2 };

it('does one piece of work after the other, and sends away who finds too many waiting', async () => {
  const side = new SideThread<SharedArrayBuffer, { begun: number }>(
    // how many have begun, and whether it may end
    entry(
      'const cells = new Int32Array(ask); const begun = Atomics.add(cells, 0, 1) + 1; Atomics.wait(cells, 1, 0); say({ begun });',
    ),
    LIMITS,
    new VirtualClock(),
  );
  const shared = new SharedArrayBuffer(8);
  const cells = new Int32Array(shared);
  const [first, second] = [side.ask(shared), side.ask(shared)];
  expect(await side.ask(shared)).toBe('busy');
  await until('the first has begun', () => Atomics.load(cells, 0) === 1);
  Atomics.store(cells, 1, 1);
  Atomics.notify(cells, 1);
  expect([await first, await second]).toEqual([{ begun: 1 }, { begun: 2 }]);
});

it('gives up what takes too long or too much memory, and goes on with the next', async () => {
  const clock = new VirtualClock();
  const side = new SideThread<string, { well: true }>(
    entry(
      "if (ask === 'hang') for (;;); const all = []; while (ask === 'eat') all.push(Array(1e4).fill({})); say({ well: true });",
    ),
    LIMITS,
    clock,
  );
  const [hanging, eating] = [side.ask('hang'), side.ask('eat')];
  await Promise.resolve(); // its turn
  await clock.advance(1_000);
  expect(await hanging).toBe('late');
  expect(await eating).toBe('failed');
  expect(await side.ask('')).toEqual({ well: true });
  const stopped = side.ask('hang');
  await side.stop();
  expect([await stopped, await side.ask('')]).toEqual(['failed', 'failed']);
});
