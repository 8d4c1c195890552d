import { describe, expect, it } from 'vitest';
import { withCrc } from '../../../drivers/crc.ts';
import { charMs } from '../../../gateway/alarmTime/wire.ts';
import { RtuLine } from '../../../gateway/guard/bus/line/rtuLine.ts';
import { LinePoller } from '../../../gateway/guard/bus/poller/linePoller.ts';
import { memoryPorts } from '../../../gateway/guard/bus/port/memoryPort.ts';
import type { Port } from '../../../gateway/guard/bus/types.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { expectChinese } from '../../text/inChinese.ts';
import { deviceOf, lineOf, profileOf, Told } from './fakeLine.ts';

type Says = { readonly bytes: readonly number[]; readonly afterMs: number };

/** One device with three registers that are read one by one, every `periodMs`; `answers` is what comes of each question. */
async function told(
  answers: (frame: Uint8Array, turn: number, now: number, interrupted: () => void) => Says[],
  forMs = 20_000,
  addresses = [0, 100, 200],
  periodMs = 1_000,
  gapMs = 0,
) {
  const clock = new VirtualClock();
  const [near, far] = memoryPorts(clock);
  await far.open();
  const points = addresses.map((address) => ({ id: `r${address}`, address, periodMs }));
  const devices = [deviceOf('p', 1, profileOf(points, { turnaroundMs: 10, responseMs: 200, gapMs }))];
  const line = lineOf(devices);
  if (line.connection.type !== 'serial') throw new Error('no serial line');
  const { connection } = line;
  const port: Port = near;
  const interrupted = () => void clock.after(5, 'hung up', () => port.onInterrupted?.());
  let turn = 0;
  far.onBytes = (frame) => {
    for (const { bytes, afterMs } of answers(frame, turn++, clock.mono(), interrupted)) {
      const reply = withCrc(bytes);
      clock.after((frame.length + reply.length) * charMs(connection) + afterMs, 'reply', () =>
        far.write(reply),
      );
    }
  };
  const result = new Told();
  const poller = new LinePoller({
    ...{ line, clock, events: result.events, log: result.log },
    client: new RtuLine(near, connection, clock),
  });
  await poller.start();
  await clock.advance(forMs);
  await clock.until(poller.stop());
  return result;
}

/** 1000 and the address, as two bytes. */
function value(frame: Uint8Array): number[] {
  const address = ((frame[2] ?? 0) << 8) | (frame[3] ?? 0);
  return [(1000 + address) >> 8, (1000 + address) & 0xff];
}

function honest(frame: Uint8Array): number[] {
  const count = frame[5] ?? 1;
  return count > 1 ? [1, 0x83, 2] : [1, 3, 2, ...value(frame)];
}

function troubleOf({ devices }: Told) {
  const trouble = devices.findLast((health) => health.trouble !== undefined)?.trouble;
  if (trouble !== undefined) expectChinese(trouble);
  return trouble;
}

describe('a device that answers twice', () => {
  it('is told as such, and no copy is taken for the answer to something else', async () => {
    const heard = await told((frame) => [
      { bytes: honest(frame), afterMs: 10 },
      { bytes: honest(frame), afterMs: 70 },
    ]);
    const usable = heard.readings.filter(({ quality }) => quality === 'good' || quality === 'out-of-spec');
    for (const { point, value: seen } of usable)
      expect([point, seen]).toEqual([point, 1000 + Number(point.slice(3))]);
    expect(usable.length).toBeGreaterThan(20);
    expect(usable.slice(-10).every(({ quality }) => quality === 'out-of-spec')).toBe(true);
    expect(troubleOf(heard)).toMatchObject({ code: 'bus.answers-twice' });
    expect(heard.words.filter((words) => words.includes('answers-twice'))).toHaveLength(1);
  });

  it('is no line with too much to do', async () => {
    const answer = (frame: Uint8Array) => [
      { bytes: honest(frame), afterMs: 10 },
      { bytes: honest(frame), afterMs: 310 },
    ];
    const { words } = await told(answer, 40_000);
    expect(words.filter((word) => word.includes('overloaded'))).toEqual([]);
  });

  it('is believed again when it has answered once for half a minute', async () => {
    const heard = await told((frame, _, now) => {
      const once = { bytes: honest(frame), afterMs: 10 };
      return now < 10_000 ? [once, { ...once, afterMs: 70 }] : [once];
    }, 60_000);
    expect(heard.readings.some(({ quality }) => quality === 'out-of-spec')).toBe(true);
    const trusted = heard.readings.filter(({ at }) => at.mono > 42_000);
    expect(trusted.length).toBeGreaterThan(40);
    expect(new Set(trusted.map(({ quality }) => quality))).toEqual(new Set(['good']));
    expect(heard.devices.at(-1)?.trouble).toBeUndefined();
  });
});

