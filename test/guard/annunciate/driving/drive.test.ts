import { describe, expect, it } from 'vitest';
import { decodeCommand } from '../../../../drivers/annunciator/node.ts';
import { leaseWrites } from '../../../../gateway/alarmTime/leaseWrites.ts';
import {
  IDLE_DRIVE,
  nextWrite,
  want,
  writeEnded,
} from '../../../../gateway/guard/annunciate/driving/drive.ts';
import { coilChannels } from '../../../../gateway/guard/annunciate/driving/driveCoils.ts';
import { boardWith, Driving, order } from './driving.ts';

// Frames without unit and CRC: function, coil, value. 05 0200 0064: relay 1 for 100 tenths of a second.

const siren = { point: 'relay1', drives: 'siren' } as const;

describe('a relay board with timed pulses', () => {
  it('closes a relay for the lease and renews it three times within it; told to stop, opens it at once', () => {
    const board = new Driving(boardWith([siren]).channels);
    board.order(order('relay1', 'siren', 'continuous')).pass(7500);
    expect(board.said()).toEqual(['0 0502000064', '3333 0502000064', '6667 0502000064']);
    board.order(order('relay1', 'siren', 'none')).pass(60_000);
    expect(board.said()).toEqual(['7500 0500000000']);
  });

  it('sounds in pulses of a second every two, which end by themselves', () => {
    const board = new Driving(boardWith([siren]).channels);
    board.order(order('relay1', 'siren', 'pulsed')).pass(5000);
    expect(board.said()).toEqual(['0 050200000a', '2000 050200000a', '4000 050200000a']);
  });

  it('sounds a fault for 0.3 s every 30 s', () => {
    const board = new Driving(boardWith([siren]).channels);
    board.order(order('relay1', 'siren', 'fault')).pass(31_000);
    expect(board.said()).toEqual(['0 0502000003', '30000 0502000003']);
  });

  it('goes on when its next turn is due at a moment at which its rounded sum is not there yet', () => {
    const { channels } = boardWith([siren]);
    const orders = new Map([['board/relay1', order('relay1', 'siren', 'pulsed')]]);
    // where a power of two lies between, since + 2000 rounds down, and is less than 2000 after since
    const since = Array.from({ length: 1000 }, (_, i) => 2 ** 22 - 1000 + i * 0.123_456_7).find(
      (at) => at + 2000 - at < 2000,
    );
    expect(since).toBeDefined();
    const begun = nextWrite(want(IDLE_DRIVE, orders, channels, since ?? 0), channels, since ?? 0);
    const ended = writeEnded(begun.state, 'done', since ?? 0);
    expect(nextWrite(ended, channels, (since ?? 0) + 2000).write).toBeNull();
    expect(nextWrite(ended, channels, (since ?? 0) + 2001).write).not.toBeNull();
  });

  it('holds what is energised at rest by pulses, and acts by letting go', () => {
    const lamp = { point: 'relay3', drives: 'fault-lamp', energised: 'at-rest', onLoss: 'act' } as const;
    const board = new Driving(boardWith([lamp]).channels);
    board.order(order('relay3', 'fault-lamp', 'rest')).pass(3500);
    expect(board.said()).toEqual(['0 0502020064', '3333 0502020064']);
    board.order(order('relay3', 'fault-lamp', 'act')).pass(9000);
    expect(board.said()).toEqual(['3500 0500020000']);
  });

  it('lets a siren that is energised at rest sound in pulses by letting go and holding in turn', () => {
    const board = new Driving(boardWith([{ ...siren, energised: 'at-rest', onLoss: 'act' }]).channels);
    board.order(order('relay1', 'siren', 'pulsed')).pass(3500);
    expect(board.said()).toEqual(['0 0500000000', '1000 0502000064', '2000 0500000000', '3000 0502000064']);
  });

  it('switches for good what is to hold when the gateway is gone', () => {
    const valve = { point: 'relay4', drives: 'gas-valve', onLoss: 'hold' } as const;
    const board = new Driving(boardWith([valve]).channels);
    board.order(order('relay4', 'gas-valve', 'act')).pass(60_000);
    expect(board.said()).toEqual(['0 050003ff00']);
  });

  it('gives a pulse train of half a second every second', () => {
    const board = new Driving(boardWith([{ point: 'relay8', drives: 'healthy' }]).channels);
    board.order(order('relay8', 'healthy', 'act')).pass(2500);
    expect(board.said()).toEqual(['0 0502070005', '1000 0502070005', '2000 0502070005']);
  });
});

