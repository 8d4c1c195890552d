import { join } from 'node:path';
import { expect, it } from 'vitest';
import { JournalThread } from '../../gateway/journal/write/thread.ts';
import { BOOT, birth, note, ROOMY, reading, temporaryFolder } from './samples.ts';

it("what the journal's thread was asked is answered, or rejected once it has ended", async () => {
  const file = join(temporaryFolder(), 'journal.db');
  const start = () =>
    new JournalThread({
      file,
      gateway: 'gw1',
      boot: BOOT,
      segmentParts: 10,
      budgets: ROOMY,
      birth: birth(),
      uplinks: ['city'],
    });
  const first = start();
  expect(await first.write([{ kind: 'event', event: note('one') }])).toMatchObject({
    commits: [{ head: { seq: 1 } }],
    failure: null,
  });
  const unanswered = Promise.allSettled([first.check(), first.stat(), first.check()]);
  await first.end();
  const outcomes = await unanswered;
  expect(outcomes).toHaveLength(3);
  expect(first.alive).toBe(false);
  await expect(first.check()).rejects.toThrow('ended');

  const second = start(); // as the writer does: told the channels and the uplinks again
  await second.write([{ kind: 'event', event: note('two') }]);
  await second.end();
  reading(file, (reader) => expect(reader.events(1, 1e6).map((row) => row.seq)).toEqual([1, 2]));
});
