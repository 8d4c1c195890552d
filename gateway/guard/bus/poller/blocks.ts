import { isBitTable } from '../../../../drivers/image.ts';
import type { BlockRead, PlannedPoint, ReadLimits } from '../../../../drivers/plan/blockRead.ts';
import { type OtherRead, otherReads } from '../../../../drivers/plan/otherReads.ts';
import { readLimits } from '../../../../drivers/plan/planReads.ts';
import type { ProfilePoint, Table } from '../../../../drivers/profile/schema.ts';
import type { RegisterRange } from '../../../../drivers/request.ts';
import { type PlannedReads, plannedReads, wantedPoints } from '../../../alarmTime/plannedReads.ts';
import { type Backoff, backoffMs } from '../../../core/backoff.ts';
import type { Device } from '../../../site/installation.ts';
import { LOST_TO_OFFLINE, LOST_WHEN_WORN } from '../schedule/breaker.ts';
import { missedReleases, nextRelease, type Releases } from '../schedule/releases.ts';

/** One block read of one device with where it stands. Times are `mono`. */
export type Block = {
  readonly read: BlockRead;
  releases: Releases;
  due: number; // the oldest release not yet served
  failures: number; // in a row
  silentFrom?: number | undefined; // when the first of those that brought nothing was lost
  servedAt?: number;
  deaf?: boolean; // the last of them, enough to give it up, brought no answer
  retryAt: number; // not before, because of its own failures
  others: readonly OtherRead[]; // may be asked for instead, where its reply could be an older one
  missing: ReadonlySet<string>; // points that a read instead of it left out, and that are still due
};

/** A device that keeps silent when it is asked for so many registers at once, and answers for fewer. */
export type TooLong = { readonly asked: number; readonly most: number };

/** Which of a block's other reads this is; undefined for the block itself. */
export function otherOf(block: Block, read: RegisterRange | undefined): OtherRead | undefined {
  return block.others.find(({ address, count }) => address === read?.address && count === read.count);
}

/** A merged read is cut in halves when the device refused it this often in a row. */
const REFUSALS_TO_SPLIT = 2;
/** Points read bad when their block was refused this often in a row, or lost this often while others were answered. */
const FAILURES_TO_SILENCE = 3;
const LOSSES_TO_SILENCE = LOST_WHEN_WORN;
/** A read that was never answered is cut in halves as well, when it was lost so often while a shorter one was answered. */
const LOSSES_TO_SPLIT = LOST_TO_OFFLINE;
/** A device that is busy is asked again so soon, and its points read bad after this long, or so many periods. */
const BUSY_AGAIN_MS = 300;
const BUSY_PATIENCE_MS = 5_000;
const BUSY_PERIODS = 3;
/** How long a plan that had to be cut is kept before the better one is tried again. */
const MEND_AFTER_MS = 600_000;
/** What a point that is refused, alone, costs at most: one read in this time. */
const SLOWEST_MS = { safety: 5_000, state: 60_000, trend: 60_000 } as const;

const CLASS_ORDER = { safety: 0, state: 1, trend: 2 } as const;

/**
 * The block reads of one device. Starts from the planner's best plan; a merged read that the device refuses is cut in
 * halves until the points it refuses stand alone, and those are asked for slowly, for ever. From time to time, and
 * when the device comes back, the rest is merged again: a refusal may have been a passing disturbance.
 */
export class Blocks {
  readonly #device: Device;
  readonly #costMs: (table: Table, count: number) => number;
  #all: Block[] = [];
  #mendAt = Number.POSITIVE_INFINITY;
  #isAlone = false; // one register a read
  readonly #answered = new Set<string>(); // reads that were answered once: they are not too long for it
  #cut: { readonly asked: number; readonly parts: Set<Block> } | undefined; // because it was silent
  #tooLong: TooLong | undefined;
  #refusesMore: boolean; // registers that its profile does not know

  constructor(device: Device, costMs: (table: Table, count: number) => number) {
    this.#device = device;
    this.#costMs = costMs;
    this.#refusesMore = device.profile.lift !== undefined; // nobody tries things out on a lift
  }

  get all(): readonly Block[] {
    return this.#all;
  }

  /** Plans from nothing. Returns the points that no read can serve, each with the reason. */
  plan(now: number): PlannedReads['impossible'] {
    const whole = this.#reads(this.#wanted(), this.#limits(new Set()));
    this.#mendAt = Number.POSITIVE_INFINITY;
    this.#all = whole.reads.map((read) => this.#fresh(read, { anchor: now, periodMs: read.periodMs }, now));
    return whole.impossible;
  }

