import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextRelease, stagger } from '../../gateway/guard/bus/schedule/releases.ts';
import { deviceOf, type Exchanged, echo, pollerOf, profileOf } from '../guard/bus/fakeLine.ts';
import { soak } from '../harness/soak.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

// Random lines on the virtual clock, held against what the schedule promises.

const MINUTE = 60_000;

/** One device: a safety point, perhaps a state or trend point, and how it behaves. */
const specOf = (fates: readonly string[]) =>
  fc.record({
    safetyMs: fc.constantFrom(500, 700, 1000, 1300, 2000),
    other: fc.option(
      fc.record({
        class: fc.constantFrom('state' as const, 'trend' as const),
        periodMs: fc.constantFrom(300, 1000, 5000),
      }),
    ),
    responseMs: fc.integer({ min: 30, max: 400 }),
    fate: fc.constantFrom(...fates),
    at: fc.integer({ min: 0, max: 20_000 }),
    seed: fc.integer(),
  });
type Spec = {
  readonly safetyMs: number;
  readonly other: { readonly class: 'state' | 'trend'; readonly periodMs: number } | null;
  readonly responseMs: number;
  readonly fate: string;
  readonly at: number;
  readonly seed: number;
};

/** A reproducible coin: true with probability `p`. */
function coin(seed: number, p: number): () => boolean {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 < p;
  };
}

async function run(specs: readonly Spec[], forMs: number) {
  const clock = new VirtualClock();
  const devices = specs.map((spec, i) => {
    const other = spec.other === null ? [] : [{ id: 'other', table: 'input' as const, ...spec.other }];
    const profile = profileOf([{ id: 'safe', periodMs: spec.safetyMs }, ...other], {
      responseMs: spec.responseMs,
    });
    return deviceOf(`d${i}`, i + 1, profile);
  });
  const made = pollerOf(clock, devices, 19_200);
  specs.forEach(({ fate, at, seed }, i) => {
    const silent = coin(seed, 0.3);
    const fates = {
      lives: echo,
      dies: (request: Parameters<typeof echo>[0]) => (clock.mono() < at ? echo(request) : 'silent'),
      flaps: (request: Parameters<typeof echo>[0]) => (silent() ? 'silent' : echo(request)),
      garbles: (request: Parameters<typeof echo>[0]) => (silent() ? 'crc' : echo(request)),
      returns: (request: Parameters<typeof echo>[0]) =>
        clock.mono() < at || clock.mono() > MINUTE ? echo(request) : 'silent',
    } as const;
    made.client.units.set(i + 1, fates[fate as keyof typeof fates]);
  });
  await made.poller.start();
  await clock.advance(forMs);
  await clock.until(made.poller.stop());
  return { log: made.client.log, devices };
}

function isSafety({ request }: Exchanged): boolean {
  return request.op === 'read' && request.table === 'holding';
}

type Spent = { readonly end: number; readonly ms: number };

function mostInTenSeconds(spent: readonly Spent[]): number {
  const sums = spent.map(({ end }) =>
    spent.reduce((sum, one) => sum + (one.end > end - 10_000 && one.end <= end ? one.ms : 0), 0),
  );
  return Math.max(0, ...sums);
}

