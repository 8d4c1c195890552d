import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { err, ok, type Problem, type Result } from '../drivers/result.ts';

/**
 * A small file that is always whole: written beside, synced, renamed, folder synced. Saves never overlap and never make
 * the caller wait; of several asked for during one save only the newest is written.
 */
export class StateFile {
  readonly #path: string;
  readonly #trouble: (problem: Problem) => void;
  #next: string | null = null;
  #running: Promise<void> | null = null;

  constructor(path: string, trouble: (problem: Problem) => void) {
    this.#path = path;
    this.#trouble = trouble;
  }

  /** The text, null when there is no file yet, or a problem when it cannot be read. Makes the folder. */
  load(): Result<string | null, Problem> {
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      return ok(existsSync(this.#path) ? readFileSync(this.#path, 'utf8') : null);
    } catch (error) {
      return err(this.#problem('node.state-unreadable', error));
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
      try {
        await writeWhole(this.#path, text);
      } catch (error) {
        this.#trouble(this.#problem('node.state-unwritable', error));
      }
    }
    this.#running = null;
  }

  #problem(code: string, error: unknown): Problem {
    return {
      code,
      what: error instanceof Error ? error.message : String(error),
      where: this.#path,
      hint: 'make room or give the program the right to write there: what it holds must survive a restart',
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
