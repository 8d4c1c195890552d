import type { Timer } from '../../core/clock.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import {
  type EarlierJournal,
  findEarlierJournals,
  stampOfEarlier,
} from '../../journal/past/earlierJournals.ts';
import { openEarlierReader } from '../../journal/past/earlierReader.ts';
import type { DeliveredSet, Delivery, JournalReader } from '../../journal/types.ts';
import type { LinkSession } from '../../mqtt/mqttLink.ts';
import { type ReplyDetail, STREAMS, type Stream } from '../../telemetry/index.ts';
import { addInterval } from '../../telemetry/sdk/intervals.ts';
import { notYet, type RowRange, replay } from '../commands/replay.ts';
import type { Seal } from '../commands/uplinkKeys.ts';
import type { JournalSource } from '../journalSource.ts';
import { lostBirth } from '../wording/births.ts';
import type { Publisher } from '../wording/publisher.ts';
import { Drain, type DrainOptions } from './drain.ts';
import type { ResumePosition } from './lanes.ts';

export type EarlierDrainsOptions = Pick<
  DrainOptions,
  'site' | 'clock' | 'times' | 'stalledMs' | 'onUseless' | 'onDelivered'
> & {
  readonly gateway: string;
  /** The journal in use. */
  readonly journal: Pick<JournalSource, 'read' | 'file'>;
  /** What is said in the name of a gateway about a journal of this epoch. */
  readonly publisherOf: (gateway: string, epoch: string) => Publisher;
  readonly sealOf: (gateway: string) => Seal | null;
  /** What went out of a journal of this epoch while it was a spare one. */
  readonly sentAsSpare: (epoch: string, stream: Stream) => DeliveredSet | null;
  /** Acknowledgements for this gateway are to be heard as well: it had that name before. */
  readonly onOtherName: (gateway: string) => void;
};

/** What an older journal may have on its way, beside the one in use: this share of that one's. */
const SHARE = 1 / 8;
const TURN_MS = 1_000;
const RETRY_MS = 60_000;
/** So far back it is remembered how far the uplink had come. */
const MOST_POSITIONS = 64;
/** So many questions for rows of one journal wait until it is open. */
const MOST_ASKED = 100;

/** One that is being sent. `scanning`: the next event to be looked at for clock rows; null: all were. */
type Open = {
  readonly earlier: EarlierJournal;
  readonly drain: Drain;
  readonly reader: JournalReader;
  scanning: number | null;
  broken: Problem | null;
  refused: boolean;
};

/**
 * The journals that are over, one after the other on their way to one uplink and behind the one in use in everything: of files that
 * were set aside all that can still be read, of the rest the word that it is gone, and the copies of spare journals.
 */
export class EarlierDrains {
  readonly #options: EarlierDrainsOptions;
  /** What the journal in use was, and what lay beside it, when it was last looked. */
  #looked: string | null = null;
  #waiting: readonly EarlierJournal[] = [];
  #open: Open | null = null;
  readonly #positions = new Map<string, ResumePosition>();
  /** Epochs of which the broker does not take what is said in another name. */
  readonly #unwanted = new Set<string>();
  readonly #finished = new Map<string, readonly Delivery[]>();
  /** Rows to be sent once more of journals that are not open yet. */
  readonly #asked = new Map<string, readonly RowRange[]>();
  #session: LinkSession | null = null;
  #timer: Timer | null = null;
  #told: string | null = null;

  constructor(options: EarlierDrainsOptions) {
    this.#options = options;
  }