  /** Plans anew with one register a read. Returns the points that are longer, and no read can serve. */
  readAlone(now: number): readonly string[] {
    this.#isAlone = true;
    this.#merge(now);
    const served = new Set(this.#all.flatMap(({ read }) => read.points.map(({ id }) => id)));
    return this.#wanted().flatMap(({ point }) => (served.has(point.id) ? [] : [point.id]));
  }

  get isAlone(): boolean {
    return this.#isAlone;
  }

  /** Merges again what is not known to be refused. What was already due stays due. */
  mend(now: number): void {
    if (this.#mendAt !== Number.POSITIVE_INFINITY) this.#merge(now);
  }

  #merge(now: number): void {
    const refused = this.#all.filter((block) => block.failures >= FAILURES_TO_SILENCE);
    const apart = new Set(refused.flatMap((block) => block.read.points.map((point) => point.id)));
    const wanted = this.#wanted().filter(({ point }) => !apart.has(point.id));
    const merged = this.#reads(wanted, this.#limits(apart)).reads.map((read) => {
      const old = this.#all.find((block) => block.read.points.some(({ id }) => id === read.points[0]?.id));
      return this.#fresh(read, old?.releases ?? { anchor: now, periodMs: read.periodMs }, old?.due ?? now);
    });
    this.#all = [...merged, ...refused];
    this.#cut = undefined; // its parts are no more
    this.#mendAt = refused.length > 0 ? now + MEND_AFTER_MS : Number.POSITIVE_INFINITY;
  }

  /** Whether a refused read is still being cut, so that more may come out to be refused. */
  get searching(): boolean {
    return this.#all.some(
      ({ read, failures }) => read.points.length > 1 && failures > 0 && failures < FAILURES_TO_SILENCE,
    );
  }

  /** Its silence says nothing of the device, which has answered other reads meanwhile. */
  isDeafTo({ deaf, silentFrom }: Block): boolean {
    return deaf === true && silentFrom !== undefined && this.#hasServedSince(silentFrom);
  }

  /** A read that is never answered, though the device may answer others; undefined: none. */
  get deafTo(): BlockRead | undefined {
    return this.#all.find(({ deaf }) => deaf === true)?.read;
  }

  /** What it was asked for at once in vain, and is asked for now; undefined: nothing is too long for it. */
  get tooLong(): TooLong | undefined {
    return this.#tooLong;
  }

  /** Time for `mend`, unless the device comes back before. */
  get mendAt(): number {
    return this.#mendAt;
  }

  /** Whose turn it is, safety first, where the device may be deaf to one of them alone. */
  inTurn(turn: number): Block | undefined {
    const turns = this.#all.toSorted((a, b) => CLASS_ORDER[a.read.class] - CLASS_ORDER[b.read.class]);
    return turns[turn % Math.max(1, turns.length)];
  }

  /** What may be asked for instead of the block. After a part of it, only what brings the rest. */
  insteadOf(block: Block): readonly OtherRead[] {
    return block.others.filter(
      ({ points, isKnown }) =>
        (isKnown || !this.#refusesMore) &&
        [...block.missing].every((missing) => points.some(({ id }) => id === missing)),
    );
  }

  /** The other read was refused, or brought silence: it is not tried again. Nothing is said of the block by that. */
  failedInstead(block: Block, read: RegisterRange): void {
    const other = otherOf(block, read);
    if (other?.isKnown === false) this.#refusesMore = true;
    block.others = block.others.filter((one) => one !== other);
  }

  /**
   * The read that started at `startedAt` brought these points. Returns how many releases it was too late for. A block of
   * which a part is missing stays due.
   */
  served(block: Block, points: readonly ProfilePoint[], startedAt: number): number {
    block.failures = 0;
    block.servedAt = startedAt;
    block.retryAt = startedAt;
    this.#spoke(block);
    const wanted = block.missing.size > 0 ? block.missing : block.read.points.map(({ id }) => id);
    const brought = new Set(points.map(({ id }) => id));
    block.missing = new Set([...wanted].filter((id) => !brought.has(id)));
    if (block.missing.size > 0) return 0;
    const missed = missedReleases(block.releases, block.due, startedAt);
    block.due = nextRelease(block.releases, startedAt);
    this.#partServed(block, startedAt);
    return missed;
  }

  /** The device refused the read, or (not `mayCut`) what comes before it. Returns the points that are to read bad now. */
  refused(block: Block, startedAt: number, now: number, mayCut = true): string[] {
    block.due = nextRelease(block.releases, startedAt);
    block.failures++;
    this.#spoke(block);
    if (mayCut && block.read.points.length > 1 && block.failures >= REFUSALS_TO_SPLIT) {
      this.#split(block, now);
      return [];
    }
    if (block.failures >= REFUSALS_TO_SPLIT)
      block.retryAt = now + backoffMs(this.#slow(block), block.failures - REFUSALS_TO_SPLIT + 1);
    return this.#silent(block);
  }

  /** The device has no time for it now: it is asked again soon. Points read bad when that goes on. */
  busy(block: Block, now: number): string[] {
    block.retryAt = now + BUSY_AGAIN_MS;
    if (now - block.due < Math.max(BUSY_PATIENCE_MS, BUSY_PERIODS * block.read.periodMs)) return [];
    return block.read.points.map((point) => point.id);
  }

  /**
   * No usable answer came; `garbled`: something did. `backoff` is the device's: a block that stays silent alone is asked no
   * faster.
   */
  lost(block: Block, backoff: Backoff, now: number, garbled: boolean): string[] {
    block.failures++;
    if (garbled) this.#spoke(block);
    else block.silentFrom ??= now;
    if (block.failures >= LOSSES_TO_SPLIT && this.#isTooLong(block)) {
      this.#cutSilent(block, now);
      return [];
    }
    block.deaf = block.failures >= LOSSES_TO_SILENCE;
    if (block.failures >= LOST_TO_OFFLINE) {
      const pace = this.isDeafTo(block) ? this.#slow(block) : backoff;
      block.retryAt = now + backoffMs(pace, block.failures - LOST_TO_OFFLINE + 1);
    }
    return this.#silent(block, LOSSES_TO_SILENCE);
  }

  /** Something came of this read: it is not too long for the device. */
  #spoke(block: Block): void {
    block.deaf = false;
    block.silentFrom = undefined;
    this.#answered.add(keyOf(block.read));
  }

  /** The answer to a read that was lost came after all: silence begins anew. */
  heardLate(): void {
    for (const block of this.#all) block.silentFrom = undefined;
  }

  /** The device is back: everything is wanted at once. */
  revive(now: number): void {
    this.mend(now);
    for (const block of this.#all.filter((one) => !this.isDeafTo(one))) {
      block.due = now;
      block.retryAt = now;
      block.missing = new Set();
    }
  }

  /** Its answers could not be told from older ones; by `clearAt` they can. */
  unsure(block: Block, clearAt: number): void {
    block.retryAt = clearAt;
  }

  #fresh(read: BlockRead, releases: Releases, due: number): Block {
    const others = otherReads(read, this.#limits(new Set()));
    return { read, releases, due, failures: 0, retryAt: due, others, missing: new Set() };
  }

  #silent(block: Block, failures = FAILURES_TO_SILENCE): string[] {
    return block.failures >= failures ? block.read.points.map((point) => point.id) : [];
  }

  #slow(block: Block): Backoff {
    const { periodMs, class: readClass } = block.read;
    return { firstMs: periodMs, capMs: Math.max(periodMs, SLOWEST_MS[readClass]) };
  }

  /** Both halves inherit one refusal, so that the search for the refused point goes on without delay. */
  #split(block: Block, now: number): void {
    const parts = this.#halves(block, now).map((part) => ({ ...part, failures: 1 }));
    this.#all = this.#all.flatMap((other) => (other === block ? parts : [other]));
    this.#mendAt = Math.min(this.#mendAt, now + MEND_AFTER_MS);
  }

  /** Never answered, while a read of fewer registers was: some devices keep silent where they should refuse. */
  #isTooLong({ read, silentFrom }: Block): boolean {
    if (read.points.length < 2 || isBitTable(read.table) || this.#answered.has(keyOf(read))) return false;
    return silentFrom !== undefined && this.#hasServedSince(silentFrom, read.count);
  }

  /** Whether a read of fewer than `count` registers was answered that began after `time`. */
  #hasServedSince(time: number, count = Number.POSITIVE_INFINITY): boolean {
    return this.#all.some(
      ({ read, servedAt }) => read.count < count && servedAt !== undefined && servedAt > time,
    );
  }

  #cutSilent(block: Block, now: number): void {
    const halves = this.#halves(block, now);
    const { asked, parts } = this.#cut ?? { asked: block.read.count, parts: new Set<Block>() };
    parts.delete(block);
    for (const half of halves) parts.add(half);
    this.#cut = { asked: Math.min(asked, block.read.count), parts };
    this.#all = this.#all.flatMap((other) => (other === block ? halves : [other]));
  }

  /** Once every part was answered it was the length, and all is read in pieces of such a length. */
  #partServed(block: Block, now: number): void {
    if (this.#cut?.parts.has(block) !== true) return;
    const { asked, parts } = this.#cut;
    if ([...parts].some(({ servedAt }) => servedAt === undefined)) return;
    this.#tooLong = { asked, most: Math.max(...[...parts].map(({ read }) => read.count)) };
    this.#merge(now);
  }

  #halves(block: Block, now: number): Block[] {
    const { points } = block.read;
    const middle = Math.ceil(points.length / 2);
    const halves = [points.slice(0, middle), points.slice(middle)].flatMap((half) => {
      const ids = new Set(half.map((point) => point.id));
      return this.#reads(
        this.#wanted().filter(({ point }) => ids.has(point.id)),
        this.#limits(new Set()),
      ).reads;
    });
    return halves.map((read) => this.#fresh(read, block.releases, now));
  }

  #wanted(): PlannedPoint[] {
    return wantedPoints(this.#device);
  }

  #limits(refused: ReadonlySet<string>): ReadLimits {
    const { profile } = this.#device;
    const limits = readLimits({
      ...profile,
      points: profile.points.filter((point) => !refused.has(point.id)),
    });
    const most = this.#isAlone ? 1 : (this.#tooLong?.most ?? limits.maxRegisters);
    return { ...limits, maxRegisters: Math.min(limits.maxRegisters, most) };
  }

  #reads(wanted: readonly PlannedPoint[], limits: ReadLimits): PlannedReads {
    return plannedReads(wanted, limits, this.#costMs);
  }
}

function keyOf({ table, address, count }: BlockRead): string {
  return `${table} ${address} ${count}`;
}
