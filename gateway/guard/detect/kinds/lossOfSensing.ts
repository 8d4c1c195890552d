import { z } from 'zod';
import type { Quality } from '../../../../drivers/quality.ts';
import { deviceTiming, patienceMs } from '../../../alarmTime/deviceTiming.ts';
import { startDoubtMs } from '../../../alarmTime/startDoubt.ts';
import type { Device } from '../../../site/installation.ts';
import { type Judged, type MakeWatch, type RuleFinding, sealed } from '../ruleWatch.ts';
import { heardAgain, later, lookedAt, patienceWith, type Sensed, sensedSchema, unheard } from '../sensed.ts';
import { silenceOf } from '../trust.ts';

const pointsSchema = z.record(z.string(), sensedSchema);
const memorySchema = z.union([
  z.object({ shared: z.boolean(), points: pointsSchema }),
  pointsSchema.transform((points) => ({ shared: false, points })), // as it was saved once
]);
type Points = Readonly<Record<string, Sensed>>;
type LossOfSensingMemory = { readonly shared: boolean; readonly points: Points };

/** The point by which guard tells whether a device alone answers at its address. Nothing polls it. */
export function ownAddressPoint(deviceId: string): string {
  return `${deviceId}/address.own`;
}

/**
 * A device that is not sensed. `quality` of what is found says why, `point` where:
 * - `no-communication`, `sensor-failure` and the like: a point turned bad, or was silent for three periods;
 * - `flatline`: the very same raw value for hours, of quantities that never stand still;
 * - `out-of-spec`, `warm-up`: outside its range, or warming up, for much longer than that may last;
 * - another device answers at its address (`ownAddressPoint`): red, where the device has safety points, because what either of
 *   them says may be taken for what the other says;
 * - `sensor-failure` of a gas sensor that collapsed: ends when somebody has reset it, or when it shows gas again.
 *
 * Otherwise over when every point has brought two usable readings in a row (one, where the point is slow). Uncertain
 * readings are usable here: the device is heard and has a value; a stale one is neither word nor silence.
 */
export const lossOfSensingWatch: MakeWatch<'loss-of-sensing'> = (rule, { devices, lines = [] }) => {
  const device = devices.get(rule.device);
  const { bootS = 0, warmUpS = 0 } = device?.profile.timing ?? {};
  const silences = new Map(device?.points.map((point) => [point.id, silenceBefore(device, point)]));
  const patience = new Map(device?.points.map((point) => [point.id, patienceWith(point, rule, warmUpS)]));
  const line = lines.find(({ id }) => id === device?.lineId);
  const firstMs = Math.max(
    1000 * bootS,
    device === undefined || line === undefined ? 0 : startDoubtMs(device, line),
  );
  const onMs = 1000 * rule.onDelayS;
  const own = ownAddressPoint(rule.device);
  const isSafety = device?.points.some((point) => point.class === 'safety') === true;
  const worse = isSafety && rule.severity !== 'red';
  const look = (memory: LossOfSensingMemory, point: string, now: number) =>
    lookAt(memory, point, now, onMs, worse);
  return sealed<LossOfSensingMemory>({
    rule,
    device: rule.device,
    point: null,
    unit: '',
    levels: [
      { key: 'lost', severity: rule.severity, limit: null },
      ...(worse ? [{ key: 'shared', severity: 'red', limit: null } as const] : []),
    ],
    listensTo: [...silences.keys(), own],
    silenceMs: Number.POSITIVE_INFINITY, // silence is what it listens for
    begin: (now) => ({ shared: false, points: begin(device, now + firstMs) }),
    onReading(memory, reading) {
      const { point, quality, at } = reading;
      if (point === own) return look({ ...memory, shared: reading.value === false }, point, at.mono);
      const before = memory.points[point];
      const how = patience.get(point);
      if (before === undefined || how === undefined || quality === 'stale') return { memory, finding: null };
      const points = { ...memory.points, [point]: heardAgain(before, reading, how) };
      return look({ ...memory, points }, point, at.mono);
    },
    onTick(memory, now) {
      const silent = Object.entries(memory.points).filter(
        ([point, sensed]) => silenceEnds(point, sensed) <= now,
      );
      if (silent.length === 0) return { memory, finding: null };
      const lost = silent.map(
        ([point, sensed]) => [point, { ...sensed, lost: 'no-communication', goods: 0 }] as const,
      );
      const points = { ...memory.points, ...Object.fromEntries(lost) };
      return look({ ...memory, points }, silent[0]?.[0] ?? '', now);
    },
    nextDue({ points }) {
      let soonest = Number.POSITIVE_INFINITY;
      for (const point in points) soonest = Math.min(soonest, silenceEnds(point, points[point] as Sensed));
      return Number.isFinite(soonest) ? soonest : null;
    },
    onReset(memory) {
      const points = Object.entries(memory.points).map(([id, sensed]) => [id, lookedAt(sensed)] as const);
      const same = points.every(([id, sensed]) => sensed === memory.points[id]);
      return same ? memory : { ...memory, points: Object.fromEntries(points) };
    },
    stalled: (memory, forMs, now) => ({
      ...memory,
      points: Object.fromEntries(
        Object.entries(memory.points).map(([point, sensed]) => [
          point,
          { ...sensed, heard: Math.min(Math.max(now, sensed.heard), sensed.heard + forMs) },
        ]),
      ),
    }),
    revive(memory, byMs, now) {
      const waiting = begin(device, now + firstMs);
      const saved = memorySchema.safeParse(memory);
      if (!saved.success) return { shared: false, points: waiting };
      const { shared, points } = saved.data;
      // where time has passed unwatched, every point has its whole silence again; a lost one stays lost until heard
      const entries = Object.entries(waiting).map(([id, fresh]) => {
        const known = points[id];
        if (known === undefined) return [id, fresh] as const;
        if (byMs === 0) return [id, known] as const;
        return [id, { ...later(known, byMs, now, onMs), heard: fresh.heard }] as const;
      });
      return { shared, points: Object.fromEntries(entries) };
    },
  });

  function silenceEnds(point: string, { heard, lost }: Sensed): number {
    return lost === null ? heard + (silences.get(point) ?? 0) : Number.POSITIVE_INFINITY;
  }
};