describe('a line of any devices', () => {
  it('never lets a living safety read wait for more than one exchange that is not safety', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(specOf(['lives', 'lives', 'dies', 'flaps', 'garbles']), { minLength: 1, maxLength: 12 }),
        async (specs) => {
          const { log, devices } = await run(specs, MINUTE);
          const blocks = devices.flatMap((device) =>
            device.points.map(({ periodMs, profile }) => ({ periodMs, unit: device.unit, profile })),
          );
          for (const { block, anchor, first } of stagger(blocks, 0)) {
            if (block.profile.id !== 'safe' || specs[block.unit - 1]?.fate !== 'lives') continue;
            let due = first;
            let othersSinceDue = 0;
            for (const exchange of log) {
              const own = exchange.request.unit === block.unit && isSafety(exchange);
              if (own) {
                expect(othersSinceDue).toBe(0); // started after it was due: the one under way before is allowed
                due = nextRelease({ anchor, periodMs: block.periodMs }, exchange.start);
              } else if (exchange.start > due + 0.02 && !isSafety(exchange)) othersSinceDue++;
              if (own) othersSinceDue = 0;
            }
          }
        },
      ),
      { numRuns: soak(40) },
    );
  });

  it('never spends more than a tenth of any ten seconds on devices that were given up, nor on one that loses much while others share the line more than a quarter', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(specOf(['lives', 'dies', 'flaps', 'garbles', 'returns']), { minLength: 1, maxLength: 12 }),
        async (specs) => {
          const { log } = await run(specs, 2 * MINUTE);
          const inARow = new Map<number, number>();
          const lastLoss = new Map<number, number>();
          const probes: Spent[] = [];
          const retries = new Map<number, Spent[]>();
          for (const { request, kind, start, end } of log) {
            const { unit } = request;
            const before = inARow.get(unit) ?? 0;
            if (kind === 'ok') inARow.set(unit, 0);
            else {
              inARow.set(unit, before + 1);
              if (before >= 6) probes.push({ end, ms: end - start });
              // the first of a row is no retry, and the one after a loss that stands alone is not held back
              else if (before > 0 && start - (lastLoss.get(unit) ?? 0) < 10_000)
                retries.set(unit, [...(retries.get(unit) ?? []), { end, ms: end - start }]);
              if (before === 0) lastLoss.set(unit, end);
            }
          }
          expect(mostInTenSeconds(probes)).toBeLessThanOrEqual(1000);
          if (specs.length > 1)
            for (const spent of retries.values()) expect(mostInTenSeconds(spent)).toBeLessThanOrEqual(3000);
        },
      ),
      { numRuns: soak(40) },
    );
  });

  it('notices every device that comes back within a bounded time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(specOf(['lives', 'dies', 'returns', 'returns']), { minLength: 1, maxLength: 12 }),
        async (specs) => {
          const { log } = await run(specs, 3 * MINUTE);
          // slowest probe, then a turn of everyone that was given up, twice: a dear one saves while cheap ones wait
          const turn = specs.reduce((sum, { responseMs }) => sum + (responseMs + 30) / 0.08, 0);
          specs.forEach(({ fate }, i) => {
            if (fate !== 'returns') return;
            const back = log.find(
              (one) => one.request.unit === i + 1 && one.kind === 'ok' && one.start > MINUTE,
            );
            expect(back?.start).toBeLessThan(MINUTE + 5000 + 2 * turn);
          });
        },
      ),
      { numRuns: soak(40) },
    );
  });

  it('starves neither state nor trend however much of both is wanted', async () => {
    const slow = fc.record({
      class: fc.constantFrom('state' as const, 'trend' as const),
      periodMs: fc.constantFrom(50, 100, 300, 1000),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(slow, { minLength: 1, maxLength: 20 }), async (others) => {
        const specs = others.map((other, i) => ({
          safetyMs: 2000,
          other,
          responseMs: 100,
          fate: 'lives',
          at: 0,
          seed: i,
        }));
        const { log } = await run(specs, MINUTE);
        const exchange = 14; // at 19200 baud, and half of the line is left by the safety reads
        const load = others.reduce((sum, { periodMs }) => sum + exchange / periodMs, 0) * 2;
        others.forEach(({ periodMs }, i) => {
          const starts = log
            .filter((one) => one.request.unit === i + 1 && !isSafety(one))
            .map(({ start }) => start);
          const gaps = starts.slice(1).map((start, n) => start - (starts[n] ?? 0));
          const longest = Math.max(...gaps, MINUTE - (starts.at(-1) ?? 0));
          expect(longest).toBeLessThan((2 + load) * periodMs + others.length * 2 * exchange);
        });
      }),
      { numRuns: soak(40) },
    );
  });
});
