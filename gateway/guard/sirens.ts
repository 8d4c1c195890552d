import type { Instant } from '../../drivers/reading.ts';
import type { Clock } from '../core/clock.ts';
import { formatProblem } from '../core/result.ts';
import type { StateFile } from '../core/stateFile.ts';
import type { JournalWriter } from '../journal/types.ts';
import type { Installation } from '../site/installation.ts';
import type { Board } from './board.ts';
import type { Bus } from './bus/bus.ts';
import type { AlarmKeeper } from './keepers/alarmKeeper.ts';
import { AnnunciatorKeeper } from './keepers/annunciatorKeeper.ts';
import { commandRow } from './rows.ts';

export type SirenParts = {
  readonly installation: Installation;
  readonly clock: Clock;
  readonly file: StateFile;
  readonly board: Board;
  readonly journal: JournalWriter;
  readonly alarms: () => AlarmKeeper;
  readonly bus: () => Bus;
  /** The first write for these newly announced occurrences was handed to the line. */
  readonly commanded?: (at: Instant, occurrences: readonly string[]) => void;
};

/**
 * The keeper of the annunciators between the rest of guard: writes go to the bus, what is read back to detection, what
 * buttons ask for to the alarms and the journal, and guard's own problems light the fault lamp.
 */
export function sirensOf(parts: SirenParts): AnnunciatorKeeper {
  const { installation, clock, file, board, journal, alarms, bus, commanded = () => {} } = parts;
  const audit = (verb: string, actor: string, detail: string, accepted: boolean) => {
    const now = { boot: clock.boot, mono: clock.mono() };
    journal.appendEvent(commandRow(now, verb, actor, detail, accepted));
  };
  const keeper = new AnnunciatorKeeper(installation, clock, file, {
    write: (line, request) => bus().request(line, request),
    commanded,
    told: (reading) => alarms().accept([reading]),
    pressed: audit,
    reset(actor, occurrences) {
      for (const occurrence of occurrences) {
        const result = alarms().command({ verb: 'reset', occurrence, actor });
        const refused = result.ok ? '' : `: ${formatProblem(result.error)}`;
        audit('reset', actor, `${occurrence}${refused}`, result.ok);
      }
      if (occurrences.length === 0) audit('reset', actor, 'nothing to reset', true);
    },
  });
  board.onLine = (health) => keeper.line(health);
  board.onProblems = (stand) => keeper.trouble(stand);
  keeper.trouble(board.problems.length > 0);
  return keeper;
}

/** Devices that may be written to. */
export function annunciatorsOf({ annunciators }: Installation): string[] {
  return annunciators.map(({ device }) => device);
}