/** The bus says when a device is lost. Silence speaks for itself only when that should have been said long ago. */
function silenceBefore({ profile, points }: Device, { periodMs }: Device['points'][number]): number {
  const fastestMs = Math.min(...points.map((point) => point.periodMs));
  return Math.max(
    silenceOf(periodMs),
    periodMs + patienceMs(fastestMs, deviceTiming(profile)) + BUS_SAYS_WITHIN_MS,
  );
}

const BUS_SAYS_WITHIN_MS = 1_000;

function begin(device: Device | undefined, heard: number): Points {
  return Object.fromEntries((device?.points ?? []).map(({ id }) => [id, unheard(heard)]));
}

// Looks at every point of a device with every reading of it: loops that make nothing to be thrown away.

/** `point` is the one that was just heard, or missed. `worse`: there is a level for an address that is shared. */
function lookAt(
  memory: LossOfSensingMemory,
  point: string,
  now: number,
  onMs: number,
  worse: boolean,
): Judged<LossOfSensingMemory> {
  const { shared, points } = memory;
  const verdictsOf = (lost: 'on' | 'off') => (worse ? ([lost, shared ? 'on' : 'off'] as const) : [lost]);
  let known: Quality | null = null; // of the first that is lost
  let collapsed: string | null = null;
  for (const id in points) {
    const { lost, collapsedAt } = points[id] as Sensed;
    known ??= lost;
    if (collapsedAt !== null) collapsed ??= id;
  }
  const reason = shared ? 'protocol-error' : known;
  const here = points[point]?.lost ?? null;
  if (reason !== null) {
    const finding: RuleFinding = {
      verdicts: verdictsOf('on'),
      clears: true,
      value: null,
      quality: shared ? reason : (here ?? reason),
      point: shared || here === null || here === 'no-communication' ? null : point, // a dead line is no single point's fault
    };
    return { memory, finding };
  }
  if (collapsed === null)
    return {
      memory,
      finding: { verdicts: verdictsOf('off'), clears: true, value: null, quality: 'good', point: null },
    };
  // Declared once, it is only held: its readings say nothing more, and a reset may let it go.
  const declared = now - (points[collapsed]?.collapsedAt ?? now) > onMs;
  return {
    memory,
    finding: {
      verdicts: verdictsOf(declared ? 'off' : 'on'),
      clears: false,
      value: null,
      quality: 'sensor-failure',
      point: collapsed,
    },
  };
}
