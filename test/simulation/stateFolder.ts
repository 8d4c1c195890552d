import { cpSync, existsSync, mkdirSync, mkdtempSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../harness/removeFolder.ts';
import type { SimulatedDisk } from './disk.ts';

/** In memory where there is such a place: what a disk does is simulated, and a real one would only make it slow. */
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** The state folder of a gateway: real where the journal is, simulated files beside it, and an older copy in a drawer. */
export class StateFolder {
  readonly #disk: SimulatedDisk;
  readonly #root = mkdtempSync(join(PLACE, 'lifeline-simulated-'));
  readonly run = join(this.#root, 'run');
  /** Where the site file lies, and beside it how far the journal had come. */
  readonly site = join(this.#root, 'site');
  #path = join(this.#root, 'state-0');
  #count = 0;
  #copy: { readonly path: string; readonly files: ReadonlyMap<string, string> } | null = null;

  constructor(disk: SimulatedDisk) {
    this.#disk = disk;
    mkdirSync(this.site);
    this.#point();
  }

  get state(): string {
    return this.#path;
  }

  /** The same under a name that stays, for somebody who goes on while guard comes and goes. */
  get current(): string {
    return join(this.#root, 'state');
  }

  /** What an abandoned process had open stays as it was for it; the next one finds the files as they lie there. */
  moveOn(): void {
    const before = this.#path;
    this.#path = join(this.#root, `state-${++this.#count}`);
    if (existsSync(before)) cpSync(before, this.#path, { recursive: true });
    unlinkSync(this.current);
    this.#point();
    for (const [path, text] of [...this.#disk.files]) {
      this.#disk.files.delete(path);
      this.#disk.files.set(path.replace(before, this.#path), text);
    }
  }

  /** Somebody puts an older copy back, a card from the drawer; where there is none, makes one. @returns whether it did */
  putBack(): boolean {
    if (this.#copy === null) {
      if (!existsSync(this.#path)) return false;
      const path = join(this.#root, `copy-${++this.#count}`);
      cpSync(this.#path, path, { recursive: true });
      const files = [...this.#disk.files].map(
        ([file, text]) => [file.replace(this.#path, ''), text] as const,
      );
      this.#copy = { path, files: new Map(files) };
      return false;
    }
    removeFolder(this.#path);
    cpSync(this.#copy.path, this.#path, { recursive: true });
    for (const [file, text] of this.#copy.files) this.#disk.files.set(`${this.#path}${file}`, text);
    this.#copy = null;
    return true;
  }

  #point(): void {
    symlinkSync(this.#path, this.current);
  }

  clear(): void {
    removeFolder(this.#root);
  }
}
