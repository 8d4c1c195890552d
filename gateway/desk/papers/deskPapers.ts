import type { Clock } from '../../core/clock.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import {
  type CommissioningRecord,
  gapsOf,
  type PaperTime,
} from '../../reports/commissioning/commissioningRecord.ts';
import { recordPage } from '../../reports/commissioning/recordPage.ts';
import { type Examination, examine } from '../../reports/examination/examination.ts';
import { examinationPage } from '../../reports/examination/examinationPage.ts';
import { pointFacts } from '../../reports/examination/pointFacts.ts';
import { dayNumber } from '../../reports/examination/trend.ts';
import { CivilTimes } from '../../reports/lift/civilTimes.ts';
import { type SignedRecord, verifyRecord } from '../../reports/signed/signedRecord.ts';
import type { Language } from '../../text/language.ts';
import { commissionProblem } from '../../text/problems/commissionProblems.ts';
import { recordProblem } from '../../text/problems/recordProblems.ts';
import type { DoneChecks } from '../commission/doneChecks.ts';
import type { Live } from '../live/live.ts';
import { readExaminationInThread } from './examinationReader.ts';
import type { KeptPaper, PaperShelf } from './paperShelf.ts';
import type { Photos } from './photos.ts';
import { recordOf } from './recordFacts.ts';

const LONGEST_YEARS = 3;
const LONGEST_DAYS = LONGEST_YEARS * 366;

export type PaperParts = {
  readonly live: Live;
  readonly done: () => DoneChecks;
  readonly photos: Photos;
  readonly shelf: PaperShelf;
  readonly clock: Clock;
};

/** Who signs: the name that the paper has, and the one that the journal has. */
export type Signer = { readonly name: string; readonly role: string; readonly actor: string };

/** A reason for what is open, by what it is about (`gapsOf`). */
export type GapReason = { readonly about: string; readonly reason: string };

/** Papers of a building made on its box: what is open before one signs, the signature, and the page for whoever prints it. */
export class DeskPapers {
  readonly #parts: PaperParts;
  readonly shelf: PaperShelf;
  #examining = false;

  constructor(parts: PaperParts) {
    this.#parts = parts;
    this.shelf = parts.shelf;
  }

  /** What a record signed now would have to give a reason for; null while no site is known. */
  gaps(): readonly string[] | null {
    const draft = this.#draft([], [], '', () => null);
    return draft === null ? null : gapsOf(draft);
  }

  /** Signs the commissioning record as things stand. Refused while something is open without a reason. */
  async signRecord(reasons: readonly GapReason[], signer: Signer): Promise<Result<KeptPaper, Problem>> {
    const { live, shelf } = this.#parts;
    const status = await live.guard.status();
    if (status === null) return err(commissionProblem('commission.no-guard'));
    const open = new Set(this.gaps() ?? []);
    const exceptions = reasons
      .filter(({ about, reason }) => open.has(about) && reason.trim() !== '')
      .map(({ about, reason }) => ({ about, reason: reason.trim(), by: signer.name }));
    const missing = open.size - new Set(exceptions.map(({ about }) => about)).size;
    if (missing > 0) return err(recordProblem('record.gaps', { count: missing }));
    const { name, role } = signer;
    const record = this.#draft(exceptions, [{ name, role, signed: this.time() }], status.software, (device) =>
      this.#parts.photos.of(device),
    );
    if (record === null) return err(recordProblem('record.no-site'));
    return shelf.sign('commissioning', record, signer.actor);
  }

  /** Examines a period, first and last day, and signs what was found. One at a time: it reads the journal as a whole. */
  async examine(from: string, to: string, signer: Signer): Promise<Result<KeptPaper, Problem>> {
    const { live, shelf } = this.#parts;
    const journal = live.site.journal;
    if (journal === null) return err(recordProblem('record.no-site'));
    if (from > to || dayNumber(to) - dayNumber(from) > LONGEST_DAYS)
      return err(recordProblem('record.period', { years: LONGEST_YEARS }));
    const { installation } = live.site;
    const { timeZone } = installation?.gateway ?? {};
    const times = new CivilTimes(timeZone);
    const { utc } = this.time();
    const today = utc === null ? null : times.day(new Date(utc).getTime());
    if (today !== null && to > today) return err(recordProblem('record.period-to-come', { today }));
    if (this.#examining) return err(recordProblem('record.examining'));
    this.#examining = true;
    const read = await readExaminationInThread({ journal, from, to, timeZone }).finally(() => {
      this.#examining = false;
    });
    if (!read.ok) return read;
    const head = { from, to, issued: this.time(), time_zone: times.timeZone, signed_by: signer.name };
    const facts = installation === null ? null : pointFacts(installation);
    const report = examine({ ...read.value, ...head, facts });
    return shelf.sign('examination', report, signer.actor);
  }

  /** The page of a paper, made of the very bytes that were signed; `verifyAt` is where its code leads. */
  page(sha256: string, language: Language, verifyAt: string): Result<string, Problem> {
    const found = this.#parts.shelf.read(sha256);
    if (!found.ok) return found;
    const { record, kept } = found.value;
    const proof = verifyRecord(record);
    if (!proof.ok) return proof;
    const seal = { ...proof.value, file: `${kept.kind}-${sha256.slice(0, 12)}.json`, verifyAt };
    const data: unknown = JSON.parse(textOf(record));
    return ok(
      kept.kind === 'commissioning'
        ? recordPage(data as CommissioningRecord, seal, language) // its own: verified just now
        : examinationPage(data as Examination, seal, language),
    );
  }

  /** Now, with what guard thinks of the clock. */
  time(): PaperTime {
    const screen = this.#parts.live.guard.screen;
    const { mono, utc, quality } = screen?.time ?? { mono: 0, utc: null, quality: 'unsynced' };
    const now = utc === null ? null : utc + (this.#parts.clock.mono() - mono);
    return { utc: now === null ? null : new Date(now).toISOString(), quality };
  }

  #draft(
    exceptions: CommissioningRecord['exceptions'],
    people: CommissioningRecord['people'],
    software: string,
    photoOf: (device: string) => string | null,
  ): CommissioningRecord | null {
    const { live, done } = this.#parts;
    const { installation } = live.site;
    if (installation === null) return null;
    return recordOf({
      ...{ installation, software, exceptions, people, done: done(), now: this.time() },
      screen: live.guard.alive ? live.guard.screen : null,
      readings: live.guard.readings,
      photoOf,
    });
  }
}

function textOf({ bytes }: SignedRecord): string {
  return Buffer.from(bytes).toString('utf8');
}
