import type { Table } from '../../../../drivers/profile/schema.ts';
import type { Log } from '../../../core/log.ts';
import type { Problem, Text } from '../../../core/result.ts';
import type { Device } from '../../../site/installation.ts';
import { listed, words } from '../../../text/named.ts';
import { busProblem } from '../../../text/problems/busProblems.ts';
import { exceptionText } from '../exceptionText.ts';

/** Registers a device will not give, and the points that lie there. */
export type Refusal = {
  readonly points: readonly string[];
  readonly table: Table;
  readonly address: number;
  readonly count: number;
  readonly code: number;
};

/** Tells the operator, in words, what is to be mended on a line: each problem once, and once more when it is over. */
export class LineNews {
  readonly #line: string;
  readonly #log: Log;
  #told: string | null = null;

  constructor(line: string, log: Log) {
    this.#line = line;
    this.#log = log;
  }

  /** How the line is now; undefined: well. */
  line(problem: Problem | undefined): void {
    const code = problem?.code ?? null;
    if (code === this.#told || (this.#told === 'port.lost' && code === 'port.missing')) return; // it is still gone
    this.#told = code;
    if (problem === undefined) this.#log.info(`line ${this.#line}: well again`);
    else this.#log.problem({ ...problem, where: placeOf(this.#line, problem) });
  }

  refused(device: Device, refusals: readonly Refusal[]): void {
    if (refusals.length === 0) return;
    const points = refusals.flatMap((refusal) => refusal.points);
    const off = points.map((point) => `${point}: { enabled: false }`).join(', ');
    const named = {
      refusals: listed(refusals.map(refusalText), 'semicolon'),
      profile: device.profile.id,
      off,
    };
    this.#log.problem({
      ...busProblem('bus.refused', named),
      where: `line ${this.#line}, ${device.id} (unit ${device.unit})`,
    });
  }
}

function placeOf(line: string, { where }: Problem): string {
  return where === undefined || where === line ? `line ${line}` : `line ${line}, ${where}`;
}

function refusalText({ points, table, address, count, code }: Refusal): Text {
  const named = { points: listed(points), table, first: address, reason: exceptionText(code) };
  return count === 1
    ? words('refusal.one', named)
    : words('refusal.several', { ...named, last: address + count - 1 });
}
