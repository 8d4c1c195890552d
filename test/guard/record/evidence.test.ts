import { describe, expect, it } from 'vitest';
import { assignChannels } from '../../../gateway/guard/record/channels.ts';
import {
  EvidenceRecorder,
  type EvidenceRow,
  type Shortfall,
} from '../../../gateway/guard/record/evidence.ts';
import { evidenceScope } from '../../../gateway/guard/record/evidenceScope.ts';
import type { Installation } from '../../../gateway/site/installation.ts';
import { gasSite, installationOf } from '../../site/fixture.ts';
import { step } from './alarmSteps.ts';
import { gasHall } from './gasHall.ts';

const FLOOD = 200;
const many = gasHall(FLOOD);
const one = installationOf(gasSite);

/** A recorder on a second hand: every point is read at its period, whatever is due is taken. */
function aRecorder(installation: Installation) {
  let recorder = new EvidenceRecorder(installation, assignChannels(null, installation), 0);
  const rows: (EvidenceRow & { at: number })[] = [];
  const shortfalls: Shortfall[] = [];
  let now = 0;
  const readAll = () => {
    for (const device of installation.devices.values())
      recorder.accept(
        device.points
          .filter(({ periodMs }) => now % periodMs === 0)
          .map(({ id }) => ({
            point: id,
            value: now,
            quality: 'good' as const,
            at: { boot: 'b', mono: now },
          })),
      );
  };
  return {
    rows,
    shortfalls,
    get recorder() {
      return recorder;
    },
    declared: (effect: ReturnType<typeof step>) => recorder.declared(effect),
    at: () => now,
    pass(seconds: number) {
      for (const end = now + seconds * 1000; now < end; ) {
        for (let due = recorder.nextDue(); due !== null && due <= now + 1000; due = recorder.nextDue()) {
          const { row, shortfall } = recorder.tick(Math.max(due, now));
          if (row !== null) rows.push({ ...row, at: due });
          if (shortfall !== null) shortfalls.push(shortfall);
        }
        now += 1000;
        readAll();
      }
    },
    reload() {
      rows.push(...[...recorder.flush(now)].map((row) => ({ ...row, at: now })));
      recorder = new EvidenceRecorder(installation, assignChannels(null, installation), now, recorder);
    },
    /** When each sample of a point was read that came as evidence of an occurrence. */
    times: (occurrence: string, point = 'gas-1/concentration') => {
      const channel = assignChannels(null, installation).indices[point];
      return rows
        .filter((row) => row.occurrence === occurrence)
        .flatMap(({ part }) => part.samples)
        .flatMap(({ times, columns }) => (columns.some((column) => column.channel === channel) ? times : []))
        .toSorted((a, b) => a - b);
    },
  };
}

const seconds = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => (from + i) * 1000);

