import { err, ok, type Problem, type Result } from '../../gateway/core/result.ts';
import { StateFile } from '../../gateway/core/stateFile.ts';
import type { Owner, Scheduler } from './scheduler.ts';

/** How the disk of a gateway is at the moment. */
export type DiskMood = 'well' | 'slow' | 'full' | 'hung';

/** How long a write and its sync take, milliseconds. */
const TAKES: Readonly<Record<DiskMood, readonly [number, number]>> = {
  well: [1, 20],
  slow: [200, 9_000],
  full: [1, 10],
  hung: [3_600_000, 3_600_000],
};

/** The small files of a gateway: what is on the disk, and what it does with writes. Survives the processes that use it. */
export class SimulatedDisk {
  readonly files = new Map<string, string>();
  mood: DiskMood = 'well';
  /** Files that are asked to be written and are not yet, of the process that runs. */
  readonly unwritten = new Set<string>();
  readonly #scheduler: Scheduler;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** How long a question takes to the side that waits for the disk, and its answer back. */
  takes(what: 'question' | 'answer'): readonly [number, number] {
    return what === 'answer' ? [0.05, 1] : TAKES[this.mood];
  }

  /** Writes a whole file, in its time; a killed process leaves the old one. */
  write(owner: Owner, path: string, text: string): Promise<Result<void, string>> {
    const mood = this.mood;
    return this.#scheduler.outside(owner, `write ${path.split('/').at(-1)}`, TAKES[mood], () => {
      if (mood === 'full' || this.mood === 'full') return err('ENOSPC: no space left on device, write');
      this.files.set(path, text);
      return ok(undefined);
    });
  }
}

/** A state file on such a disk, with the promises of the real one: never half written, the newest wins. */
export class SimulatedFile extends StateFile {
  readonly #disk: SimulatedDisk;
  readonly #owner: Owner;
  readonly #where: string;
  readonly #trouble: (problem: Problem) => void;
  readonly #mended: () => void;
  #waiting: { readonly text: () => string; readonly written: () => void }[] = [];
  #running: Promise<void> | null = null;
  #failing = false;

  constructor(
    disk: SimulatedDisk,
    owner: Owner,
    path: string,
    trouble: (problem: Problem) => void,
    mended: () => void = () => {},
  ) {
    super(path, trouble, mended);
    this.#disk = disk;
    this.#owner = owner;
    this.#where = path;
    this.#trouble = trouble;
    this.#mended = mended;
  }

  override load(): Result<string | null, Problem> {
    return ok(this.#disk.files.get(this.#where) ?? null);
  }

  override save(text: string | (() => string), written: () => void = () => {}): void {
    this.#waiting.push({ text: typeof text === 'string' ? () => text : text, written });
    this.#disk.unwritten.add(this.#where);
    this.#running ??= this.#drain();
  }

  override async settled(): Promise<void> {
    await this.#running;
  }

  override setAside(): string | null {
    const text = this.#disk.files.get(this.#where);
    if (text === undefined) return null;
    this.#disk.files.delete(this.#where);
    this.#disk.files.set(`${this.#where}.unreadable`, text);
    return `${this.#where}.unreadable`;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const versions = this.#waiting;
      this.#waiting = [];
      const done = await this.#disk.write(this.#owner, this.#where, versions.at(-1)?.text() ?? '');
      if (done.ok && this.#failing) this.#mended();
      if (!done.ok)
        this.#trouble({ code: 'state.unwritable', what: done.error, where: this.#where, hint: 'make room' });
      this.#failing = !done.ok;
      for (const { written } of versions) written();
    }
    this.#running = null;
    if (!this.#failing) this.#disk.unwritten.delete(this.#where);
  }
}
