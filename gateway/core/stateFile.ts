import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { err, ok, type Problem, type Result } from './result.ts';
import { writeWhole } from './wholeFile.ts';

/**
 * So many files of a process are written at a time. A disk that does not answer keeps every thread that waits for it, and
 * Node has four for all that it does with files and ports: some must be left for the buses.
 */
const AT_ONCE = 2;
const turns: (() => void)[] = [];
let underWay = 0;

/** Resolves when it is this one's turn to write; `done` is to be called after it. */
async function turn(): Promise<() => void> {
  if (underWay >= AT_ONCE) await new Promise<void>((resolve) => turns.push(resolve));
  else underWay++;
  return () => {
    const next = turns.shift();
    if (next === undefined) underWay--;
    else next();
  };
}

/** Read by the group: courier and desk run as users of their own. */
const MODE = 0o640;

/** One version to be written, made when its turn comes: of many asked for during one write only the newest is made at all. */
type Version = { readonly text: () => string; readonly written: () => void };

/**
 * A small file that is always whole: written beside, synced, renamed, folder synced. Saves never overlap and never make
 * the caller wait; of several asked for during one save only the newest is written.
 */
export class StateFile {
  readonly #path: string;
  readonly #trouble: (problem: Problem) => void;
  readonly #mended: () => void;
  readonly #mode: number;
  #failing = false;
  #next: Version[] = [];
  #running: Promise<void> | null = null;

  /** `trouble` is told what keeps it from being written, `mended` that it is written again. `mode`: who may read it. */
  constructor(
    path: string,
    trouble: (problem: Problem) => void,
    mended: () => void = () => {},
    mode: number = MODE,
  ) {
    this.#path = path;
    this.#trouble = trouble;
    this.#mended = mended;
    this.#mode = mode;
  }

  /** The text, null when there is no file yet, or a problem when it cannot be read. Makes the folder. */
  load(): Result<string | null, Problem> {
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      return ok(readFileSync(this.#path, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ok(null);
      return err(this.#problem('state.unreadable', error));
    }
  }

  /**
   * Writes `text`, or what it gives when its turn has come.
   *
   * @param written called when this text or a newer one is on the disk, or its failure was told
   */
  save(text: string | (() => string), written: () => void = () => {}): void {
    this.#next.push({ text: typeof text === 'string' ? () => text : text, written });
    this.#running ??= this.#drain();
  }

  /** Resolves when everything handed to `save` is on disk or its failure was told. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** Moves a file that is of no use out of the way of the next save; its new path, null where that fails. */
  setAside(): string | null {
    try {
      const aside = freeName(`${this.#path}.unreadable`);
      renameSync(this.#path, aside);
      return aside;
    } catch {
      return null;
    }
  }

  async #drain(): Promise<void> {
    while (this.#next.length > 0) {
      const done = await turn();
      const versions = this.#next.splice(0);
      try {
        await writeWhole(this.#path, versions.at(-1)?.text() ?? '', this.#mode);
        if (this.#failing) this.#mended();
        this.#failing = false;
      } catch (error) {
        this.#failing = true;
        this.#trouble(this.#problem('state.unwritable', error));
      } finally {
        done();
      }
      for (const { written } of versions) written();
    }
    this.#running = null;
  }

  #problem(code: string, error: unknown): Problem {
    return {
      code,
      what: error instanceof Error ? error.message : String(error),
      where: this.#path,
      hint: 'check free space and permissions of the folder; running goes on, but a restart would not know this',
    };
  }
}

/** `name`, or with a number behind it where that is taken. */
function freeName(name: string): string {
  let free = name;
  for (let n = 2; existsSync(free); n++) free = `${name}-${n}`;
  return free;
}
