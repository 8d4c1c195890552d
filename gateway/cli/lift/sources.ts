import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LiftScreen, LiftView } from '../../control/liftScreen.ts';
import type { GuardStatus } from '../../control/protocol.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { journalFile } from '../../journal/file/database.ts';
import { CivilTimes } from '../../reports/lift/civilTimes.ts';
import type { LiftHistory } from '../../reports/lift/history.ts';
import { type JournalOfLifts, readJournalOfLifts } from '../../reports/lift/readHistory.ts';
import { statusUplinks } from '../../site/installation.ts';
import { loadSite } from '../../site/load.ts';
import { readProfiles } from '../../site/profiles.ts';
import { problemIn } from '../../text/problemText.ts';
import { askGuard } from '../askGuard.ts';
import type { Io } from '../verb.ts';
import type { LiftVoice } from './voice.ts';

/**
 * Where a command looks: `run`, the run folder of guard. `site`, `journal`: files that are read without asking guard;
 * a site file names its journal. `timeZone`: of what is told; else the site's, or the machine's where no site is known.
 */
export type Places = {
  readonly run: string | undefined;
  readonly site: string | undefined;
  readonly journal: string | undefined;
  readonly timeZone: string | undefined;
};

/** Whether guard is left alone. */
export function withoutGuard({ site, journal }: Places): boolean {
  return site !== undefined || journal !== undefined;
}

/** What guard knows of its lifts now. */
export async function liftScreen(
  { run }: Places,
  io: Io,
  voice: LiftVoice,
): Promise<Result<LiftScreen, Problem>> {
  const answer = await askGuard({ verb: 'lifts' }, run, io);
  return answer.ok ? ok(answer.value as LiftScreen) : err(hinted(answer.error, voice));
}

/** What a journal does not tell of a lift. */
export type KnownLift = Pick<LiftView, 'id' | 'place' | 'registration' | 'floors'> & {
  readonly pushedBy: readonly string[] | null; // uplinks that send its status record; null: not known
};

/** One lift of a journal as a person calls it, with what guard or the site file knows of it; null where neither was asked. */
export type RecordedLift = {
  readonly id: string;
  readonly name: LiftHistory['name'];
  readonly journal: JournalOfLifts;
  readonly history: LiftHistory;
  readonly known: KnownLift | null;
};

export type Recorded = { readonly lifts: readonly RecordedLift[]; readonly times: CivilTimes };

type Found = {
  readonly file: string;
  readonly lifts: readonly KnownLift[];
  readonly timeZone: string | undefined;
};

/** The lifts of the journal: of the one that is named, or that of the site file, or the one that guard writes. */
export async function recordedLifts(
  places: Places,
  io: Io,
  voice: LiftVoice,
): Promise<Result<Recorded, Problem>> {
  const found = withoutGuard(places) ? ofFiles(places) : await ofGuard(places, io, voice);
  if (!found.ok) return found;
  const { file, lifts, timeZone } = found.value;
  const journal = readJournalOfLifts(file);
  if (!journal.ok) return journal;
  return ok({
    times: new CivilTimes(places.timeZone ?? timeZone),
    lifts: journal.value.lifts.map((history) => ({
      ...{ id: history.lift, name: history.name },
      ...{ journal: journal.value, history },
      known: lifts.find(({ id }) => id === history.lift) ?? null,
    })),
  });
}

function ofFiles({ site, journal }: Places): Result<Found, Problem> {
  const named = journal === undefined ? undefined : fileOf(journal);
  if (site === undefined) return ok({ file: named ?? '', lifts: [], timeZone: undefined });
  const loaded = loadSite(site, readProfiles(site), []);
  if (!loaded.ok) {
    const [first] = loaded.error;
    return err(first ?? { code: 'site.unusable', what: 'the site file is of no use', where: site });
  }
  const { folder, journal: kept, gateway, lifts } = loaded.value;
  const pushedBy = statusUplinks(loaded.value);
  return ok({
    file: named ?? journalFile(resolve(folder, kept.folder)),
    timeZone: gateway.timeZone,
    lifts: lifts.map(({ device, registration, labels }) => ({
      ...{ id: device.id, registration, floors: labels },
      place: device.place ?? gateway.place ?? null,
      pushedBy,
    })),
  });
}

async function ofGuard(places: Places, io: Io, voice: LiftVoice): Promise<Result<Found, Problem>> {
  const screen = await liftScreen(places, io, voice);
  if (!screen.ok) return screen;
  const status = await askGuard({ verb: 'status' }, places.run, io);
  if (!status.ok) return err(hinted(status.error, voice));
  const { journal } = status.value as GuardStatus;
  const { timeZone, pushedBy = null } = screen.value;
  const lifts = screen.value.lifts.map((lift) => ({ ...lift, pushedBy }));
  return journal === null ? err(noJournal(voice)) : ok({ file: journal.file, lifts, timeZone });
}

/** Guard did not answer, and much can be read without it. */
function hinted(problem: Problem, { tell, language }: LiftVoice): Problem {
  if (problem.code !== 'control.unreachable') return problem;
  const { what, where = '' } = problemIn(problem, language);
  return { code: 'lift.no-guard', what, where, hint: tell('usage.name-files') };
}

function noJournal({ tell }: LiftVoice): Problem {
  return { code: 'lift.no-journal', what: tell('usage.no-journal'), hint: tell('usage.name-files') };
}

function fileOf(place: string): string {
  return existsSync(place) && statSync(place).isDirectory() ? journalFile(place) : place;
}