describe('a device behind a converter that hangs up on questions', () => {
  it('answers each as often as it was asked, which is no habit of its own', async () => {
    const heard = await told((frame, turn, _now, interrupted) => {
      if (turn % 10 === 5) interrupted();
      return [{ bytes: honest(frame), afterMs: turn % 10 === 5 ? 40 : 10 }];
    }, 60_000);
    const usable = heard.readings.filter(({ value: seen }) => seen !== null);
    expect(usable.length).toBeGreaterThan(100);
    for (const { point, value: seen, quality } of usable)
      expect([point, seen, quality]).toEqual([point, 1000 + Number(point.slice(3)), 'good']);
    expect(heard.devices.filter(({ trouble }) => trouble !== undefined)).toEqual([]);
  });
});

/** Three quick reads of a device that hears a question only when the line was silent for `silentMs` before it; `mute`: never that register. */
function hurried(silentMs: number, mute = -1) {
  let quietFrom = Number.NEGATIVE_INFINITY;
  return (frame: Uint8Array, _turn: number, now: number): Says[] => {
    const isHeard = now - quietFrom >= silentMs && frame[3] !== mute;
    quietFrom = now + frame.length + (isHeard ? 10 + 7 : 0); // about a millisecond a character
    return isHeard ? [{ bytes: honest(frame), afterMs: 10 }] : [];
  };
}

describe('a device that needs silence before it is asked', () => {
  it('is told with the key that gives it more', async () => {
    const heard = await told(hurried(60), 60_000, [0, 100, 200], 250);
    const trouble = troubleOf(heard);
    expect(trouble).toMatchObject({ code: 'bus.hurried' });
    const gapMs = Number(/gapMs: (\d+)/.exec(trouble?.hint ?? '')?.[1]);
    expect(gapMs).toBeGreaterThanOrEqual(60);
    expect(gapMs).toBeLessThanOrEqual(200);
    expect(heard.words.filter((words) => words.includes('bus.hurried'))).toHaveLength(1);
    expect(heard.devices.at(-1)?.state).not.toBe('offline');
    const cured = await told(hurried(60), 60_000, [0, 100, 200], 250, gapMs);
    expect(cured.devices.at(-1)).toMatchObject({ timeouts: 0 });
    expect(troubleOf(cured)).toBeUndefined();
  });

  it('is not what a device is said to be that loses what it is asked at random, or never gives one register', async () => {
    const at = (turn: number) => (turn * 7919) % 10 < 3;
    const worn = (frame: Uint8Array, turn: number) =>
      at(turn) ? [] : [{ bytes: honest(frame), afterMs: 10 }];
    for (const answers of [worn, hurried(0, 200)]) {
      const heard = await told(answers, 60_000, [0, 100, 200], 250);
      expect(heard.devices.filter(({ timeouts }) => timeouts > 10).length).toBeGreaterThan(0);
      expect(heard.devices.filter(({ trouble }) => trouble?.code === 'bus.hurried')).toEqual([]);
    }
  });
});

