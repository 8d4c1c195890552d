import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../gateway/core/clock.ts';
import { createJournalWriter } from '../../gateway/journal/write/writer.ts';
import type { Stream } from '../../gateway/telemetry/wire/model.ts';
import { birth, note, part, ROOMY } from './samplesOfRows.ts';

// A writer under load, to be killed: `writeUntilKilled.ts <folder> [rows under way] [crowded]`. Says on stdout what it was told is on
// disk, one line each: `event <text> <seq>` or `part <seq> <parts>`. Text and part number tell the run (its process id) and a count.
// Crowded: there is room for a few hundred rows, the uplink has half of them, and some telemetry is evidence.
const [folder = '', underWay = '20', crowded] = process.argv.slice(2);
// the only room is little, and a damaged journal was there before
const EXPECTED = ['journal.events-evicted', 'journal.set-aside'];
const clock = systemClock();
let outstanding = 0;
let count = 0;

const writer = createJournalWriter({
  folder,
  gateway: 'gw1',
  segmentParts: 4,
  budgets: crowded === undefined ? ROOMY : { event: 24_000, telemetry: 6_000 },
  clock,
  heads: { disk: [join(folder, 'journal.head')], memory: [] },
  events: {
    committed({ stream, head, token }) {
      outstanding--;
      if (crowded !== undefined && head.seq % 20 === 0) deliver(stream, head.seq / 2);
      say(stream === 'event' ? `event ${token} ${head.seq}` : `part ${head.seq} ${head.parts}`);
    },
    trouble(problem) {
      if (problem !== null && !EXPECTED.includes(problem.code)) say(`trouble ${JSON.stringify(problem)}`);
    },
  },
});

await writer.start();
writer.setBirth(birth());
writer.setUplinks(['city']);
const { epoch } = await writer.stat();
for (;;) {
  for (; outstanding < Number(underWay); outstanding++) {
    count++;
    const text = `${process.pid}-${count}`;
    const evidence = crowded !== undefined && count % 30 === 0 ? text : undefined;
    if (count % 3 === 0) writer.appendPart(part(count), evidence);
    else writer.appendEvent(note(text, clock.boot), text);
  }
  await new Promise((resolve) => setImmediate(resolve));
}

function deliver(stream: Stream, to: number): void {
  writer.delivered({ uplink: 'city', epoch, stream, from: 1, to, parts: null });
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
