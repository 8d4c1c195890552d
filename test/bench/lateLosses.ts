import { type LateTrial, tryLate, tryLoop } from '../guard/bus/lateTrial.ts';
import { wired } from '../guard/bus/wiredTrial.ts';
import type { Measured, Measurement } from './figure.ts';

const WIRE_MS = 45_000;
const VIRTUAL_MS = 2_500_000; // some 33,000 messages of each set-up, 100,000 in all
const SET_UPS = [
  { id: 'four', units: 4, blocks: 3, atLeast: 12.5 },
  { id: 'ten', units: 10, blocks: 1, atLeast: 12.5 },
  { id: 'one', units: 1, blocks: 3, atLeast: 6 },
] as const;

/** What late replies cost on a line that is asked for more than it can carry, beside two ordinary loops. */
export const lateLosses: Measurement = {
  name: 'lateLosses',
  about: `9600 baud, ten moving registers a read, 20 ms turnaround, 5 % of the replies 5 to 255 ms after 200 ms; talkers garble each other; ${WIRE_MS / 1000} s each on a pseudo-terminal timed as a wire`,
  run: measure,
};

async function measure(): Promise<Measured> {
  const trial = ({ units, blocks }: (typeof SET_UPS)[number], ms: number): LateTrial => {
    return { units, blocks, ms, periodMs: 50, seed: units, manners: { collisions: true } };
  };
  const onWire: Awaited<ReturnType<typeof tryLate>>[] = [];
  const skipping: Awaited<ReturnType<typeof tryLoop>>[] = [];
  // one after the other: each has the machine for itself, as far as others leave it
  for (const setUp of SET_UPS) {
    onWire.push(await wired((place) => tryLate(trial(setUp, WIRE_MS), place)));
    skipping.push(await wired((place) => tryLoop(trial(setUp, WIRE_MS), 400, place)));
  }
  const virtual: Awaited<ReturnType<typeof tryLate>>[] = [];
  for (const setUp of SET_UPS) virtual.push(await tryLate(trial(setUp, VIRTUAL_MS)));
  const loops: string[] = [];
  for (const setUp of SET_UPS)
    for (const [name, skipMs] of [
      ['asks again', 0],
      ['skips the unit for 400 ms', 400],
    ] as const) {
      const { goodPerS, wrong, stale } = await tryLoop(trial(setUp, WIRE_MS * 5), skipMs);
      loops.push(
        `${setUp.id}: a loop that ${name}: ${goodPerS.toFixed(1)}/s, ${wrong} wrong, ${stale} too old`,
      );
    }
  const sum = (field: 'wrong' | 'stale' | 'lost') =>
    [...onWire, ...virtual].reduce((total, one) => total + one[field], 0);
  return {
    figures: [
      ...SET_UPS.map(({ id, atLeast }, i) => ({
        key: `late.goodPerS.${id}`,
        what: `good messages a second, ${id}`,
        value: onWire[i]?.goodPerS ?? 0,
        ...{ unit: '/s', decimals: 2, goal: { atLeast } },
      })),
      {
        key: 'late.lossAlarms',
        what: 'losses of sensing told of units that answer',
        value: sum('lost'),
        ...{ unit: '', decimals: 0, goal: { atMost: 0 } },
      },
      {
        key: 'late.wrongMessages',
        what: 'messages wrong or too old',
        value: sum('wrong') + sum('stale'),
        ...{ unit: '', decimals: 0, goal: { atMost: 0 } },
      },
    ],
    remarks: [
      ...skipping.map(
        (one, i) =>
          `${SET_UPS[i]?.id}: a loop that skips the unit for 400 ms, on the same wire: ${one.goodPerS.toFixed(2)}/s`,
      ),
      ...virtual.map(
        (one, i) => `${SET_UPS[i]?.id}: on the virtual clock ${one.goodPerS.toFixed(2)}/s, ${one.good} good`,
      ),
      ...loops.map((text) => `${text} (virtual clock)`),
    ],
  };
}