describe('evidence of an alarm', () => {
  it('is the minute before it, soon after it was declared, and the minute after it in parts of ten seconds at most', () => {
    const { declared, pass, rows, times } = aRecorder(one);
    pass(100);
    declared(step('gas-high#1', 'raised', 100_000));
    pass(70);
    expect(times('gas-high#1')).toEqual(seconds(40, 160));
    expect(rows.map(({ at }) => at)).toEqual([
      100_250, 110_000, 120_000, 130_000, 140_000, 150_000, 160_000, 161_000,
    ]);
    expect(rows.every(({ part }, nth) => nth === 0 || part.to - part.from <= 10_001)).toBe(true);
    expect(rows.slice(1).every(({ part }, nth) => part.from >= (rows[nth]?.part.to ?? 0) - 1)).toBe(true);
  });

  it('has every point of its device', () => {
    const { declared, pass, rows } = aRecorder(one);
    pass(100);
    declared(step('gas-high#1', 'raised', 100_000));
    pass(1);
    const columns =
      rows[0]?.part.samples.flatMap((group) => group.columns.map(({ channel }) => channel)) ?? [];
    expect(new Set(columns).size).toBe(one.devices.get('gas-1')?.points.length);
  });

  it('goes on for another minute when the alarm escalates, and nothing comes twice', () => {
    const { declared, pass, times } = aRecorder(one);
    pass(100);
    declared(step('gas-high#1', 'raised', 100_000));
    pass(30);
    declared(step('gas-high#1', 'escalated', 130_000, { severity: 'red' }));
    pass(100);
    expect(times('gas-high#1')).toEqual(seconds(40, 190));
    declared(step('gas-high#1', 'escalated', 230_000, { severity: 'red' })); // 40 s after the end of the first
    pass(100);
    expect(times('gas-high#1')).toEqual(seconds(40, 290));
  });

  it('takes in what was read just after its end, when the alarm escalates soon after', () => {
    const recorder = new EvidenceRecorder(one, assignChannels(null, one), 0);
    const values: unknown[] = [];
    const read = (mono: number) =>
      recorder.accept([
        { point: 'gas-1/concentration', value: mono, quality: 'good', at: { boot: 'b', mono } },
      ]);
    const pass = (now: number) => {
      for (let due = recorder.nextDue(); due !== null && due <= now; due = recorder.nextDue())
        values.push(...(recorder.tick(due).row?.part.samples[0]?.columns[0]?.values ?? []));
    };
    recorder.declared(step('gas-high#1', 'raised', 100_000));
    pass(159_000);
    read(159_500);
    read(160_500); // half a second after the end, and before what belongs to it is written
    pass(165_000);
    expect(values).toEqual([159_500]);
    recorder.declared(step('gas-high#1', 'escalated', 170_000));
    pass(240_000);
    expect(values).toEqual([159_500, 160_500]);
  });

  it('of two alarms of one device is whole for each of them', () => {
    const { declared, pass, times } = aRecorder(one);
    pass(100);
    declared(step('gas-high#1', 'raised', 100_000));
    pass(20);
    declared(step('gas-rate#1', 'raised', 120_000));
    pass(80);
    expect(times('gas-high#1')).toEqual(seconds(40, 160));
    expect(times('gas-rate#1')).toEqual(seconds(60, 180));
  });

  it('does not begin with an acknowledgement, a return, or an alarm announced again', () => {
    const { declared, pass, rows, recorder } = aRecorder(one);
    pass(10);
    for (const cause of ['acknowledged', 'returned', 're-alarmed', 'shelved', 'eased'] as const)
      declared(step('gas-high#1', cause, 10_000));
    expect(recorder.nextDue()).toBeNull();
    pass(70);
    expect(rows).toEqual([]);
  });

  it('is whole although the site was reloaded meanwhile', () => {
    const { declared, pass, reload, times } = aRecorder(one);
    pass(50);
    reload();
    pass(50);
    declared(step('gas-high#1', 'raised', 100_000));
    pass(25);
    reload();
    pass(60);
    expect(times('gas-high#1')).toEqual(seconds(40, 160));
  });
});

describe('the points of an alarm', () => {
  it('are those its rule names, wherever they are, and all of its device', () => {
    const rules = [
      { id: 'burst', kind: 'k-of-n', inputs: [{ of: 'gas-3/state' }, { of: 'no/point' }] },
    ] as unknown as Installation['rules'];
    const alarm = { rule: 'burst', device: 'gas-1', point: 'gas-1/concentration' };
    const { own, all } = evidenceScope(alarm, { ...many, rules });
    expect(own).toEqual(['gas-1/concentration', 'gas-3/state']);
    const device = many.devices.get('gas-1')?.points.map(({ id }) => id) ?? [];
    expect(all.toSorted()).toEqual([...device, 'gas-3/state'].toSorted());
  });

  it('of a device as a whole are those of the device; of one that is gone, none', () => {
    const device = many.devices.get('gas-1')?.points.map(({ id }) => id);
    expect(evidenceScope({ rule: 'lost', device: 'gas-1', point: null }, many).all).toEqual(device);
    expect(evidenceScope({ rule: 'lost', device: 'gone', point: null }, many).all).toEqual([]);
  });
});

