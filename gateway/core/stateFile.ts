import { mkdirSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { err, ok, type Problem, type Result } from './result.ts';

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

/**
 * A small file that is always whole: written beside, synced, renamed, folder synced. Saves never overlap and never make
 * the caller wait; of several asked for during one save only the newest is written.
 */
export class StateFile {
  readonly #path: string;
  readonly #trouble: (problem: Problem) => void;
  readonly #mended: () => void;
  #failing = false;
  #next: string | null = null;
  #running: Promise<void> | null = null;

  /** `trouble` is told what keeps it from being written, `mended` that it is written again. */
  constructor(path: string, trouble: (problem: Problem) => void, mended: () => void = () => {}) {
    this.#path = path;
    this.#trouble = trouble;
    this.#mended = mended;
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

  save(text: string): void {
    this.#next = text;
    this.#running ??= this.#drain();
  }

  /** Resolves when everything handed to `save` is on disk or its failure was told. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #drain(): Promise<void> {
    while (this.#next !== null) {
      const text = this.#next;
      this.#next = null;
      const done = await turn();
      try {
        await writeWhole(this.#path, text);
        if (this.#failing) this.#mended();
        this.#failing = false;
      } catch (error) {
        this.#failing = true;
        this.#trouble(this.#problem('state.unwritable', error));
      } finally {
        done();
      }
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

async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.new`;
  const file = await open(beside, 'w', 0o640);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
