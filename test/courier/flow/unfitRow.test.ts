import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { silentLog } from '../../../gateway/core/log.ts';
import type { Problem } from '../../../gateway/core/result.ts';
import { Lanes } from '../../../gateway/courier/flow/lanes.ts';
import { JournalSource } from '../../../gateway/courier/journalSource.ts';
import { ClockTable } from '../../../gateway/courier/wording/clockTable.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { BOOT, birth, openStore, temporaryFolder } from '../../journal/samples.ts';

it('a row of which no message can be made is told to be gone, and the rows after it go out', () => {
  const file = `${temporaryFolder()}/journal.db`;
  const { store, parts, close } = openStore(file, { segmentParts: 1 });
  parts(1);
  store.write([{ kind: 'birth', birth: birth('its birth will be lost') }]);
  parts(2);
  store.write([{ kind: 'birth', birth: birth('another') }]);
  parts(3);
  close();
  const db = new DatabaseSync(file);
  db.exec('UPDATE birth SET crc = 0 WHERE id = 2');
  db.close();

  const clock = new VirtualClock({ boot: BOOT, mono: 1e6 });
  const times = new ClockTable();
  const journal = new JournalSource({ file, clock, times, log: silentLog, onChange: () => {} });
  journal.start();
  const lanes = new Lanes({
    ...{ site: { id: 'city', encoding: 'senml-cbor' }, clock, journal, times, seal: null, durable: true },
    onAnother: () => {},
  });
  const sent: string[] = [];
  const problems: Problem[] = [];
  for (let turn = 0; turn < 10; turn++) {
    const lane = lanes.read(() => lanes.lane('telemetry'));
    const made = lanes.read(() => (lane?.next('live') ?? lane?.next('backlog'))?.make(1e6)) ?? null;
    if (lane === null || made === null) break;
    const { step, problem } = made;
    if (problem !== undefined) problems.push(problem);
    lane.plan.sent(step);
    sent.push(step.kind === 'row' ? `row ${step.seq}` : `${step.from}–${step.to} ${step.reason}`);
  }
  expect(sent).toEqual(['row 1', '2–2 damaged', 'row 3']);
  expect(problems).toMatchObject([{ code: 'uplink.row-unfit', what: expect.stringContaining('row 2') }]);
  journal.stop();
});
