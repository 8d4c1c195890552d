import { describe, expect, it } from 'vitest';
import { faultsOf, NO_FAULTS } from '../../../gateway/alarmTime/analysis/faults.ts';
import { infeasibleReads } from '../../../gateway/alarmTime/analysis/feasible.ts';
import { lineWork } from '../../../gateway/alarmTime/analysis/lineWork.ts';
import { readingBound, usualResponseMs } from '../../../gateway/alarmTime/analysis/readingBound.ts';
import { relayBound } from '../../../gateway/alarmTime/analysis/relayBound.ts';
import type { Annunciator, Device, Line } from '../../../gateway/site/installation.ts';
import { deviceOf, profileOf } from '../../guard/bus/fakeLine.ts';

// Worked by hand, as in gateway/guard/bus/NOTES.md: 9600 baud 8N1 (a character takes 10 ÷ 9.6 ms, the silence 3.5 characters),
// an adapter that holds bytes back for 16 ms.
const CHAR = 10 / 9.6;
const GAP = 3.5 * CHAR;

const smoke = sensor('smoke', 1, 500, 1, 100); // 8 + 7 characters
const gas = sensor('gas', 2, 1000, 2, 150); // 8 + 9
const heat = sensor('heat', 3, 5000, 10, 200, 'trend'); // 8 + 25
const SMOKE = 15 * CHAR + 100 + 16 + GAP; // 135.27
const GAS = 17 * CHAR + 150 + 16 + GAP; // 187.35
const WIDER = 2 * CHAR; // a register more, so that the reply cannot be taken for one that is late
const HEAT = 33 * CHAR + 200 + 16 + GAP; // 254.02

function sensor(
  id: string,
  unit: number,
  periodMs: number,
  length: number,
  responseMs: number,
  readClass: 'safety' | 'trend' = 'safety',
): Device {
  const point = { id: 'value', type: 'string', length, periodMs, class: readClass } as const;
  return deviceOf(id, unit, profileOf([point], { turnaroundMs: 5, responseMs }));
}

function lineOf(devices: readonly Device[]): Line {
  const serial = { baud: 9600, parity: 'none', stopBits: 1, adapterMs: 16 } as const;
  return { id: 'line', connection: { type: 'serial', path: '/dev/null', ...serial }, devices };
}

function boundOf(
  id: string,
  devices: readonly Device[],
  faults = NO_FAULTS,
  annunciators: Annunciator[] = [],
) {
  const work = lineWork(lineOf(devices), annunciators);
  const task = work.reads.find(({ device }) => device === id);
  return task === undefined ? undefined : readingBound(work, task, faults);
}

const node = deviceOf('node', 9, {
  ...profileOf([{ id: 'siren', table: 'coil', type: 'bool', class: 'trend', periodMs: 60_000 }], {
    responseMs: 60,
  }),
  annunciator: { protocol: 'lifeline' },
});
const LEASE: Annunciator = {
  device: 'node',
  leaseMs: 10_000,
  outputs: [{ point: 'node/siren', drives: 'siren', energised: 'to-act', onLoss: 'hold', zones: [] }],
};
const WRITE = 29 * CHAR + 60 + 16 + GAP; // 21 characters there, 8 back

