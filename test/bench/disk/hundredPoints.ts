import { registersProfile } from '../registersProfile.ts';

/** Ten devices of ten quantities each, every one read once a second: what the disk is measured with. */
export const UNITS = Array.from({ length: 10 }, (_, i) => i + 1);
export const REGISTERS = 10;
export const BAUD = 115_200;

const profile = registersProfile({
  ...{ id: 'bench-quantities', registers: REGISTERS, turnaroundMs: 2, responseMs: 200 },
  ...{ class: 'state', periodMs: 1000 },
});
export const quantities = {
  ...profile,
  points: profile.points.map((point) => ({
    ...point,
    scale: { factor: 0.1, offset: 0 },
    decimals: 1,
    unit: 'kPa',
  })),
};

/** An alarm of every tenth device stands on its first quantity. */
export const HIGH = 400;

/**
 * The site: default reporting. A limit on most points; some of those rules that remember (rates, falls, changes), because
 * what they remember is saved as well.
 */
export function hundredPoints(journal: string, uplinks: readonly object[], link = 'lines/line'): object {
  const rules = UNITS.flatMap((unit) => {
    const rule = (register: number, more: object) => ({
      id: `d${unit}-r${register}`,
      point: `d${unit}/r${register}`,
      unit: 'kPa',
      ...more,
    });
    const limits = [0, 1, 2, 3, 4, 5].map((register) =>
      rule(register, { kind: 'limit', high: { red: HIGH } }),
    );
    return [
      ...limits,
      rule(6, { kind: 'rate', windowS: 600, rising: { yellow: 200 } }),
      rule(7, { kind: 'drop', windowS: 60, fall: { orange: 150 } }),
      rule(8, { kind: 'change', rising: { yellow: 300 }, step: { yellow: 200 } }),
    ];
  });
  return {
    gateway: { id: 'bench' },
    buses: [{ id: 'line', connection: { type: 'serial', path: link, baud: BAUD, adapterMs: 16 } }],
    devices: UNITS.map((unit) => ({
      ...{ id: `d${unit}`, profile: quantities.id, bus: 'line', unit },
      baseline: { r8: 100 },
    })),
    rules,
    uplinks,
    journal: { folder: journal },
  };
}

/** What the quantities do: a daily course, a faster swing and noise, each in its own way, to a tenth. */
export class Quantities {
  readonly #state = new Float64Array(UNITS.length * REGISTERS);
  #seed = 20_260_101;

  /** The value of a quantity at `s` seconds; to be asked for in order. */
  at(unit: number, register: number, s: number): number {
    const index = (unit - 1) * REGISTERS + register;
    const noise = (this.#state[index] ?? 0) * 0.9 + (this.#random() - 0.5) * (0.2 + register / 5);
    this.#state[index] = noise;
    const daily = 20 * Math.sin((2 * Math.PI * s) / 86_400 + index);
    const swing = 3 * Math.sin((2 * Math.PI * s) / (300 + 17 * index));
    return Math.round(10 * (100 + 2 * index + daily + swing + noise)) / 10;
  }

  #random(): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#seed / 2 ** 32;
  }
}
