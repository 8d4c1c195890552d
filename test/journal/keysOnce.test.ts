import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { walFile } from '../../gateway/journal/file/database.ts';
import { findEarlierJournals } from '../../gateway/journal/past/earlierJournals.ts';
import type { Outcome } from '../../gateway/journal/write/session.ts';
import { problemIn } from '../../gateway/text/problemText.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { alarm, openSession, part, reading, temporaryFolder } from './samples.ts';

/** A gateway whose journal lies in `state`; how far it came is kept there as well, beside the site file and in the run folder. */
class Gateway {
  readonly root = temporaryFolder();
  readonly state = join(this.root, 'state');
  readonly file = join(this.state, 'journal.db');
  readonly heads = {
    disk: ['state', 'site'].map((name) => join(this.root, name, 'journal.head')),
    memory: [join(this.root, 'run', 'journal.head')],
  };
  /** Key of a row, or of a part of one → what it stood for when it was shown durable. */
  readonly shown = new Map<string, string>();
  readonly twice: string[] = [];
  #session = this.#open();
  #n = 0;

  #open() {
    for (const name of ['site', 'run']) mkdirSync(join(this.root, name), { recursive: true });
    return openSession(this.file, { heads: this.heads, segmentParts: 5 }).session;
  }

  /** One step of an alarm, and one report period. */
  write(): Outcome {
    const n = ++this.#n;
    const outcome = this.#session.write([
      { kind: 'event', event: alarm(`gas#${n}`, 'red') },
      { kind: 'part', part: part(n), evidence: null },
    ]);
    const { epoch = '' } = this.#session.stat() ?? {};
    for (const { stream, head } of outcome.commits)
      this.#show(`${epoch} ${stream} ${head.seq} ${head.parts}`, `${stream} ${n}`);
    return outcome;
  }

  /** One report period alone. */
  report(): void {
    const n = ++this.#n;
    const { commits } = this.#session.write([{ kind: 'part', part: part(n), evidence: null }]);
    const { epoch = '' } = this.#session.stat() ?? {};
    for (const { stream, head } of commits)
      this.#show(`${epoch} ${stream} ${head.seq} ${head.parts}`, `${stream} ${n}`);
  }

  #show(key: string, what: string): void {
    if (this.shown.has(key)) this.twice.push(`${key}: ${this.shown.get(key)}, then ${what}`);
    this.shown.set(key, what);
  }

  /** Killed without a word: what a killed guard leaves is put in the place of what a stopped one would. */
  kill(): void {
    cpSync(this.state, join(this.root, 'killed'), { recursive: true });
    this.#session.close();
    removeFolder(this.state);
    cpSync(join(this.root, 'killed'), this.state, { recursive: true });
    removeFolder(join(this.root, 'killed'));
  }

  /** The machine starts again, after a kill: what lay in memory is gone. */
  reboot(): void {
    this.kill();
    for (const file of this.heads.memory) rmSync(file, { force: true });
  }

  stop(): void {
    this.#session.close();
  }

  start(): Outcome {
    this.#session = this.#open();
    return this.#session.check();
  }
}

/** Flips one bit in the frame that is so far into what the write-ahead log holds. */
function flip(file: string, share: number): void {
  const log = readFileSync(walFile(file));
  const at = Math.floor(log.findLastIndex((byte) => byte !== 0) * share);
  log[at] = (log[at] ?? 0) ^ 1;
  writeFileSync(walFile(file), log);
}