describe('a flood of alarms', () => {
  const raise = (n: number, at: number, more = {}) =>
    step(`gas#${n}`, 'raised', at, { device: `gas-${n}`, point: `gas-${n}/concentration`, ...more });

  it('fills the journal with sixteen at a time and says how many more there were', () => {
    const { declared, pass, rows, shortfalls, times } = aRecorder(many);
    pass(80);
    for (let n = 0; n < FLOOD; n++) declared(raise(n, 80_000));
    pass(70);
    expect(new Set(rows.map(({ occurrence }) => occurrence)).size).toBe(16);
    expect(times('gas#15', 'gas-15/concentration')).toEqual(seconds(20, 140));
    expect(shortfalls).toEqual([{ count: 184, named: ['gas#16', 'gas#17', 'gas#18', 'gas#19', 'gas#20'] }]);
  });

  it('gives way to a graver alarm, and a covered one to any that is not', () => {
    const { declared, pass, shortfalls, times } = aRecorder(many);
    pass(80);
    for (let n = 0; n < 15; n++) declared(raise(n, 80_000));
    declared(raise(15, 80_000, { severity: 'red', to: 'suppressed' }));
    pass(5);
    declared(raise(16, 85_000, { severity: 'blue' }));
    declared(raise(17, 85_000, { severity: 'blue' })); // no graver than the least
    declared(raise(18, 85_000, { severity: 'red' }));
    pass(70);
    expect(times('gas#18', 'gas-18/concentration')).toEqual(seconds(25, 145));
    expect(times('gas#14', 'gas-14/concentration')).toEqual(seconds(20, 140));
    expect(times('gas#17', 'gas-17/concentration')).toEqual([]);
    expect(times('gas#16', 'gas-16/concentration')).toEqual([]);
    expect(times('gas#15', 'gas-15/concentration')).toEqual(seconds(20, 85)); // cut short, not lost
    expect(shortfalls[0]).toEqual({ count: 3, named: ['gas#15', 'gas#17', 'gas#16'] });
  });

  it('has room again for the next when the first are over', () => {
    const { declared, pass, shortfalls, times } = aRecorder(many);
    pass(80);
    for (let n = 0; n < 16; n++) declared(raise(n, 80_000));
    pass(70);
    declared(raise(20, 150_000));
    pass(70);
    expect(times('gas#20', 'gas-20/concentration')).toEqual(seconds(90, 210));
    expect(shortfalls).toEqual([]);
  });

  it('of devices with many fast points leaves each alarm its own point', () => {
    const ids = one.devices.get('gas-1')?.points.map(({ profile }) => profile.id) ?? [];
    const fast = gasHall(12, Object.fromEntries(ids.map((id) => [id, { periodMs: 50 }])));
    const recorder = new EvidenceRecorder(fast, assignChannels(null, fast), 0);
    const points = [...fast.points.keys()];
    for (let ms = 0; ms < 60_000; ms += 50) {
      const at = { boot: 'b', mono: ms };
      recorder.accept(points.map((point) => ({ point, value: ms, quality: 'good', at })));
    }
    for (let n = 0; n < 12; n++) recorder.declared(raise(n, 60_000));
    const widths = new Map<string, number>();
    const shortfalls: Shortfall[] = [];
    let samples = 0;
    for (let due = recorder.nextDue(); due !== null; due = recorder.nextDue()) {
      const { row, shortfall } = recorder.tick(due);
      if (shortfall !== null) shortfalls.push(shortfall);
      for (const { times, columns } of row?.part.samples ?? []) {
        samples += times.length * columns.length;
        widths.set(row?.occurrence ?? '', columns.length);
      }
    }
    expect(widths.size).toBe(12);
    expect(new Set(widths.values())).toEqual(new Set([points.length / 12, 1]));
    expect(samples).toBeLessThanOrEqual(70_000);
    expect(shortfalls).toMatchObject([{ count: [...widths.values()].filter((width) => width === 1).length }]);
  });

  it('of a second wave says again what it leaves out, also of the same alarms', () => {
    const ids = one.devices.get('gas-1')?.points.map(({ profile }) => profile.id) ?? [];
    const fast = gasHall(12, Object.fromEntries(ids.map((id) => [id, { periodMs: 50 }])));
    const recorder = new EvidenceRecorder(fast, assignChannels(null, fast), 0);
    const points = [...fast.points.keys()];
    const read = (from: number, to: number) => {
      for (let ms = from; ms < to; ms += 50) {
        const at = { boot: 'b', mono: ms };
        recorder.accept(points.map((point) => ({ point, value: ms, quality: 'good', at })));
      }
    };
    /** Lets it write. Returns the occurrences of which only their own point was written, and those it tells of. */
    const write = (until: number) => {
      const narrow = new Set<string>();
      const told = new Set<string>();
      let count = 0;
      for (let due = recorder.nextDue(); due !== null && due < until; due = recorder.nextDue()) {
        const { row, shortfall } = recorder.tick(due);
        if (shortfall !== null) count += shortfall.count;
        for (const name of shortfall?.named ?? []) told.add(name);
        if (row?.part.samples.every(({ columns }) => columns.length === 1)) narrow.add(row.occurrence);
      }
      return { narrow, told, count };
    };
    read(0, 60_000);
    for (let n = 0; n < 12; n++) recorder.declared(raise(n, 60_000));
    const first = write(130_000);
    expect(first.narrow.size).toBeGreaterThan(0);
    expect(first.count).toBe(first.narrow.size);
    read(60_000, 150_000);
    for (let n = 0; n < 12; n++)
      recorder.declared(
        step(`gas#${n}`, 'escalated', 150_000, { device: `gas-${n}`, point: `gas-${n}/concentration` }),
      );
    const second = write(260_000);
    expect(second.narrow.size).toBeGreaterThan(0);
    expect(second.count).toBeGreaterThanOrEqual(second.narrow.size);
  });

  it('says what it left out before it stops', () => {
    const { declared, pass, recorder } = aRecorder(many);
    pass(80);
    for (let n = 0; n < FLOOD; n++) declared(raise(n, 80_000));
    expect([...recorder.flush(80_000)]).toHaveLength(16);
    expect(recorder.untold()).toMatchObject({ count: FLOOD - 16 });
    expect(recorder.untold()).toBeNull();
  });
});
