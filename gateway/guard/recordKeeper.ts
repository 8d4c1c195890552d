import type { Reading } from '../../drivers/reading.ts';
import type { Clock, Timer } from '../core/clock.ts';
import type { Problem } from '../core/result.ts';
import type { StateFile } from '../core/stateFile.ts';
import type { JournalWriter } from '../journal/types.ts';
import { birthOf } from '../record/birth.ts';
import { assignChannels, type ChannelTable, formatChannels, parseChannels } from '../record/channels.ts';
import { Recorder } from '../record/recorder.ts';
import type { Installation } from '../site/installation.ts';

/** Runs the recorder on the clock, names the channels, and hands finished parts to the journal. */
export class RecordKeeper {
  readonly #clock: Clock;
  readonly #journal: JournalWriter;
  readonly #file: StateFile;
  readonly #software: string;
  #channels: ChannelTable | null = null;
  #recorder: Recorder | null = null;
  #tick: Timer | null = null;

  constructor(clock: Clock, journal: JournalWriter, file: StateFile, software: string) {
    this.#clock = clock;
    this.#journal = journal;
    this.#file = file;
    this.#software = software;
  }

  /**
   * Takes up the channel table of the last run. A damaged one is told, and indices are given anew: every row names the
   * birth that says what its indices mean, so nothing is read wrongly, only the numbers of some channels change.
   */
  load(): Problem | null {
    const text = this.#file.load();
    if (!text.ok) return text.error;
    if (text.value === null) return null;
    const channels = parseChannels(text.value);
    if (!channels.ok) return channels.error;
    this.#channels = channels.value;
    return null;
  }

  /** Records this installation from now on; what an earlier one had gathered is written out first. */
  begin(installation: Installation): void {
    this.#flush();
    this.#channels = assignChannels(this.#channels, installation);
    this.#file.save(formatChannels(this.#channels));
    this.#journal.setBirth(birthOf(installation, this.#channels, this.#software));
    this.#recorder = new Recorder(installation, this.#channels, this.#clock.mono());
    this.#schedule();
  }

  accept(readings: readonly Reading[]): void {
    for (const part of this.#recorder?.accept(readings) ?? []) this.#journal.appendPart(part);
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#flush();
    this.#recorder = null;
    await this.#file.settled();
  }

  #flush(): void {
    this.#tick?.cancel();
    for (const part of this.#recorder?.flush(this.#clock.mono()) ?? []) this.#journal.appendPart(part);
  }

  #schedule(): void {
    this.#tick?.cancel();
    const due = this.#recorder?.nextDue() ?? null;
    if (due === null) return;
    this.#tick = this.#clock.after(Math.max(0, due - this.#clock.mono()), 'record', () => {
      for (const part of this.#recorder?.tick(this.#clock.mono()) ?? []) this.#journal.appendPart(part);
      this.#schedule();
    });
  }
}
