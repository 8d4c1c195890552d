import type { Reading } from '../../../drivers/reading.ts';
import { type Clock, every, type Timer } from '../../core/clock.ts';
import type { Problem } from '../../core/result.ts';
import type { StateFile } from '../../core/stateFile.ts';
import type { JournalWriter } from '../../journal/types.ts';
import type { Installation } from '../../site/installation.ts';
import type { Part } from '../../telemetry/wire/model.ts';
import { guardProblem } from '../../text/problems/guardProblems.ts';
import { birthOf } from '../record/birth.ts';
import { assignChannels, type ChannelTable, formatChannels, parseChannels } from '../record/channels.ts';
import { DayBook } from '../record/dayBook.ts';
import { formatDays, parseDays, type SavedDays } from '../record/dayBookSaved.ts';
import { Recorder } from '../record/recorder.ts';
import { EvidenceKeeper } from './evidenceKeeper.ts';

// What a power cut may cost of the statistics of a day, beside the telemetry of the last commit; `n` then says so.
const SAVE_EVERY_MS = 3_600_000;

/** Runs the recorder on the clock, names the channels, and hands finished parts to the journal. */
export class RecordKeeper {
  readonly #clock: Clock;
  readonly #journal: JournalWriter;
  readonly #file: StateFile;
  readonly #dayFile: StateFile;
  readonly #software: string;
  /** Hears the same readings and is told of the same installations; of alarms it is told by whoever runs them. */
  readonly evidence: EvidenceKeeper;
  #channels: ChannelTable | null = null;
  #recorder: Recorder | null = null;
  #day: DayBook | null = null;
  #savedDays: SavedDays | null = null;
  #utcOffset: number | null = null;
  #tick: Timer | null = null;
  #saving: Timer | null = null;

  /** `file` keeps the channel table, `dayFile` the statistics of the day that runs. */
  constructor(
    clock: Clock,
    journal: JournalWriter,
    { channels, day }: { readonly channels: StateFile; readonly day: StateFile },
    software: string,
  ) {
    this.#clock = clock;
    this.#journal = journal;
    this.#file = channels;
    this.#dayFile = day;
    this.#software = software;
    this.evidence = new EvidenceKeeper(clock, journal);
  }

  /**
   * Takes up the channel table and the day of the last run. A damaged one is told, kept beside and made anew: every row names
   * the birth that says what its indices mean, so nothing is read wrongly, only the numbers of some channels change.
   */
  load(): Problem | null {
    const day = this.#loadDay(); // told unless the table, on which more depends, is damaged as well
    return this.#loadChannels() ?? day;
  }

  #loadChannels(): Problem | null {
    const text = this.#file.load();
    if (!text.ok) return text.error;
    if (text.value === null) return null;
    const channels = parseChannels(text.value);
    if (channels.ok) this.#channels = channels.value;
    else this.#file.setAside();
    return channels.ok ? null : channels.error;
  }

  #loadDay(): Problem | null {
    const text = this.#dayFile.load();
    if (!text.ok) return text.error;
    if (text.value === null) return null;
    this.#savedDays = parseDays(text.value);
    if (this.#savedDays !== null) return null;
    this.#dayFile.setAside();
    return guardProblem('record.day-damaged');
  }

  /** Records this installation from now on; what an earlier one had gathered is written out first. */
  begin(installation: Installation): void {
    this.#flush();
    this.#channels = assignChannels(this.#channels, installation);
    this.#file.save(formatChannels(this.#channels));
    this.evidence.begin(installation, this.#channels);
    this.#journal.setBirth(birthOf(installation, this.#channels, this.#software));
    const now = { boot: this.#clock.boot, mono: this.#clock.mono() };
    this.#recorder = new Recorder(installation, this.#channels, now.mono);
    this.#day = new DayBook(installation, this.#channels, now, this.#utcOffset, this.#savedDays);
    this.#write(this.#day.clock(this.#utcOffset, now.mono));
    this.#saving ??= every(this.#clock, SAVE_EVERY_MS, 'day statistics', () => this.#saveDays());
    this.#schedule();
  }

  /** Begins anew after a fault: what the running period had gathered is given up, the day goes on from what was saved. */
  restart(installation: Installation): void {
    this.#recorder = null;
    this.#day = null;
    this.begin(installation);
  }

  accept(readings: readonly Reading[]): void {
    this.#write(this.#day?.accept(readings) ?? []);
    this.#write(this.#recorder?.accept(readings) ?? []);
    this.evidence.accept(readings);
    this.#schedule();
  }

  /** Civil time is `utcOffset` ahead of the monotonic clock from now on; null while that is not sure. */
  clock(utcOffset: number | null): void {
    this.#utcOffset = utcOffset ?? this.#utcOffset;
    this.#write(this.#day?.clock(this.#utcOffset, this.#clock.mono()) ?? []);
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#flush();
    this.evidence.stop();
    this.#saving?.cancel();
    if (this.#day !== null) this.#saveDays();
    this.#recorder = null;
    this.#day = null;
    await this.#file.settled();
    await this.#dayFile.settled();
  }

  #flush(): void {
    this.#tick?.cancel();
    this.#write(this.#recorder?.flush(this.#clock.mono()) ?? []);
    this.#savedDays = this.#day?.saved() ?? this.#savedDays;
  }

  #write(parts: readonly Part[]): void {
    for (const part of parts) this.#journal.appendPart(part);
  }

  #saveDays(): void {
    if (this.#day !== null) this.#dayFile.save(formatDays(this.#day.saved()));
  }

  #schedule(): void {
    this.#tick?.cancel();
    const due = Math.min(this.#recorder?.nextDue() ?? Infinity, this.#day?.nextDue() ?? Infinity);
    if (!Number.isFinite(due)) return;
    this.#tick = this.#clock.after(Math.max(0, due - this.#clock.mono()), 'record', () => {
      this.#write(this.#day?.tick(this.#clock.mono()) ?? []);
      this.#write(this.#recorder?.tick(this.#clock.mono()) ?? []);
      this.#schedule();
    });
  }
}
