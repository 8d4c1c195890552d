import { z } from 'zod';
import { qualityClass } from '../../../drivers/quality.ts';
import type { Device } from '../../site/installation.ts';
import { qualitySchema } from '../shapes.ts';
import { silenceOf } from '../trust.ts';
import { type Finding, type Look, type RuleKind, sealed } from '../watch.ts';

/** What is known of one point. `goods` counts usable polls since it was lost, up to what clears. */
const sensedSchema = z.object({
  heard: z.number(), // mono of the last reading, or since when one is waited for
  lost: qualitySchema.nullable(), // why it counts as lost
  goods: z.int(),
});
const memorySchema = z.record(z.string(), sensedSchema);
type Sensed = Readonly<z.infer<typeof sensedSchema>>;
type Memory = Readonly<Record<string, Sensed>>;

const POLLS_TO_CLEAR = 2;
/** Of a point polled more slowly than this one usable reading is enough: an alarm must not outlive its reason by minutes. */
const SLOW_MS = 5_000;

/**
 * A device that is not sensed: a point of it turned bad, or was silent for three periods. Over when every point has
 * brought two usable readings in a row (one, where the point is slow). Uncertain readings are usable here: the device is heard and has a value; a
 * stale one is neither word nor silence.
 */
export const lossOfSensingWatch: RuleKind<'loss-of-sensing'> = (rule, { devices }) => {
  const device = devices.get(rule.device);
  const silences = new Map(device?.points.map(({ id, periodMs }) => [id, silenceOf(periodMs)]));
  const clearing = new Map(
    device?.points.map(({ id, periodMs }) => [id, periodMs > SLOW_MS ? 1 : POLLS_TO_CLEAR]),
  );
  const bootMs = 1000 * (device?.profile.timing.bootS ?? 0);
  return sealed<Memory>({
    rule,
    device: rule.device,
    point: null,
    unit: '',
    levels: [{ key: 'lost', severity: rule.severity, limit: null }],
    listensTo: [...silences.keys()],
    silenceMs: Number.POSITIVE_INFINITY, // silence is what it listens for
    begin: (now) => begin(device, now + bootMs),
    onReading(memory, { point, quality, at }) {
      const before = memory[point];
      if (before === undefined || quality === 'stale') return { memory, finding: null };
      const sensed: Sensed =
        qualityClass(quality) === 'bad'
          ? { heard: at.mono, lost: quality, goods: 0 }
          : usable({ ...before, heard: at.mono }, clearing.get(point) ?? POLLS_TO_CLEAR);
      return look({ ...memory, [point]: sensed }, point);
    },
    onTick(memory, now) {
      const silent = Object.entries(memory).filter(([point, sensed]) => silenceEnds(point, sensed) <= now);
      if (silent.length === 0) return { memory, finding: null };
      const lost = silent.map(
        ([point, sensed]) => [point, { ...sensed, lost: 'no-communication', goods: 0 }] as const,
      );
      return look({ ...memory, ...Object.fromEntries(lost) }, silent[0]?.[0] ?? '');
    },
    nextDue(memory) {
      const ends = Object.entries(memory).map(([point, sensed]) => silenceEnds(point, sensed));
      const soonest = Math.min(...ends);
      return Number.isFinite(soonest) ? soonest : null;
    },
    revive(memory, byMs, now) {
      const waiting = begin(device, now + bootMs);
      const saved = memorySchema.safeParse(memory);
      if (!saved.success) return waiting;
      // where time has passed unwatched, every point has its whole silence again; a lost one stays lost until heard
      const entries = Object.entries(waiting).map(([id, fresh]) => {
        const { heard = fresh.heard, ...rest } = saved.data[id] ?? fresh;
        return [id, { ...rest, heard: byMs === 0 ? heard : fresh.heard }] as const;
      });
      return Object.fromEntries(entries);
    },
  });

  function silenceEnds(point: string, { heard, lost }: Sensed): number {
    return lost === null ? heard + (silences.get(point) ?? 0) : Number.POSITIVE_INFINITY;
  }
};

function begin(device: Device | undefined, heard: number): Memory {
  return Object.fromEntries((device?.points ?? []).map(({ id }) => [id, { heard, lost: null, goods: 0 }]));
}

function usable(sensed: Sensed, pollsToClear: number): Sensed {
  if (sensed.lost === null) return sensed;
  const goods = sensed.goods + 1;
  return goods >= pollsToClear ? { ...sensed, lost: null, goods: 0 } : { ...sensed, goods };
}

/** `point` is the one that was just heard, or missed. */
function look(memory: Memory, point: string): Look<Memory> {
  const reason = Object.values(memory).find(({ lost }) => lost !== null)?.lost ?? null;
  const here = memory[point]?.lost ?? null;
  const finding: Finding =
    reason === null
      ? { verdicts: ['off'], clears: true, value: null, quality: 'good', point: null }
      : {
          verdicts: ['on'],
          clears: true,
          value: null,
          quality: here ?? reason,
          point: here === null || here === 'no-communication' ? null : point, // a dead line is no single point's fault
        };
  return { memory, finding };
}
