import { describe, expect, it } from 'vitest';
import { withCrc } from '../../../drivers/crc.ts';
import { charMs } from '../../../gateway/alarmTime/wire.ts';
import { silentLog } from '../../../gateway/core/log.ts';
import { RtuLine } from '../../../gateway/guard/bus/line/rtuLine.ts';
import { LinePoller } from '../../../gateway/guard/bus/poller/linePoller.ts';
import { memoryPorts } from '../../../gateway/guard/bus/port/memoryPort.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { deviceOf, lineOf, profileOf, Told } from './fakeLine.ts';

const PROFILE = profileOf([{ id: 'gas' }, { id: 'hours', address: 1000 }], { responseMs: 200 });
const DEVICES = [deviceOf('kitchen', 1, PROFILE)];
const { connection } = lineOf(DEVICES);

function reply(value: number): Uint8Array {
  return withCrc([1, 3, 2, value >> 8, value & 0xff]);
}

describe('a reply to the run of the program before', () => {
  it.each([5, 30, 400, 1500])(
    'that comes %i ms after the first question is believed by nobody',
    async (afterMs) => {
      if (connection.type !== 'serial') throw new Error('no serial line');
      const clock = new VirtualClock();
      const [near, far] = memoryPorts(clock);
      await far.open();
      let asked = 0;
      far.onBytes = (frame) => {
        const address = ((frame[2] ?? 0) << 8) | (frame[3] ?? 0);
        if (asked++ === 0)
          clock.after(8 * charMs(connection) + afterMs, 'stale', () => far.write(reply(6666)));
        clock.after(15 * charMs(connection) + 20, 'reply', () => far.write(reply(address + (asked % 7))));
      };
      const told = new Told();
      const client = new RtuLine(near, connection, clock);
      const poller = new LinePoller({
        line: lineOf(DEVICES),
        client,
        clock,
        events: told.events,
        log: silentLog,
      });
      await poller.start();
      await clock.advance(10_000);
      await clock.until(poller.stop());
      const usable = told.readings.filter(({ value }) => value !== null);
      expect(usable.length).toBeGreaterThan(10);
      expect(usable.filter(({ value }) => value === 6666)).toEqual([]);
      // a reply that nobody owed may be that of a second device; it does not come again, and that is forgotten
      expect(told.readings.at(-1)?.quality).toBe('good');
    },
  );
});
