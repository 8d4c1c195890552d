import { z } from 'zod';
import { deviceTiming, patienceMs } from '../../../alarmTime/deviceTiming.ts';
import { startDoubtMs } from '../../../alarmTime/startDoubt.ts';
import type { Device } from '../../../site/installation.ts';
import { type Judged, type MakeWatch, type RuleFinding, sealed } from '../ruleWatch.ts';
import { heardAgain, later, lookedAt, patienceWith, type Sensed, sensedSchema, unheard } from '../sensed.ts';
import { silenceOf } from '../trust.ts';

const memorySchema = z.record(z.string(), sensedSchema);
type LossOfSensingMemory = Readonly<Record<string, Sensed>>;

/**
 * A device that is not sensed. `quality` of what is found says why, `point` where:
 * - `no-communication`, `sensor-failure` and the like: a point turned bad, or was silent for three periods;
 * - `flatline`: the very same raw value for hours, of quantities that never stand still;
 * - `out-of-spec`, `warm-up`: outside its range, or warming up, for much longer than that may last;
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
  return sealed<LossOfSensingMemory>({
    rule,
    device: rule.device,
    point: null,
    unit: '',
    levels: [{ key: 'lost', severity: rule.severity, limit: null }],
    listensTo: [...silences.keys()],
    silenceMs: Number.POSITIVE_INFINITY, // silence is what it listens for
    begin: (now) => begin(device, now + firstMs),
    onReading(memory, reading) {
      const { point, quality, at } = reading;
      const before = memory[point];
      const how = patience.get(point);
      if (before === undefined || how === undefined || quality === 'stale') return { memory, finding: null };
      return look({ ...memory, [point]: heardAgain(before, reading, how) }, point, at.mono, onMs);
    },
    onTick(memory, now) {
      const silent = Object.entries(memory).filter(([point, sensed]) => silenceEnds(point, sensed) <= now);
      if (silent.length === 0) return { memory, finding: null };
      const lost = silent.map(
        ([point, sensed]) => [point, { ...sensed, lost: 'no-communication', goods: 0 }] as const,
      );
      return look({ ...memory, ...Object.fromEntries(lost) }, silent[0]?.[0] ?? '', now, onMs);
    },
    nextDue(memory) {
      const ends = Object.entries(memory).map(([point, sensed]) => silenceEnds(point, sensed));
      const soonest = Math.min(...ends);
      return Number.isFinite(soonest) ? soonest : null;
    },
    onReset(memory) {
      const points = Object.entries(memory).map(([id, sensed]) => [id, lookedAt(sensed)] as const);
      return points.every(([id, sensed]) => sensed === memory[id]) ? memory : Object.fromEntries(points);
    },
    stalled: (memory, forMs, now) =>
      Object.fromEntries(
        Object.entries(memory).map(([point, sensed]) => [
          point,
          { ...sensed, heard: Math.min(Math.max(now, sensed.heard), sensed.heard + forMs) },
        ]),
      ),
    revive(memory, byMs, now) {
      const waiting = begin(device, now + firstMs);
      const saved = memorySchema.safeParse(memory);
      if (!saved.success) return waiting;
      // where time has passed unwatched, every point has its whole silence again; a lost one stays lost until heard
      const entries = Object.entries(waiting).map(([id, fresh]) => {
        const known = saved.data[id];
        if (known === undefined) return [id, fresh] as const;
        if (byMs === 0) return [id, known] as const;
        return [id, { ...later(known, byMs, now, onMs), heard: fresh.heard }] as const;
      });
      return Object.fromEntries(entries);
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

function begin(device: Device | undefined, heard: number): LossOfSensingMemory {
  return Object.fromEntries((device?.points ?? []).map(({ id }) => [id, unheard(heard)]));
}

/** `point` is the one that was just heard, or missed. */
function look(
  memory: LossOfSensingMemory,
  point: string,
  now: number,
  onMs: number,
): Judged<LossOfSensingMemory> {
  const collapsed = Object.entries(memory).find(([, { collapsedAt }]) => collapsedAt !== null);
  const reason = Object.values(memory).find(({ lost }) => lost !== null)?.lost ?? null;
  const here = memory[point]?.lost ?? null;
  if (reason !== null) {
    const finding: RuleFinding = {
      verdicts: ['on'],
      clears: true,
      value: null,
      quality: here ?? reason,
      point: here === null || here === 'no-communication' ? null : point, // a dead line is no single point's fault
    };
    return { memory, finding };
  }
  if (collapsed === undefined)
    return {
      memory,
      finding: { verdicts: ['off'], clears: true, value: null, quality: 'good', point: null },
    };
  // Declared once, it is only held: its readings say nothing more, and a reset may let it go.
  const [at, { collapsedAt }] = collapsed;
  const declared = now - (collapsedAt ?? now) > onMs;
  return {
    memory,
    finding: {
      verdicts: [declared ? 'off' : 'on'],
      clears: false,
      value: null,
      quality: 'sensor-failure',
      point: at,
    },
  };
}