describe('two devices on one address', () => {
  it('are a fault of their own, and nothing they say is good', async () => {
    const heard = await told((frame) => [
      { bytes: honest(frame), afterMs: 10 },
      { bytes: (frame[5] ?? 1) > 1 ? [1, 0x83, 2] : [1, 3, 2, 2, 88], afterMs: 45 },
    ]);
    expect(troubleOf(heard)).toMatchObject({
      code: 'bus.same-address',
      what: 'two devices answer as unit 1',
    });
    // from the very first answer on, which alone has shown nothing yet
    expect(heard.readings.filter(({ quality }) => quality === 'good')).toEqual([]);
    expect(heard.readings.at(-1)).toMatchObject({ value: null, quality: 'protocol-error' });
  });
});

describe('a device that is only slow', () => {
  it('is told with how slow it is and how slow it may be', async () => {
    const heard = await told((frame) => [{ bytes: honest(frame), afterMs: 600 }], 30_000);
    expect(troubleOf(heard)).toMatchObject({
      code: 'bus.slow',
      what: expect.stringContaining('the profile allows 200 ms'),
    });
    expect(troubleOf(heard)?.what).toMatch(/^answers after 6[05]0 ms/);
    expect(heard.readings.at(-1)).toMatchObject({ value: null, quality: 'no-communication' });
  });
});

describe('a device that is busy', () => {
  it('is asked again soon, reads well in between, and nobody is advised to leave its points out', async () => {
    const heard = await told((frame, turn) => [
      { bytes: turn % 3 === 0 ? honest(frame) : [1, 0x83, 6], afterMs: 10 },
    ]);
    const good = heard.readings.filter(({ quality }) => quality === 'good');
    expect(good.length).toBeGreaterThan(20);
    expect(heard.readings.filter(({ quality }) => quality === 'protocol-error')).toEqual([]);
    expect(heard.words.join()).not.toContain('enabled: false');
  });

  it('that never has time reads no communication, and says why', async () => {
    const heard = await told(() => [{ bytes: [1, 0x83, 6], afterMs: 10 }]);
    expect(heard.readings.map(({ quality }) => quality)).toEqual(Array(3).fill('no-communication'));
    expect(troubleOf(heard)).toMatchObject({ code: 'bus.device-busy' });
  });
});

describe('a device that answers with more than it was asked for', () => {
  it('is told as that, not as garbage', async () => {
    const heard = await told((frame) => [
      { bytes: [1, 3, 8, ...value(frame), 0, 0, 0, 0, 0, 0], afterMs: 10 },
    ]);
    expect(troubleOf(heard)).toMatchObject({ code: 'bus.other-length' });
  });
});

describe('a device that answers less than it is asked for', () => {
  const SINGLES = [0, 1, 2];
  const registers = (count: number) => Array.from({ length: count }, (_, i) => [3, 232 + i]).flat();

  it('is told as that, and not as one that is slow', async () => {
    const heard = await told(
      (frame) => {
        const count = Math.max(1, (frame[5] ?? 1) - 1);
        return [{ bytes: [1, 3, 2 * count, ...registers(count)], afterMs: 10 }];
      },
      30_000,
      SINGLES,
    );
    expect(troubleOf(heard)).toMatchObject({ code: 'bus.other-length' });
  });

  it('or counts registers where bytes are to be counted, is not told as garbage', async () => {
    const heard = await told(
      (frame) => [{ bytes: [1, 3, frame[5] ?? 1, ...registers(frame[5] ?? 1)], afterMs: 10 }],
      30_000,
      SINGLES,
    );
    expect(troubleOf(heard)).toMatchObject({ code: 'bus.other-length' });
  });
});

// a detector that starts up, or in whose menu somebody stands, refuses for a while what it has
describe('a device that refuses for a while what it gave before', () => {
  const between = (from: number, to: number) => (frame: Uint8Array, _: number, now: number) => [
    { bytes: now > from && now < to ? [1, 0x83, 2] : honest(frame), afterMs: 10 },
  ];

  it('is told as that, and nobody is told to leave its points out', async () => {
    const heard = await told(between(10_000, 60_000), 40_000);
    expect(troubleOf(heard)).toMatchObject({
      code: 'bus.refused',
      what: expect.stringContaining('points that it gave before'),
    });
    expect(heard.words.join()).not.toContain('enabled: false');
  });

  it('and is no longer told so when it gives it again', async () => {
    const { devices, readings } = await told(between(10_000, 22_000), 40_000);
    expect(devices.some(({ trouble }) => trouble?.code === 'bus.refused')).toBe(true);
    expect(devices.at(-1)?.trouble).toBeUndefined();
    expect(readings.at(-1)).toMatchObject({ quality: 'good' });
  });
});

