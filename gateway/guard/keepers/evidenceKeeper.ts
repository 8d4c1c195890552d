import type { Reading } from '../../../drivers/reading.ts';
import type { Alarm } from '../../control/alarm.ts';
import type { Clock, Timer } from '../../core/clock.ts';
import type { JournalWriter } from '../../journal/types.ts';
import type { Installation } from '../../site/installation.ts';
import type { TransitionEffect } from '../detect/types.ts';
import type { ChannelTable } from '../record/channels.ts';
import { EvidenceRecorder, type EvidenceRow, type Shortfall } from '../record/evidence.ts';
import { saidRow } from '../rows.ts';

/**
 * Runs the evidence recorder on the clock and hands its rows to the journal, one in a turn of the event loop. Nothing of
 * it happens in the turn in which an alarm is declared but that it is noted.
 */
export class EvidenceKeeper {
  readonly #clock: Clock;
  readonly #journal: Pick<JournalWriter, 'appendPart' | 'appendEvent'>;
  #recorder: EvidenceRecorder | null = null;
  #tick: Timer | null = null;
  #due: number | null = null; // what the timer waits for

  constructor(clock: Clock, journal: Pick<JournalWriter, 'appendPart' | 'appendEvent'>) {
    this.#clock = clock;
    this.#journal = journal;
  }

  /**
   * Remembers the points of this installation from now on. What was followed until now is written as far as it has come,
   * so this goes before the journal hears of another birth.
   */
  begin(installation: Installation, channels: ChannelTable): void {
    this.#flush();
    const now = this.#clock.mono();
    this.#recorder = new EvidenceRecorder(installation, channels, now, this.#recorder);
    const { beforeMs } = this.#recorder;
    if (beforeMs < installation.journal.evidenceS * 1000)
      this.#tell('evidence.limited/size', { seconds: Math.floor(beforeMs / 1000) });
    this.#schedule();
  }

  /** Standing alarms of this boot after a restart: what still follows them is kept. What came before is gone. */
  resume(alarms: readonly Alarm[]): void {
    for (const alarm of alarms) {
      const { declared } = alarm;
      if (declared.boot !== this.#clock.boot) continue;
      const transition = { ...alarm, cause: 'raised' as const };
      this.#recorder?.declared({ kind: 'transition', transition, at: declared, token: '' });
    }
    this.#schedule();
  }

  /** A step of an alarm. Its samples are taken a little later, when siren and event have had their turn. */
  declared(effect: TransitionEffect): void {
    this.#recorder?.declared(effect);
    this.#schedule();
  }

  accept(readings: readonly Reading[]): void {
    this.#recorder?.accept(readings);
  }

  /** Writes what has come so far; to be called before the journal stops. */
  stop(): void {
    this.#flush();
    this.#tellShort(this.#recorder?.untold() ?? null);
    this.#recorder = null;
  }

  #flush(): void {
    this.#tick?.cancel();
    this.#due = null;
    for (const row of this.#recorder?.flush(this.#clock.mono()) ?? []) this.#write(row);
  }

  #schedule(): void {
    const due = this.#recorder?.nextDue() ?? null;
    if (due === this.#due) return;
    this.#tick?.cancel();
    this.#due = due;
    if (due === null) return;
    this.#tick = this.#clock.after(Math.max(0, due - this.#clock.mono()), 'evidence', () => {
      this.#due = null;
      const turn = this.#recorder?.tick(this.#clock.mono());
      if (turn?.row != null) this.#write(turn.row);
      this.#tellShort(turn?.shortfall ?? null);
      this.#schedule();
    });
  }

  #write({ occurrence, part }: EvidenceRow): void {
    this.#journal.appendPart(part, occurrence);
  }

  #tellShort(shortfall: Shortfall | null): void {
    if (shortfall === null) return;
    const { count, named } = shortfall;
    const more = count > named.length ? ` and ${count - named.length} more` : '';
    this.#tell('evidence.limited/flood', { named: `${named.join(', ')}${more}` });
  }

  #tell(key: `evidence.limited/${'size' | 'flood'}`, named: Readonly<Record<string, string | number>>): void {
    const at = { boot: this.#clock.boot, mono: this.#clock.mono() };
    this.#journal.appendEvent(saidRow(at, key, named, 'blue'));
  }
}