describe('a key is never given twice', () => {
  it('when one bit of the write-ahead log is flipped after a kill: a new epoch begins, and what is missing is said', () => {
    const gateway = new Gateway();
    for (let n = 0; n < 12; n++) gateway.write();
    gateway.kill();
    flip(gateway.file, 0.5);
    const { notices, failure } = gateway.start();
    expect(failure).toBeNull();
    for (let n = 0; n < 12; n++) gateway.write();
    expect(gateway.twice).toEqual([]);
    expect(notices).toMatchObject([{ code: 'journal.rows-missing' }]);
    expect(notices[0]?.what).toMatch(/events \d+–12 and telemetry \d–3 /);
    for (const notice of notices) expect(problemIn(notice, 'zh').what).toMatch(/落后.*12/);
  });

  it('when an older copy of its folder is put back', () => {
    const gateway = new Gateway();
    for (let n = 0; n < 5; n++) gateway.write();
    gateway.stop();
    const copy = join(gateway.root, 'copy');
    cpSync(gateway.state, copy, { recursive: true });
    gateway.start();
    for (let n = 0; n < 7; n++) gateway.write();
    gateway.stop();
    removeFolder(gateway.state);
    cpSync(copy, gateway.state, { recursive: true });
    const { notices } = gateway.start();
    for (let n = 0; n < 12; n++) gateway.write();
    expect(gateway.twice).toEqual([]);
    expect(notices).toMatchObject([{ code: 'journal.rows-missing' }]);
  });

  it('when its log was deleted while guard was away', () => {
    const gateway = new Gateway();
    for (let n = 0; n < 5; n++) gateway.write();
    gateway.stop(); // what was written so far is in the file itself
    gateway.start();
    for (let n = 0; n < 7; n++) gateway.write();
    gateway.kill();
    rmSync(walFile(gateway.file));
    gateway.start();
    for (let n = 0; n < 12; n++) gateway.write();
    expect(gateway.twice).toEqual([]);
  });

  it('when its log was deleted and only reports had come since: growth of the open row is known in memory, new rows on the disk', () => {
    for (const end of ['kill', 'reboot'] as const) {
      const gateway = new Gateway();
      gateway.write();
      gateway.stop();
      gateway.start();
      for (let n = 0; n < 13; n++) gateway.report(); // rows of five
      const noted = gateway.heads.disk.map((file) => readFileSync(file, 'utf8'));
      gateway.report();
      expect(gateway.heads.disk.map((file) => readFileSync(file, 'utf8'))).toEqual(noted);
      gateway[end]();
      rmSync(walFile(gateway.file));
      const { notices } = gateway.start();
      for (let n = 0; n < 13; n++) gateway.report();
      expect(gateway.twice).toEqual([]);
      expect(notices).toMatchObject([{ code: 'journal.rows-missing' }]);
    }
  });

  it('when a journal of an epoch that was over is put back', () => {
    const gateway = new Gateway();
    for (let n = 0; n < 3; n++) gateway.write();
    gateway.stop();
    const copy = join(gateway.root, 'copy');
    cpSync(gateway.state, copy, { recursive: true });
    gateway.start();
    for (let n = 0; n < 3; n++) gateway.write();
    gateway.kill();
    rmSync(walFile(gateway.file));
    gateway.start(); // the second epoch
    gateway.write();
    gateway.stop();
    removeFolder(gateway.state);
    cpSync(copy, gateway.state, { recursive: true });
    gateway.start();
    for (let n = 0; n < 6; n++) gateway.write();
    expect(gateway.twice).toEqual([]);
  });

  it('and what is missing is told to the platform as gone: the new journal names how far the one before had come', () => {
    const gateway = new Gateway();
    for (let n = 0; n < 6; n++) gateway.write();
    const { epoch } = reading(gateway.file, (reader) => reader.identity());
    gateway.stop();
    removeFolder(gateway.state);
    expect(gateway.start().notices).toMatchObject([{ code: 'journal.rows-missing' }]);
    expect(findEarlierJournals(gateway.file)).toMatchObject({
      value: [{ epoch, heads: { event: 6, telemetry: 2 }, files: [] }],
    });
  });

  it('and a start on what it was left as is none of these: the epoch stays, whether guard was stopped or killed', () => {
    const gateway = new Gateway();
    gateway.write();
    const { epoch } = reading(gateway.file, (reader) => reader.identity());
    for (const end of ['stop', 'kill', 'kill', 'stop'] as const) {
      gateway.write();
      gateway[end]();
      expect(gateway.start().notices).toEqual([]);
    }
    gateway.write();
    expect(reading(gateway.file, (reader) => reader.identity().epoch)).toBe(epoch);
    expect(gateway.twice).toEqual([]);
  });
});
