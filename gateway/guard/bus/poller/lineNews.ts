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

/** A trouble is over when it was not seen for so many looks in a row. */
const LOOKS_UNTIL_WELL = 30;

/** Tells the operator, in words, what is to be mended on a line: each problem once, and once more when it is over. */
export class LineNews {
  readonly #line: string;
  readonly #log: Log;
  readonly #noticed = new Set<string>();
  readonly #troubles = new Map<string, string>(); // device → code
  readonly #well = new Map<string, number>(); // device → looks in a row without trouble
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

  /** A way of the line that is no fault: told once. */
  notice(problem: Problem): void {
    if (this.#noticed.has(problem.code)) return;
    this.#noticed.add(problem.code);
    this.#log.problem({ ...problem, where: placeOf(this.#line, problem) });
  }

  /** How a device is troubled now; undefined: not. Looked at once a second. */
  device({ id }: Device, trouble: Problem | undefined): void {
    const before = this.#troubles.get(id);
    if (trouble !== undefined) this.#well.delete(id);
    if (trouble?.code === before) return;
    if (trouble === undefined) {
      const looks = (this.#well.get(id) ?? 0) + 1;
      this.#well.set(id, looks);
      if (looks < LOOKS_UNTIL_WELL) return;
      this.#troubles.delete(id);
      this.#log.info(`line ${this.#line}, ${id}: no longer (${before})`);
      return;
    }
    this.#troubles.set(id, trouble.code);
    this.#log.problem({ ...trouble, where: placeOf(this.#line, trouble) });
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
