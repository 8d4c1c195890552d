import type { Quality } from '../../../../drivers/quality.ts';
import type { PointValue } from '../../../../drivers/reading.ts';
import type { RuleFinding, Watch } from '../../../../gateway/guard/detect/ruleWatch.ts';
import { watchOf } from '../../../../gateway/guard/detect/watches.ts';
import type { Installation } from '../../../../gateway/site/installation.ts';
import { installationOf } from '../../../site/fixture.ts';

/** 2026-11-01T00:00Z at `mono` 0. */
export const NOVEMBER = 1_793_491_200_000;
export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 24 * HOUR;

/** A site with one of everything that rules are about. */
export const kindsSite = {
  gateway: { id: 'test' },
  buses: [
    { id: 'a', connection: { type: 'serial', path: '/dev/ttyS1', baud: 9600 } },
    { id: 'b', connection: { type: 'serial', path: '/dev/ttyS2', baud: 9600 } },
  ],
  devices: [
    { id: 'gas-1', profile: 'ya-k300-s', bus: 'a', unit: 1 },
    { id: 'gas-2', profile: 'ya-k300-s', bus: 'a', unit: 2 },
    { id: 'gas-3', profile: 'ya-k300-s', bus: 'a', unit: 3 },
    { id: 'main', profile: 'keller-series30', bus: 'a', unit: 4 },
    { id: 'board', profile: 'relay-8in-8out', bus: 'a', unit: 5 },
    { id: 'tilt', profile: 'wit-hwt9073-485', bus: 'b', unit: 80 },
    { id: 'crack', profile: 'xinwei-lvdt', bus: 'b', unit: 6 },
    { id: 'due', profile: 'ya-k300-s', bus: 'b', unit: 7, calibrationDue: '2026-10-31' },
  ],
};

/** Installs one rule beside the others that every site has. */
export function withRule(rule: Record<string, unknown>): Installation {
  return installationOf({ ...kindsSite, rules: [{ id: 'r', ...rule }] });
}

/**
 * One watch with its memory, which goes through JSON with every step. Times in seconds; the finding of every step is
 * returned.
 */
export class Watching {
  readonly watch: Watch;
  memory: unknown;
  boot = 'b1';
  utcOffset: number | null = NOVEMBER;

  constructor(rule: Record<string, unknown>, installation: Installation = withRule(rule)) {
    const [first] = installation.rules.filter(({ id }) => id === 'r');
    if (first === undefined) throw new Error('there is no rule r');
    this.watch = watchOf(first, installation);
    this.memory = this.watch.begin(0);
  }

  read(
    atS: number,
    value: PointValue,
    {
      quality = value === null ? 'no-communication' : 'good',
      point = this.watch.point ?? '',
      raw,
    }: Extra = {},
  ): RuleFinding | null {
    const at = { boot: this.boot, mono: atS * 1000 };
    const reading = { point, value, quality, at, ...(raw === undefined ? {} : { raw }) };
    return this.#keep(this.watch.onReading(this.memory, reading, this.utcOffset));
  }

  /** The same value every `everyS` from `fromS` up to and without `toS`; the last finding. */
  hold(fromS: number, toS: number, value: PointValue, everyS = 1, extra: Extra = {}): RuleFinding | null {
    let last: RuleFinding | null = null;
    for (let s = fromS; s < toS; s += everyS) last = this.read(s, value, extra);
    return last;
  }

  tick(atS: number): RuleFinding | null {
    return this.#keep(this.watch.onTick(this.memory, atS * 1000, this.utcOffset));
  }

  reset(): boolean {
    const before = this.memory;
    this.memory = this.watch.onReset?.(before) ?? before;
    return this.memory !== before;
  }

  /** The program was away from `fromS` to `toS`; across a boot `mono` began anew. */
  restart(fromS: number, toS: number, boot = this.boot): void {
    this.boot = boot;
    this.memory = this.watch.revive(json(this.memory), (toS - fromS) * 1000, toS * 1000);
  }

  #keep({
    memory,
    finding,
  }: {
    readonly memory: unknown;
    readonly finding: RuleFinding | null;
  }): RuleFinding | null {
    this.memory = json(memory);
    return finding;
  }
}

export type Extra = {
  readonly quality?: Quality;
  readonly point?: string;
  readonly raw?: readonly number[];
};

/** `red on, yellow band` of a finding, levels that are off left out. */
export function levelsOn(watching: Watching, finding: RuleFinding | null): string {
  if (finding === null) return '';
  return watching.watch.levels
    .map(({ key }, i) => `${key} ${finding.verdicts[i]}`)
    .filter((text) => !text.endsWith(' off'))
    .join(', ');
}

function json(memory: unknown): unknown {
  return JSON.parse(JSON.stringify(memory));
}
