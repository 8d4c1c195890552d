import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading } from '../../../drivers/reading.ts';
import { LINE_JUDGES } from '../../../gateway/alarmTime/lineJudges.ts';
import { ok } from '../../../gateway/core/result.ts';
import { StateFile } from '../../../gateway/core/stateFile.ts';
import { AlarmKeeper } from '../../../gateway/guard/keepers/alarmKeeper.ts';
import { ClockKeeper } from '../../../gateway/guard/keepers/clockKeeper.ts';
import { JournalKeeper } from '../../../gateway/guard/keepers/journalKeeper.ts';
import { RecordKeeper } from '../../../gateway/guard/keepers/recordKeeper.ts';
import { alarmRow, clockRow, systemRow } from '../../../gateway/guard/rows.ts';
import { createJournalWriter } from '../../../gateway/journal/write/writer.ts';
import { loadSite } from '../../../gateway/site/load.ts';
import { readProfiles } from '../../../gateway/site/profiles.ts';
import { lastGoodPath } from '../../../gateway/site/siteSource.ts';
import type { Stream, StreamHead } from '../../../gateway/telemetry/wire/model.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { CourierDesk } from './courierDesk.ts';
import { HIGH, hundredPoints, Quantities, quantities, REGISTERS, UNITS } from './hundredPoints.ts';

/**
 * What guard writes, without its bus: the real keepers of records, alarms, clock and journal with its thread, on a
 * virtual clock, and the socket on which a real courier hears of it and says what was delivered. Every commit and every
 * state file is written and synced as in the field, only sooner after the one before.
 */
export class VirtualGuard {
  readonly clock = new VirtualClock({ mono: 60_000, utc: Date.UTC(2026, 5, 1, 6) });
  readonly #files: StateFile[] = [];
  readonly #kept: JournalKeeper;
  readonly #records: RecordKeeper;
  readonly #alarms: AlarmKeeper;
  readonly #clockKeeper: ClockKeeper;
  readonly #quantities = new Quantities();
  readonly #desk: CourierDesk;
  #heads: Readonly<Record<Stream, StreamHead>> | null = null;
  #carried: Readonly<Record<Stream, StreamHead>> | null = null;
  #alarmEveryS: number;

  /**
   * @param folder the site file is put there, and the socket
   * @param broker where the one uplink goes
   * @param alarmEveryS so often one of the quantities is too high for a minute
   */
  constructor(folder: string, state: string, broker: string, alarmEveryS: number) {
    this.#alarmEveryS = alarmEveryS;
    mkdirSync(join(folder, 'profiles', quantities.id), { recursive: true });
    writeFileSync(join(folder, 'profiles', quantities.id, 'profile.yaml'), JSON.stringify(quantities));
    const path = join(folder, 'site.yaml');
    const site = JSON.stringify(hundredPoints(state, [{ id: 'city', url: broker }]));
    writeFileSync(path, site);
    writeFileSync(lastGoodPath(path), site); // what courier goes by
    const loaded = loadSite(path, readProfiles(path), LINE_JUDGES);
    if (!loaded.ok) throw new Error(loaded.error.map(({ what }) => what).join('; '));
    const installation = loaded.value;
    const { clock } = this;
    this.#kept = new JournalKeeper(
      installation,
      state,
      { clock, run: folder, createJournal: createJournalWriter, openAlarms: async () => ok([]) },
      {
        durable: (token) => this.#alarms.committed(token),
        moved: (push) => {
          if (push.push === 'journal') this.#heads = push.heads;
          this.#desk.publish(push);
        },
        told: (problem) => {
          throw new Error(problem.what);
        },
        trouble: (problem) => {
          if (problem !== null) throw new Error(problem.what);
        },
      },
    );
    const journal = this.#kept.writer;
    this.#desk = new CourierDesk(
      folder,
      (topic) => {
        if (topic === 'journal') return this.#kept.push;
        return topic === 'clock' ? { push: 'clock', boot: clock.boot, time: this.#clockKeeper.time } : null;
      },
      (delivery) => journal.delivered(delivery),
    );
    const now = () => ({ boot: clock.boot, mono: clock.mono() });
    const [channels, day] = ['channels.json', 'day.json'].map((name) => this.#file(state, name));
    if (channels === undefined || day === undefined) throw new Error('no state files');
    this.#records = new RecordKeeper(clock, journal, { channels, day }, 'bench');
    this.#alarms = new AlarmKeeper(installation, clock, this.#file(state, 'alarms.json'), {
      saved: (effect) => journal.appendEvent(alarmRow(effect, installation), effect.token),
    });
    this.#clockKeeper = new ClockKeeper(
      clock,
      () => ({ synchronised: true, proven: clock.utc() }),
      (time) => {
        const utcOffset = time.utc === null ? null : time.utc - time.mono;
        this.#alarms.clock(utcOffset);
        this.#records.clock(utcOffset);
        journal.appendEvent(clockRow(clock.boot, time));
      },
    );
    this.start = async () => {
      await this.#desk.start();
      await this.#kept.start('all');
      await this.idle();
      journal.setUplinks(installation.uplinks.map(({ id }) => id));
      this.#records.begin(installation);
      this.#alarms.load();
      this.#alarms.start();
      this.#clockKeeper.start();
      journal.appendEvent(systemRow(now(), 'guard.started', 'bench started'));
      await this.idle();
    };
  }

  readonly start: () => Promise<void>;

  /** One second of the building, and all the writing that comes of it. */
  async second(): Promise<void> {
    const { clock } = this;
    const s = Math.floor(clock.mono() / 1000);
    for (const unit of UNITS) {
      await clock.advance(100);
      const readings = this.#read(unit, s);
      this.#alarms.accept(readings);
      this.#records.accept(readings);
      const { transitions } = this.#alarms.takeDeclared();
      for (const effect of transitions) this.#records.evidence.declared(effect);
      this.#alarms.saveTurn(transitions);
    }
    await this.idle();
    await this.carried();
  }

  /** Resolves when the broker has all that was written, and the journal heard of it. */
  async carried(): Promise<void> {
    const before = this.#heads;
    if (before === null || before === this.#carried) return;
    await this.#desk.carried(before);
    this.#carried = before;
    await this.idle();
  }

  /** Resolves when nothing waits for the disk. */
  async idle(): Promise<void> {
    for (let turn = 0; turn < 2; turn++) {
      await this.clock.advance(0);
      await Promise.all(this.#files.map((file) => file.settled()));
      await this.clock.advance(0);
      await this.#kept.writer.stat(); // is answered by the thread after what it was given before
    }
  }

  async stop(): Promise<void> {
    await this.#alarms.stop();
    await this.#records.stop();
    this.#clockKeeper.stop();
    await this.#kept.writer.stop();
    await this.#desk.stop();
  }

  #read(unit: number, s: number): Reading[] {
    const at = { boot: this.clock.boot, mono: this.clock.mono() };
    return Array.from({ length: REGISTERS }, (_, register) => {
      const alarming = register === 0 && unit === 1 && s % this.#alarmEveryS < 60;
      const value = this.#quantities.at(unit, register, s);
      return { point: `d${unit}/r${register}`, value: alarming ? value + HIGH : value, quality: 'good', at };
    });
  }

  #file(folder: string, name: string): StateFile {
    const fail = (problem: { readonly what: string }) => {
      throw new Error(problem.what);
    };
    const file = new StateFile(join(folder, name), fail);
    this.#files.push(file);
    return file;
  }
}