describe('a relay board without timed pulses', () => {
  it('is switched in the rhythm by the gateway', () => {
    const board = new Driving(boardWith([siren], { kind: 'plain' }).channels);
    board.order(order('relay1', 'siren', 'pulsed')).pass(2500);
    expect(board.said()).toEqual(['0 050000ff00', '1000 0500000000', '2000 050000ff00']);
    board.order(order('relay1', 'siren', 'continuous')).pass(60_000);
    expect(board.said()).toEqual(['2500 050000ff00']);
  });

  it('has its pulse train made by switching every second', () => {
    const board = new Driving(
      boardWith([{ point: 'relay8', drives: 'healthy' }], { kind: 'plain' }).channels,
    );
    board.order(order('relay8', 'healthy', 'act')).pass(2500);
    expect(board.said()).toEqual(['0 050007ff00', '1000 0500070000', '2000 050007ff00']);
  });
});

describe('what is read back of a relay', () => {
  const pulsing = () => {
    const [channel] = coilChannels(...parts());
    const board = new Driving(boardWith([siren]).channels);
    board.order(order('relay1', 'siren', 'pulsed')).pass(100);
    const state = board.state.channels.get('board/relay1');
    if (channel === undefined || state === undefined) throw new Error('no channel');
    return (at: number) => channel.expected(state, board.state.orders, at);
  };
  const parts = () => {
    const { annunciator, device } = boardWith([siren]);
    return [annunciator, device] as const;
  };

  it('counts in the middle of a beat, and not near its edges, where the board may be ahead or behind', () => {
    const expected = pulsing();
    expect([500, 900, 1100, 1500, 1900].map(expected)).toEqual([true, null, null, false, null]);
  });

  it('says nothing before the write was answered, nor once a pulse may have ended that was not renewed', () => {
    const [channel] = coilChannels(...parts());
    const board = new Driving(boardWith([siren]).channels);
    board.order(order('relay1', 'siren', 'continuous'));
    const early = board.state.channels.get('board/relay1');
    board.pass(100);
    const late = board.state.channels.get('board/relay1');
    if (early === undefined || late === undefined) throw new Error('no channel');
    expect(channel?.expected(early, board.state.orders, 10)).toBeNull();
    expect(channel?.expected(late, board.state.orders, 5000)).toBe(true);
    expect(channel?.expected(late, board.state.orders, 10_500)).toBeNull();
  });
});

describe('a node', () => {
  const outputs = [
    siren,
    { point: 'relay2', drives: 'strobe' },
    { point: 'relay4', drives: 'gas-valve', onLoss: 'hold' },
    { point: 'relay6', drives: 'fault-lamp', energised: 'at-rest', onLoss: 'act' },
  ] as const;
  const resting = [
    order('relay1', 'siren', 'none'),
    order('relay2', 'strobe', 'rest'),
    order('relay4', 'gas-valve', 'rest'),
    order('relay6', 'fault-lamp', 'rest'),
  ];

  it('gets its whole command in one write, with the next beat, every second and at once when something changes', () => {
    const node = new Driving(boardWith(outputs, { kind: 'node' }).channels);
    node.order(...resting).pass(1400);
    node.order(order('relay1', 'siren', 'continuous'), order('relay2', 'strobe', 'act')).pass(2000);
    // lease 100, tone, acting, fail states, at rest, beat
    expect(node.said()).toEqual([
      '0 1000000006' + '0c' + '0064' + '0000' + '0000' + '0290' + '0004' + '0001',
      '1000 1000000006' + '0c' + '0064' + '0000' + '0000' + '0290' + '0004' + '0002',
      '1400 1000000006' + '0c' + '0064' + '0003' + '0003' + '0290' + '0004' + '0003',
    ]);
  });

  it('understands the command', () => {
    const node = new Driving(boardWith(outputs, { kind: 'node' }).channels);
    node.order(...resting, order('relay1', 'siren', 'pulsed'), order('relay4', 'gas-valve', 'act'));
    const { request } = node.frames[0] ?? {};
    if (request?.op !== 'write-registers') throw new Error('no command');
    expect(decodeCommand(request.values)).toEqual({
      leaseMs: 10_000,
      tone: 'pulsed',
      acting: new Set(['siren', 'gas-valve']),
      onLoss: { siren: 'rest', strobe: 'rest', 'fault-lamp': 'act', 'gas-valve': 'hold', fan: 'hold' },
      atRest: new Set(['fault-lamp']),
      beat: 1,
    });
  });

  it('gets no command before it is known how its gas valve is', () => {
    const node = new Driving(boardWith(outputs, { kind: 'node' }).channels);
    node.order(...resting.filter(({ drives }) => drives !== 'gas-valve')).pass(5000);
    expect(node.said()).toEqual([]);
  });
});