describe('a device that was given up says why, with what to look at', () => {
  /** The reply of another unit. */
  const of = (unit: number) => (frame: Uint8Array) => [
    { bytes: [unit, ...honest(frame).slice(1)], afterMs: 10 },
  ];

  it.each([
    [
      'nothing ever came',
      () => [],
      'bus.silent',
      'has never answered as unit 1 at 9600 8N1',
      'lifeline scan',
    ],
    [
      'what came cannot be read',
      () => [{ bytes: [250, 3, 2, 9, 2, 3, 4, 5, 6], afterMs: 10 }],
      'bus.garbled',
      'its check sum is wrong',
      '9600 8N1',
    ],
    ['another unit answers', of(7), 'bus.other-unit', 'unit 7 answers where unit 1 is asked', 'unit: 7'],
    [
      'its function is not known',
      (frame: Uint8Array) => [{ bytes: [1, (frame[1] ?? 0) | 0x80, 1], afterMs: 10 }],
      'bus.refused',
      'does not know function 3',
      'table: input',
    ],
    [
      'it says that it has failed, and nobody is told to leave its points out',
      (frame: Uint8Array) => [{ bytes: [1, (frame[1] ?? 0) | 0x80, 4], afterMs: 10 }],
      'bus.refused',
      'has failed',
      'look at its display',
    ],
    [
      'what it says is longer than what is asked',
      () => [{ bytes: [1, 3, 6, 0, 1, 0, 2, 0, 3], afterMs: 10 }],
      'bus.other-length',
      'with more',
      'profile',
    ],
  ] as const)('%s', async (_what, answers, code, what, hint) => {
    const result = await told(answers as Parameters<typeof told>[0]);
    const trouble = troubleOf(result);
    expect(trouble).toMatchObject({
      code,
      what: expect.stringContaining(what),
      hint: expect.stringContaining(hint),
    });
  });

  it('it answers everything but one read, which some devices do in place of a refusal', async () => {
    const { devices, readings } = await told((frame) =>
      frame[3] === 200 ? [] : [{ bytes: honest(frame), afterMs: 10 }],
    );
    expect(troubleOf({ devices } as Told)).toMatchObject({
      code: 'bus.silent',
      what: 'answers other reads, and never that of holding 200 to 200',
    });
    expect(readings.findLast(({ point }) => point === 'p/r200')?.quality).toBe('no-communication');
    expect(devices.at(-1)?.state).not.toBe('offline');
  });

  it('what answers to one read is garbled, because two devices talk at once where they differ', async () => {
    const heard = await told((frame) => [
      { bytes: frame[3] === 200 ? [1, 3, 2, 9, 9].map((b) => b | 0xf0) : honest(frame), afterMs: 10 },
    ]);
    expect(troubleOf(heard)?.hint).toContain('was another device with unit 1 connected since?');
  });

  it('it answered before: its power and cable are to be looked at, not its settings', async () => {
    const silentFrom = (frame: Uint8Array, turn: number) =>
      turn > 20 ? [] : [{ bytes: honest(frame), afterMs: 10 }];
    expect(troubleOf(await told(silentFrom))).toMatchObject({
      code: 'bus.silent',
      what: expect.stringContaining('silent now'),
    });
  });

  it('and no longer says so once it answers', async () => {
    const late = (frame: Uint8Array, turn: number) =>
      turn < 12 ? [] : [{ bytes: honest(frame), afterMs: 10 }];
    const { devices } = await told(late, 60_000);
    expect(devices.some(({ trouble }) => trouble?.code === 'bus.silent')).toBe(true);
    expect(devices.at(-1)?.trouble).toBeUndefined();
  });
});
