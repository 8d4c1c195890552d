import { describe, expect, it } from 'vitest';
import { withCrc } from '../../../drivers/crc.ts';
import { charMs } from '../../../gateway/alarmTime/wire.ts';
import { RtuLine } from '../../../gateway/guard/bus/line/rtuLine.ts';
import { LinePoller } from '../../../gateway/guard/bus/poller/linePoller.ts';
import { memoryPorts } from '../../../gateway/guard/bus/port/memoryPort.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { expectChinese } from '../../text/inChinese.ts';
import { deviceOf, lineOf, profileOf, Told } from './fakeLine.ts';

type Bytes = readonly number[];

/** One device read every second by us; every 1.3 s somebody else says `theirs`, and `answer` is heard 30 ms later. */
async function beside(
  theirs: Bytes,
  answer: Bytes | null,
  { echoes = false, dialect = 'standard' as 'standard' | 'monarch', says = [1, 3, 2, 0, 77] } = {},
) {
  const clock = new VirtualClock();
  const [near, far] = memoryPorts(clock);
  await far.open();
  const profile = {
    ...profileOf([{ id: 'level', address: 0 }], { turnaroundMs: 10, responseMs: 200 }),
    dialect,
  };
  const line = lineOf([deviceOf('tank', 1, profile)]);
  const { connection } = line;
  if (connection.type !== 'serial') throw new Error('no serial line');
  far.onBytes = (frame) => {
    if (echoes) far.write(frame);
    const reply = withCrc(says);
    clock.after((frame.length + reply.length) * charMs(connection) + 10, 'reply', () => far.write(reply));
  };
  const result = new Told();
  const poller = new LinePoller({
    ...{ line, clock, events: result.events, log: result.log },
    client: new RtuLine(near, connection, clock),
  });
  await poller.start();
  for (let turn = 0; turn < 20; turn++) {
    await clock.advance(1_300);
    if (theirs.length > 0) far.write(withCrc(theirs));
    await clock.advance(30);
    if (answer !== null) far.write(withCrc(answer));
  }
  await clock.until(poller.stop());
  const trouble = result.devices.findLast((health) => health.trouble !== undefined)?.trouble;
  const problem = result.lines.findLast((health) => health.problem !== undefined)?.problem;
  for (const said of [trouble, problem])
    if (said !== undefined && said.code !== 'bus.refused') expectChinese(said);
  return { ...result, trouble, problem };
}

describe('another master on the line', () => {
  it('is told as that where it asks the very device that is read, and not as a second device', async () => {
    const { trouble, problem, words } = await beside([1, 3, 0, 7, 0, 1], [1, 3, 2, 2, 88]);
    expect(trouble).toMatchObject({
      code: 'bus.same-address',
      what: 'another master asks on this line (unit 1, function 3, register 7), and unit 1 answers both',
    });
    expect(problem).toMatchObject({ code: 'bus.other-master' });
    expect(words.join('\n')).not.toContain('two devices');
    expect(words.filter((word) => word.includes('bus.other-master'))).toHaveLength(1);
  });

  it('is told where it asks the very same, whose answers are no copies', async () => {
    const { trouble, readings } = await beside([1, 3, 0, 0, 0, 1], [1, 3, 2, 0, 77]);
    expect(trouble).toMatchObject({ code: 'bus.other-master' });
    expect(trouble?.what).toContain('(unit 1, function 3, register 0)');
    expect(readings.at(-1)).toMatchObject({ value: 77, quality: 'out-of-spec' });
  });

  it('is told where it asks somebody else, whose values are nobody’s trouble', async () => {
    const { trouble, problem, readings } = await beside([9, 4, 0, 1, 0, 2], [9, 4, 4, 0, 1, 0, 2]);
    expect(problem).toMatchObject({
      code: 'bus.other-master',
      what: 'another master asks on this line (unit 9, function 4, register 1)',
    });
    expect(trouble).toBeUndefined();
    expect(
      readings.filter(({ value, quality }) => value === 77 && quality === 'good').length,
    ).toBeGreaterThan(15);
  });

  it('is told where it speaks to all', async () => {
    const { problem } = await beside([0, 16, 0, 0, 0, 1, 2, 7, 230], null);
    expect(problem?.what).toBe('another master asks on this line (a broadcast, function 16)');
  });

  it('is nobody where the adapter hears itself', async () => {
    const { problem, trouble } = await beside([], null, { echoes: true });
    expect([problem, trouble]).toEqual([undefined, undefined]);
  });

  it('is nobody where a refusal is as long as a request, and looks like one', async () => {
    const refusal = [1, 3, 0x80, 1, 0, 4];
    const { problem, devices } = await beside([], null, { dialect: 'monarch', says: refusal });
    expect(problem).toBeUndefined();
    expect(devices.at(-1)?.exceptions).toBeGreaterThan(2);
  });

  it('is nobody where two devices have one address', async () => {
    const { problem, trouble } = await beside([], [1, 3, 2, 2, 88]);
    expect(problem).toBeUndefined();
    expect(trouble).toMatchObject({ code: 'bus.same-address', what: 'two devices answer as unit 1' });
  });
});
