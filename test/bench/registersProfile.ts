import type { Profile } from '../../drivers/profile/schema.ts';

export type RegistersPlan = {
  readonly id: string;
  readonly registers: number;
  readonly turnaroundMs: number;
  readonly responseMs: number;
  readonly lateWindowMs?: number;
  readonly class: 'safety' | 'state' | 'trend';
  readonly periodMs: number;
};

/** A profile of `registers` holding registers from address 0 on, `r0`, `r1` … Nothing in it takes time to warm up. */
export function registersProfile(plan: RegistersPlan) {
  const { id, registers, turnaroundMs, responseMs, lateWindowMs, periodMs } = plan;
  const bauds: Profile['serial']['bauds'] = [9600, 19_200, 115_200];
  return {
    id,
    names: { en: id, zh: id },
    vendor: { en: 'Bench', zh: 'Bench' },
    kind: 'bench',
    source: 'Made up for measuring.',
    verification: 'bench',
    serial: { unit: 1, baud: 9600, bauds },
    timing: { turnaroundMs, responseMs, ...(lateWindowMs === undefined ? {} : { lateWindowMs }) },
    points: Array.from({ length: registers }, (_, address) => ({
      id: `r${address}`,
      names: { en: `Register ${address}`, zh: `Register ${address}` },
      table: 'holding',
      address,
      type: 'u16',
      class: plan.class,
      periodMs,
    })),
  };
}

/** What register `address` of `unit` holds: no two registers of a bench the same, so that a shifted reply shows. */
export function registerValue(unit: number, address: number): number {
  return unit * 256 + address;
}

/** The senses of a simulated device that holds those values. */
export function registerSenses(unit: number, registers: number): Record<string, number> {
  return Object.fromEntries(
    Array.from({ length: registers }, (_, address) => [`r${address}`, registerValue(unit, address)]),
  );
}
