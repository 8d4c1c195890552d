import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A machine whose wall clock is wrong, until a time daemon comes: for programs that are started in its `environment`. */
export class WrongClock {
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly #offset: string;

  /** `offset` as faketime writes it, e.g. `-7d`; `folder` is for its files. */
  constructor(folder: string, offset: string) {
    const [library = ''] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');
    if (library === '') throw new Error('faketime is needed: apt-get install faketime');
    this.root = join(folder, 'root');
    this.#offset = join(folder, 'faketime');
    writeFileSync(this.#offset, `${offset}\n`);
    this.environment = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: this.#offset,
      FAKETIME_NO_CACHE: '1',
      DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1', // files are dated by the kernel, which is right
    };
  }

  /** The daemon sets the clock right, and leaves the file by which timesyncd tells of it. */
  synchronise(): void {
    writeFileSync(this.#offset, '+0\n');
    const folder = join(this.root, 'run', 'systemd', 'timesync');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'synchronized'), '');
  }
}
