import type { Log } from '../../../core/log.ts';
import type { Problem } from '../../../core/result.ts';
import type { Device } from '../../../site/installation.ts';
import { words } from '../../../text/named.ts';

/** A trouble is over when it was not seen for so many looks in a row. */
const LOOKS_UNTIL_WELL = 30;

/** Tells the operator, in words, what is to be mended on a line: each problem once, and once more when it is over. */
export class LineNews {
  readonly #line: string;
  readonly #log: Log;
  readonly #noticed = new Set<string>();
  readonly #troubles = new Map<string, string>(); // device → what it is known by
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
    if (problem === undefined) this.#log.info(words('news.line-well', { line: this.#line }));
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
    if (trouble !== undefined && keyOf(trouble) === before) return;
    if (trouble === undefined && before === undefined) return;
    if (trouble === undefined) {
      const looks = (this.#well.get(id) ?? 0) + 1;
      this.#well.set(id, looks);
      if (looks < LOOKS_UNTIL_WELL) return;
      this.#troubles.delete(id);
      this.#log.info(
        words('news.device-well', { line: this.#line, device: id, code: before?.split(' ')[0] ?? '' }),
      );
      return;
    }
    this.#troubles.set(id, keyOf(trouble));
    this.#log.problem({ ...trouble, where: placeOf(this.#line, trouble) });
  }
}

/** Figures of a trouble change with every look; registers that are refused are another trouble each time. */
function keyOf({ code, what }: Problem): string {
  return code === 'bus.refused' ? `${code} ${what}` : code;
}

function placeOf(line: string, { where }: Problem): string {
  return where === undefined || where === line ? `line ${line}` : `line ${line}, ${where}`;
}