describe('writes', () => {
  const outputs = [
    { point: 'relay1', drives: 'strobe' },
    { point: 'relay2', drives: 'gas-valve', onLoss: 'hold' },
    siren3(),
  ] as const;
  function siren3() {
    return { point: 'relay3', drives: 'siren' } as const;
  }
  const all = (does: 'act' | 'rest') => [
    order('relay1', 'strobe', does),
    order('relay2', 'gas-valve', does),
    order('relay3', 'siren', does === 'act' ? 'continuous' : 'none'),
  ];

  it('of one alarm go out one after the other, the siren first', () => {
    const board = new Driving(boardWith(outputs).channels);
    board.order(...all('act')).pass(500);
    expect(board.said()).toEqual(['0 0502020064', '25 050001ff00', '50 0502000064']);
  });

  it('do not pile up: while one is under way only the newest wish waits', () => {
    const board = new Driving(boardWith([siren]).channels);
    board.exchangeMs = 200;
    board.order(order('relay1', 'siren', 'continuous')).pass(50);
    board.order(order('relay1', 'siren', 'none')).pass(100);
    board.order(order('relay1', 'siren', 'pulsed')).pass(150);
    board.order(order('relay1', 'siren', 'none')).pass(2000);
    expect(board.said()).toEqual(['0 0502000064', '200 0500000000']);
  });

  it('of what changed go before what is only renewed, however long that has been due', () => {
    const strobes = ['relay1', 'relay2', 'relay3', 'relay4'].map(
      (point) => ({ point, drives: 'strobe' }) as const,
    );
    const board = new Driving(
      boardWith([...strobes, { point: 'relay8', drives: 'siren' }], { leaseS: 3 }).channels,
    );
    board.order(
      ...strobes.map(({ point }) => order(point, 'strobe', 'act')),
      order('relay8', 'siren', 'none'),
    );
    board.pass(999).said();
    board.exchangeMs = 500; // the line is busy: everything is due when the alarm comes
    board
      .pass(1600)
      .order(order('relay8', 'siren', 'continuous'))
      .pass(2100);
    expect(board.said().at(-1)).toBe('2025 050207001e');
  });

  it('that fail are repeated at once, then ever more seldom; a sign of life is answered at once', () => {
    const board = new Driving(boardWith([siren]).channels);
    board.answer = 'lost';
    board.exchangeMs = 100;
    board.order(order('relay1', 'siren', 'continuous')).pass(21_000);
    const times = board.said().map((one) => Number(one.split(' ')[0]));
    expect(times).toEqual([0, 100, 1200, 3300, 7400, 12_500, 17_600]);
    expect(board.state.failing).toMatchObject({ count: 7, since: 0 });
    board.answer = 'done';
    board.revive().pass(21_200);
    expect(board.said()).toEqual(['21000 0502000064']);
    expect(board.state.failing).toBeNull();
  });

  it('are tried at once for something new, however long the annunciator has not answered', () => {
    const board = new Driving(boardWith([siren]).channels);
    board.answer = 'lost';
    board.order(order('relay1', 'siren', 'none')).pass(30_000);
    board.said();
    board.order(order('relay1', 'siren', 'continuous')).pass(30_010);
    expect(board.said()).toEqual(['30000 0502000064']);
  });

  it('of a dead annunciator with many outputs take the line no longer than those of one', () => {
    const dead = new Driving(boardWith(outputs).channels);
    dead.answer = 'lost';
    dead.exchangeMs = 190;
    dead.order(...all('act')).pass(60_000);
    expect(dead.frames.length * 190).toBeLessThan(0.06 * 60_000);
  });

  it('cost the line no more than what was declared for it', () => {
    const { annunciator, device, channels } = boardWith(outputs);
    const declared = leaseWrites(annunciator, device).reduce(
      (sum, { periodMs }) => sum + 60_000 / periodMs,
      0,
    );
    for (const tone of ['continuous', 'pulsed', 'fault'] as const) {
      const board = new Driving(channels);
      board.order(...all('act'), order('relay3', 'siren', tone)).pass(60_000);
      expect(board.frames.length).toBeLessThanOrEqual(declared + outputs.length);
    }
  });
});
