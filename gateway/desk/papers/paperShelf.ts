import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Clock, sleep } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { StateFile } from '../../core/stateFile.ts';
import { writeWhole } from '../../core/wholeFile.ts';
import { filesOf, type GatewayKey, gatewayKey, readRecord } from '../../reports/signed/recordFiles.ts';
import { type SignedRecord, signRecord, verifyRecord } from '../../reports/signed/signedRecord.ts';
import { paperPieces } from '../../telemetry/index.ts';
import { deskProblem } from '../../text/problems/deskProblems.ts';
import { recordProblem } from '../../text/problems/recordProblems.ts';

export const PAPER_KINDS = ['commissioning', 'examination'] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];

const keptPaper = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  kind: z.enum(PAPER_KINDS),
  actor: z.string(),
  utc: z.number(), // Unix ms, as the clock of the box had it
  key: z.string(),
  told: z.int(), // pieces that guard has taken for the journal
  pieces: z.int(),
});
const shelf = z.object({ version: z.literal(1), papers: z.array(keptPaper) });
/** One signed paper, and how far it has come into the journal. */
export type KeptPaper = z.infer<typeof keptPaper>;

/** Guard takes one piece in so long: an alarm behind it waits for one piece on the wire, not for a whole paper. */
const PIECE_EVERY_MS = 1_000;

/** A program that signs in a loop must not fill the journal. */
const MOST_WAITING = 8;

export type ShelfBox = {
  readonly folder: string; // desk's own
  readonly clock: Clock;
  readonly log: Log;
  /** Hands guard one piece for the journal. */
  readonly keep: (piece: string, actor: string) => Promise<Result<unknown, Problem>>;
  readonly changed: () => void;
};

/**
 * Signed papers of the box. Each is its bytes, written beside its signature and key before it is said to be signed, and told
 * to guard piece by piece, which keeps it in the journal: what was not told yet when desk ended is told by the next run.
 */
export class PaperShelf {
  readonly #box: ShelfBox;
  readonly #file: StateFile;
  #papers: readonly KeptPaper[] = [];
  #key: GatewayKey | null = null;
  #signing: Promise<unknown> = Promise.resolve();
  #telling: Promise<void> | null = null;
  #stopping = false;
  #wake: () => void = () => {};

  constructor(box: ShelfBox) {
    this.#box = box;
    this.#file = new StateFile(join(box.folder, 'papers', 'papers.json'), (problem) =>
      box.log.problem(problem),
    );
  }

  start(): void {
    const text = this.#file.load();
    if (!text.ok) this.#box.log.problem(text.error);
    const read = text.ok && text.value !== null ? papersOf(text.value) : [];
    if (read === null) this.#file.setAside();
    this.#papers = read ?? [];
    this.#telling = this.#tellAll();
    const key = this.#ownKey();
    if (!key.ok) this.#box.log.problem(key.error);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    await this.#signing;
    await this.#telling;
    await this.#file.settled();
  }

  get papers(): readonly KeptPaper[] {
    return this.#papers;
  }

  /** Signs a paper and keeps it, one after the other. Its bytes, signature and key are on the disk when this resolves. */
  sign(kind: PaperKind, data: unknown, actor: string): Promise<Result<KeptPaper, Problem>> {
    const signed = this.#signing.then(() => this.#sign(kind, data, actor));
    this.#signing = signed;
    return signed;
  }

  async #sign(kind: PaperKind, data: unknown, actor: string): Promise<Result<KeptPaper, Problem>> {
    const { folder, clock } = this.#box;
    const waiting = this.#papers.filter(({ told, pieces }) => told < pieces).length;
    if (waiting >= MOST_WAITING) return err(recordProblem('record.many', { count: waiting }));
    let paper: KeptPaper;
    try {
      await mkdir(join(folder, 'papers'), { recursive: true, mode: 0o750 });
      const key = this.#ownKey();
      if (!key.ok) return key;
      const record = signRecord(data, key.value.key, key.value.publicKey);
      const proof = verifyRecord(record);
      if (!proof.ok) return proof;
      const pieces = paperPieces({ kind, ...record, sha256: proof.value.sha256 });
      if (pieces === null) return err(recordProblem('record.too-large'));
      for (const [path, content] of filesOf(this.#pathOf(proof.value.sha256), record))
        await writeWhole(path, content, 0o640);
      paper = { ...proof.value, kind, actor, utc: clock.utc(), told: 0, pieces: pieces.length };
    } catch (error) {
      return err(recordProblem('record.not-kept', { error: (error as Error).message }));
    }
    this.#take([...this.#papers.filter(({ sha256 }) => sha256 !== paper.sha256), paper]);
    this.#wake();
    return ok(paper);
  }

  /** A paper that is here, as it was signed. */
  read(sha256: string): Result<{ readonly kept: KeptPaper; readonly record: SignedRecord }, Problem> {
    const kept = this.#papers.find((paper) => paper.sha256 === sha256);
    if (kept === undefined || !existsSync(this.#pathOf(sha256))) return err(deskProblem('desk.not-found'));
    const record = readRecord(this.#pathOf(sha256));
    return record.ok ? ok({ kept, record: record.value }) : record;
  }

  /** Read, or made, once: then no signature waits for the disk because of it. */
  #ownKey(): Result<GatewayKey, Problem> {
    try {
      const key = this.#key === null ? gatewayKey(this.#box.folder) : ok(this.#key);
      if (key.ok) this.#key = key.value;
      return key;
    } catch (error) {
      return err(recordProblem('record.not-kept', { error: (error as Error).message }));
    }
  }

  #pathOf(sha256: string): string {
    return join(this.#box.folder, 'papers', `${sha256}.json`);
  }

  async #tellAll(): Promise<void> {
    while (!this.#stopping) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      const next = this.#papers.find(({ told, pieces }) => told < pieces);
      if (next === undefined) await woken;
      else if (await this.#tellPiece(next))
        await Promise.race([woken, sleep(this.#box.clock, PIECE_EVERY_MS, 'next piece of a paper')]);
    }
  }

  /** Whether one was told, or tried: guard that does not answer is asked again. A piece that it has twice is put together once. */
  async #tellPiece({ sha256, kind, actor, told }: KeptPaper): Promise<boolean> {
    const found = this.read(sha256);
    const pieces = found.ok ? paperPieces({ kind, ...found.value.record, sha256 }) : null;
    const piece = pieces?.[told];
    if (piece === undefined) {
      // its file is gone: it cannot be told any more, and is not said to be here either
      if (!found.ok) this.#box.log.problem(found.error);
      this.#take(this.#papers.filter((one) => one.sha256 !== sha256));
      return false;
    }
    const kept = await this.#box.keep(piece, actor);
    if (kept.ok)
      this.#take(this.#papers.map((one) => (one.sha256 === sha256 ? { ...one, told: told + 1 } : one)));
    return true;
  }

  #take(papers: readonly KeptPaper[]): void {
    this.#papers = papers;
    this.#file.save(() => JSON.stringify({ version: 1, papers: this.#papers }));
    this.#box.changed();
  }
}

function papersOf(text: string): readonly KeptPaper[] | null {
  try {
    const read = shelf.safeParse(JSON.parse(text));
    return read.success ? read.data.papers : null;
  } catch {
    return null;
  }
}
