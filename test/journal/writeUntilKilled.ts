import { writeSync } from 'node:fs';
import { systemClock } from '../../gateway/core/clock.ts';
import { createJournalWriter } from '../../gateway/journal/writer.ts';
import { birth, note, part, ROOMY } from './samplesOfRows.ts';

// A writer under load, to be killed: `writeUntilKilled.ts <folder>`. Says on stdout what it was told is on disk, one
// line each: `event <text> <seq>` or `part <seq> <parts>`. Text and part number tell the run (its process id) and a count.
const [folder = ''] = process.argv.slice(2);
const clock = systemClock();
let outstanding = 0;
let count = 0;

const writer = createJournalWriter({
  folder,
  gateway: 'gw1',
  segmentParts: 4,
  budgets: ROOMY,
  clock,
  events: {
    committed({ stream, head, token }) {
      outstanding--;
      say(stream === 'event' ? `event ${token} ${head.seq}` : `part ${head.seq} ${head.parts}`);
    },
    trouble(problem) {
      if (problem !== null) say(`trouble ${JSON.stringify(problem)}`);
    },
  },
});

await writer.start();
writer.setBirth(birth());
writer.setUplinks(['city']);
for (;;) {
  for (; outstanding < 20; outstanding++) {
    count++;
    const text = `${process.pid}-${count}`;
    if (count % 3 === 0) writer.appendPart(part(count));
    else writer.appendEvent(note(text, clock.boot), text);
  }
  await new Promise((resolve) => setImmediate(resolve));
}

/** Straight to the pipe: what a stream would buffer dies with the process. */
function say(line: string): void {
  for (;;)
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
}