describe('bound(N, k) of a line worked by hand', () => {
  it('of the shortest deadline is its period, one exchange under way, and its own', () => {
    expect(boundOf('smoke', [smoke, gas, heat])?.totalMs).toBeCloseTo(500 + HEAT + SMOKE, 6);
  });

  it('of a longer one adds those that go before, as often as they come up', () => {
    const bound = boundOf('gas', [smoke, gas, heat]);
    expect(bound?.totalMs).toBeCloseTo(1000 + HEAT + SMOKE + GAS, 6);
    expect(bound).toMatchObject({ samplingMs: 1000, losses: [] });
    expect(bound?.wait.blockingMs).toBeCloseTo(HEAT, 6);
    expect(bound?.wait.readsMs).toBeCloseTo(SMOKE, 6);
    const often = sensor('smoke', 1, 350, 1, 100); // comes up again within the 389 ms
    expect(boundOf('gas', [often, gas, heat])?.totalMs).toBeCloseTo(1000 + HEAT + 2 * SMOKE + GAS, 6);
  });

  it('lets each read of the same deadline go before once', () => {
    const more = [gas, sensor('co', 4, 1000, 2, 150), sensor('co2', 5, 1000, 2, 150)];
    expect(boundOf('gas', more)?.totalMs).toBeCloseTo(1000 + 2 * GAS + GAS + GAS, 6);
  });

  it('has one exchange, one quarantine and one wait more for a lost reply', () => {
    const bound = boundOf('gas', [smoke, gas, heat], faultsOf(0, 1));
    const again = HEAT + SMOKE;
    expect(bound?.totalMs).toBeCloseTo(1000 + HEAT + SMOKE + (GAS + WIDER) + (GAS + 2 * 150 + again), 6);
    expect(bound?.losses).toMatchObject([{ quarantineMs: 300 }]);
    const [, second] = boundOf('gas', [smoke, gas, heat], faultsOf(0, 2))?.losses ?? [];
    expect(second?.quarantineMs).toBe(300);
  });

  it('counts the retries of a dying device whose quarantine ends within the wait', () => {
    const moreFor = (lateWindowMs: number) => {
      const { profile } = smoke;
      const dying = deviceOf('smoke', 1, { ...profile, timing: { ...profile.timing, lateWindowMs } });
      const well = boundOf('gas', [dying, gas, heat])?.totalMs ?? 0;
      return (boundOf('gas', [dying, gas, heat], faultsOf(1, 0))?.totalMs ?? 0) - well;
    };
    // the retry after 385 ms, a release that it pushes into the wait, and so one retry more; heat may be in doubt as well
    expect(moreFor(250)).toBeCloseTo(2 * (SMOKE + WIDER) + SMOKE + WIDER, 6);
    expect(moreFor(300)).toBeCloseTo(WIDER, 6);
  });

  it('counts each lease, refreshed and changed at once', () => {
    const bound = boundOf('smoke', [smoke, gas, heat, node], NO_FAULTS, [LEASE]);
    expect(bound?.wait.urgentMs).toBeCloseTo(2 * WRITE, 6);
    expect(bound?.totalMs).toBeCloseTo(500 + HEAT + 2 * WRITE + SMOKE, 6);
  });

  it('reckons with every release in a busy period, not with the first alone', () => {
    // the example of Davis et al. (2007), its times in hundreds of milliseconds: the first read is there after 300 ms,
    // the second after 349, and whoever looks at the first alone promises too much
    const turnaroundMs = 100 - 15 * CHAR - GAP;
    const sensors = [250, 350, 351].map((periodMs, i) => {
      const point = { id: 'value', type: 'string', length: 1, periodMs } as const;
      return deviceOf(`s${i}`, i + 1, profileOf([point], { turnaroundMs, responseMs: 100 }));
    });
    const work = lineWork(lineOf(sensors), []);
    const responses = work.reads.map((task) => usualResponseMs(work, task) ?? Number.NaN);
    expect(responses.at(-1)).toBeCloseTo(349, 6);
    expect(responses[0]).toBeCloseTo(200, 6);
  });

  it('repeats a read that may be in doubt after a loss, where another of its unit looks the same', () => {
    const alike = profileOf(
      [0, 1000].map((address, i) => ({ id: `p${i}`, address, type: 'string' as const, length: 2 })),
      { responseMs: 150 },
    );
    const twin = deviceOf('gas', 2, alike);
    const frames = (lost: number) => boundOf('gas', [twin], faultsOf(0, lost))?.exchangeMs ?? 0;
    expect(frames(0)).toBeCloseTo(GAS, 6);
    expect(frames(1)).toBeCloseTo(4 * (GAS + WIDER), 6); // itself, one reply owed, two to spare
  });

  it('has a turn more after a loss where the block is read in parts, so that no late reply is taken for it', () => {
    const points = [0, 1].map((address) => ({ id: `p${address}`, address }));
    const pair = deviceOf('gas', 2, profileOf(points, { responseMs: 150 }));
    const bound = boundOf('gas', [pair], faultsOf(0, 1));
    expect(bound?.losses).toMatchObject([{ quarantineMs: 300 }, { quarantineMs: 0 }]);
  });

  it('is there for no read that others could keep from the line for ever', () => {
    const greedy = Array.from({ length: 4 }, (_, i) => sensor(`g${i}`, 10 + i, 250, 1, 100));
    expect(boundOf('gas', [...greedy, gas])).toBeNull();
    const found = infeasibleReads(lineWork(lineOf([...greedy, gas]), []));
    expect(found.map(({ task, why }) => [task.device, why])).toEqual([['gas', 'starved']]);
  });

  it('of a relay waits for a write under way, the exchange under way, and those of other annunciators', () => {
    const other = deviceOf('bell', 10, node.profile);
    const work = lineWork(lineOf([smoke, gas, heat, node, other]), [LEASE, { ...LEASE, device: 'bell' }]);
    const turn = HEAT + WRITE + WRITE;
    expect(relayBound(work, 'node', 1)?.totalMs).toBeCloseTo(2 * turn, 6);
    expect(relayBound(work, 'node', 2)?.totalMs).toBeCloseTo(3 * turn, 6);
    expect(relayBound(work, 'gas', 1)).toBeNull();
  });
});