  /** The journal in use may be another one, and there may be others beside it. */
  wake(): void {
    const { journal } = this.#options;
    const epoch = journal.read((reader) => reader.identity().epoch);
    if (epoch === null) return;
    const looked = `${epoch}\n${stampOfEarlier(journal.file)}`;
    if (looked === this.#looked) return;
    this.#looked = looked;
    this.#close(); // its file may have become another one
    this.#look();
  }

  /** A journal is over in which this uplink had come so far. */
  inherit(position: ResumePosition): void {
    const { site, onDelivered } = this.#options;
    this.#remember(position);
    for (const stream of STREAMS) {
      position.plans[stream].lost();
      // to be kept by the journal that comes after it
      for (const what of position.plans[stream].delivered())
        onDelivered({ uplink: site.id, epoch: position.epoch, stream, ...what });
    }
  }

  begin(session: LinkSession): void {
    this.#session = session;
    this.#open?.drain.begin(session);
  }

  lost(): void {
    this.#session = null;
    this.#open?.drain.lost();
  }

  takeAck(payload: Uint8Array): void {
    this.#open?.drain.takeAck(payload);
  }

  /**
   * Has rows of a journal that is over sent once more, as far as its file can still be read; the rest goes out as tombstones. Null: no
   * such journal is here.
   */
  repeat(range: RowRange): Result<ReplyDetail, Problem> | null {
    const { epoch, stream, from, to } = range;
    const { gateway, journal } = this.#options;
    if (this.#open?.earlier.epoch === epoch && this.#isReady(this.#open)) {
      const answer = replay(this.#open.drain.lanes, range);
      this.#open.drain.wake();
      return answer;
    }
    const found = findEarlierJournals(journal.file);
    if (!found.ok) return found;
    const earlier = found.value.find((one) => one.epoch === epoch);
    if (earlier === undefined || earlier.gateway !== gateway || earlier.files.length === 0) return null;
    const last = Math.min(to, earlier.heads[stream]);
    if (last < from) return err(notYet(stream, from, earlier.heads[stream]));
    const asked = this.#asked.get(epoch) ?? [];
    if (asked.length >= MOST_ASKED) return err(TOO_MANY);
    this.#asked.set(epoch, [...asked, { ...range, to: last }]);
    if (this.#open?.earlier.epoch !== epoch && this.#waiting.every((one) => one.epoch !== epoch))
      this.#waiting = [earlier, ...this.#waiting];
    this.#next();
    return ok({ kind: 'replay', again: [[from, last]], gone: [] });
  }

  /** What this uplink has got since courier started, for a guard that may not have heard of it. */
  delivered(): Delivery[] {
    return [...[...this.#finished.values()].flat(), ...(this.#open?.drain.delivered() ?? [])];
  }

  stop(): void {
    this.#timer?.cancel();
    this.#close();
    this.#waiting = [];
  }

  #look(): void {
    const found = findEarlierJournals(this.#options.journal.file);
    if (!found.ok) {
      this.#tell(found.error);
      this.#looked = null;
      return;
    }
    this.#waiting = found.value.filter(({ epoch }) => !this.#unwanted.has(epoch));
    this.#next();
  }

  #next(): void {
    const [earlier, ...rest] = this.#waiting;
    if (earlier === undefined || this.#open !== null) return;
    const { journal, gateway, onOtherName } = this.#options;
    const reader = openEarlierReader(earlier, () => journal.read((one) => one));
    if (!reader.ok) {
      this.#tell(reader.error);
      this.#again(RETRY_MS);
      return;
    }
    this.#waiting = rest;
    const open: Open = {
      ...{ earlier, reader: reader.value, scanning: 1, broken: null, refused: false },
      drain: this.#drainOf(earlier, () => open),
    };
    this.#open = open;
    if (earlier.gateway !== gateway) onOtherName(earlier.gateway);
    if (this.#session !== null) open.drain.begin(this.#session);
    this.#again(0);
  }

  #drainOf(earlier: EarlierJournal, open: () => Open): Drain {
    const { publisherOf, sealOf, sentAsSpare, gateway, onUseless, ...options } = this.#options;
    const { epoch } = earlier;
    const otherName = earlier.gateway !== gateway;
    return new Drain({
      ...options,
      journal: { read: (use) => readOf(open(), use) },
      ...{ share: SHARE, durable: true, tellsCurrent: false },
      publisher: publisherOf(earlier.gateway, epoch),
      seal: sealOf(earlier.gateway),
      lostBirth: lostBirth(earlier.gateway, epoch),
      position: this.#positions.get(epoch),
      delivered: (reader, stream) =>
        joined(reader.delivered(options.site.id, stream), sentAsSpare(epoch, stream)),
      onUseless: (why) => {
        // A broker may allow a gateway its own name alone: that must not cost what is said in this one.
        if (otherName && why === 'refused') open().refused = true;
        else onUseless(why);
      },
    });
  }

  #again(ms: number): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.after(ms, 'older journal', () => this.#turn());
  }

  #turn(): void {
    const open = this.#open;
    if (open === null) {
      this.#next();
      return;
    }
    this.#goOn(open);
    this.#repeatAsked(open);
    const { earlier, drain, broken, refused } = open;
    if (broken !== null) {
      this.#tell(broken);
      this.#waiting = [earlier, ...this.#waiting];
      this.#close();
      this.#again(RETRY_MS);
    } else if (refused) {
      this.#tell(notInThatName(earlier));
      this.#unwanted.add(earlier.epoch);
      this.#close();
      this.#next();
    } else if (this.#isReady(open) && drain.done) {
      this.#finished.set(earlier.epoch, drain.delivered());
      this.#close();
      this.#told = null;
      this.#next();
    } else this.#again(open.scanning === null ? TURN_MS : 0);
  }

  #isReady({ scanning, drain, earlier }: Open): boolean {
    return scanning === null && drain.lanes.epoch === earlier.epoch;
  }

  #repeatAsked(open: Open): void {
    const asked = this.#asked.get(open.earlier.epoch);
    if (asked === undefined || !this.#isReady(open)) return;
    this.#asked.delete(open.earlier.epoch);
    for (const range of asked) replay(open.drain.lanes, range);
    open.drain.wake();
  }

  /** Clock rows come first: a message must not be dated before what is known of its boot was read. */
  #goOn(open: Open): void {
    const from = open.scanning;
    if (from === null) {
      open.drain.wake();
      return;
    }
    const last = readOf(open, (reader) => ({ seq: this.#options.times.scan(reader, from) }));
    if (last === null) return;
    open.scanning = last.seq === null || last.seq >= open.earlier.heads.event ? null : last.seq + 1;
  }

  #close(): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    open.drain.stop();
    open.drain.lost();
    open.reader.close();
    const { position } = open.drain.lanes;
    if (position !== null) this.inherit(position);
  }

  #remember(position: ResumePosition): void {
    this.#positions.delete(position.epoch);
    this.#positions.set(position.epoch, position);
    for (const oldest of this.#positions.keys()) {
      if (this.#positions.size <= MOST_POSITIONS) break;
      this.#positions.delete(oldest);
      this.#finished.delete(oldest);
    }
  }

  #tell(problem: Problem): void {
    const key = `${problem.code} ${problem.where}`;
    if (key !== this.#told) this.#options.publisherOf(this.#options.gateway, '').tell(problem);
    this.#told = key;
  }
}

function readOf<T>(open: Open, use: (reader: JournalReader) => T): T | null {
  if (open.broken !== null) return null;
  try {
    return use(open.reader);
  } catch (error) {
    open.broken = {
      code: 'journal.unreadable',
      what: error instanceof Error ? error.message : String(error),
      where: [...open.earlier.files, ...open.earlier.adoptedIn].join(', '),
      hint: 'an older journal is tried again by itself; look at the disk if this stays',
    };
    return null;
  }
}

function joined(set: DeliveredSet, more: DeliveredSet | null): DeliveredSet {
  if (more === null) return set;
  const intervals = more.intervals.reduce((all, [from, to]) => addInterval(all, from, to), set.intervals);
  return { intervals, partial: new Map([...set.partial, ...more.partial]) };
}

const TOO_MANY: Problem = {
  code: 'replay.too-many',
  what: 'so much was asked for of this journal that it is not even open yet',
  hint: 'ask again in a minute, for larger ranges',
};

function notInThatName({ gateway, epoch, files }: EarlierJournal): Problem {
  return {
    code: 'uplink.old-name-refused',
    what: `the broker does not take what this gateway recorded as ${gateway} (epoch ${epoch})`,
    where: files.join(', '),
    hint: `allow it to publish for ${gateway} as well, and start courier again; lifeline journal export reads it meanwhile`,
  };
}
