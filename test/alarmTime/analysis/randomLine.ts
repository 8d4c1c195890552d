import fc from 'fast-check';
import { infeasibleReads, utilisation } from '../../../gateway/alarmTime/analysis/feasible.ts';
import { type LineWork, lineWork } from '../../../gateway/alarmTime/analysis/lineWork.ts';
import type { Annunciator, Device, Line } from '../../../gateway/site/installation.ts';
import { deviceOf, profileOf } from '../../guard/bus/fakeLine.ts';

/** One device as it is drawn: how it answers, and what is read of it. */
const deviceShape = {
  responseMs: fc.integer({ min: 20, max: 250 }),
  turnaround: fc.double({ min: 0.02, max: 0.6, noNaN: true }), // of the response time
  gapMs: fc.constantFrom(0, 0, 0, 2, 20),
  lateWindow: fc.double({ min: 1, max: 4, noNaN: true }), // of the response time
  blocks: fc.array(
    fc.record({
      class: fc.constantFrom('safety' as const, 'safety' as const, 'state' as const, 'trend' as const),
      periodMs: fc.constantFrom(250, 500, 700, 1000, 1000, 1000, 1300, 2000, 5000),
      count: fc.integer({ min: 1, max: 20 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
};

/** `measuresMs`: how long a device takes that measures only when told to; null: it measures by itself. */
function lineSpecWith(measuresMs: fc.Arbitrary<number | null>) {
  const device = fc.record({ ...deviceShape, measuresMs });
  return fc.record({
    baud: fc.constantFrom(4800, 9600, 9600, 19_200, 38_400, 57_600, 115_200),
    adapterMs: fc.integer({ min: 0, max: 16 }),
    devices: fc.array(device, { minLength: 1, maxLength: 12 }),
    annunciator: fc.option(fc.constantFrom('lifeline' as const, 'coils' as const)),
  });
}

export const lineSpec = lineSpecWith(fc.constant(null));
export const measuringLineSpec = lineSpecWith(fc.constantFrom(null, 40, 150, 600));
export type LineSpec = typeof lineSpec extends fc.Arbitrary<infer T> ? T : never;

export type RandomLine = {
  readonly line: Line;
  readonly annunciators: readonly Annunciator[];
  readonly work: LineWork;
};

const NODE_UNIT = 100;

/** The line of a spec. Where it is not feasible its periods are doubled until it is, as an installer would. */
export function feasibleLine(spec: LineSpec): RandomLine {
  for (let stretch = 1; ; stretch *= 2) {
    const made = lineOfSpec(spec, stretch);
    if (utilisation(made.work, 'usualMs') <= 1 && infeasibleReads(made.work).length === 0) return made;
  }
}

function lineOfSpec({ baud, adapterMs, devices, annunciator }: LineSpec, stretch: number): RandomLine {
  const sensors = devices.map((spec, i) => sensorOf(spec, i, stretch));
  const node = annunciator === null ? [] : [nodeOf(annunciator)];
  const line: Line = {
    id: 'line',
    connection: { type: 'serial', path: '/dev/null', baud, parity: 'none', stopBits: 1, adapterMs },
    devices: [...sensors, ...node],
  };
  const annunciators: Annunciator[] = node.map(({ id }) => ({
    device: id,
    leaseMs: 10_000,
    outputs: ['siren', 'strobe'].map((drives) => ({
      point: `${id}/${drives}`,
      drives: drives as 'siren' | 'strobe',
      ...({ energised: 'to-act', onLoss: 'hold', zones: [] } as const),
    })),
  }));
  return { line, annunciators, work: lineWork(line, annunciators) };
}

/** Blocks lie a thousand registers apart, so that each is a read of its own. */
function sensorOf(spec: LineSpec['devices'][number], i: number, stretch: number): Device {
  const points = spec.blocks.map(({ class: readClass, periodMs, count }, n) => ({
    id: `b${n}`,
    class: readClass,
    periodMs: periodMs * stretch,
    address: 1000 * n,
    type: 'string' as const,
    length: count,
  }));
  const { responseMs, gapMs } = spec;
  const timing = {
    ...{ responseMs, gapMs },
    turnaroundMs: spec.turnaround * responseMs,
    lateWindowMs: spec.lateWindow * responseMs,
  };
  const profile = profileOf(points, timing);
  const write = { table: 'holding', address: 9, value: 1, function: 6 } as const;
  const trigger = spec.measuresMs === null ? {} : { trigger: { write, waitMs: spec.measuresMs } };
  return deviceOf(`d${i + 1}`, i + 1, { ...profile, ...trigger });
}

function nodeOf(protocol: 'lifeline' | 'coils'): Device {
  const points = ['siren', 'strobe'].map((id, n) => ({
    ...{ id, address: n },
    ...({ table: 'coil', type: 'bool', class: 'state', periodMs: 2000 } as const),
  }));
  const profile = profileOf(points, { turnaroundMs: 5, responseMs: 60 });
  return deviceOf('node', NODE_UNIT, { ...profile, annunciator: { protocol } });
}
