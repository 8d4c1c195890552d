import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Clock } from '../../gateway/core/clock.ts';
import { journalFile } from '../../gateway/journal/file/database.ts';
import { findEarlierJournals } from '../../gateway/journal/past/earlierJournals.ts';
import { openEarlierReader } from '../../gateway/journal/past/earlierReader.ts';
import type { JournalReader, JournalWriter } from '../../gateway/journal/types.ts';
import { inProcess } from '../../gateway/journal/write/inProcess.ts';
import type { SessionPort, SpawnSession } from '../../gateway/journal/write/sessionPort.ts';
import { createJournalWriter } from '../../gateway/journal/write/writer.ts';
import { decodeEvent } from '../../gateway/telemetry/index.ts';
import type { Stream, StreamHead } from '../../gateway/telemetry/wire/model.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { soak } from '../harness/soak.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { alarm, BOOT, birth, part, ROOMY, reading, temporaryFolder } from './samples.ts';

// Guard's journal in whatever order things happen: a disk that is silent and answers late or never, a thread that dies, a guard that is
// killed and hands over again what it did not see on the disk. Somebody reads all the while.

const steps = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('alarm', 'part') },
  { weight: 3, arbitrary: fc.constantFrom('second', 'twelve seconds') },
  { weight: 3, arbitrary: fc.constantFrom('silence of questions', 'silence of answers', 'answer') },
  { weight: 3, arbitrary: fc.constantFrom('taken and not answered', 'neither taken nor answered') },
  { weight: 3, arbitrary: fc.constantFrom('thread dies', 'kill', 'stop') },
);
type Step = typeof steps extends fc.Arbitrary<infer T> ? T : never;

const NONE: StreamHead = { seq: 0, parts: 0 };

/** The narrow passes, in each run. */
const examples: [Step[]][] = [
  [['taken and not answered', 'kill']],
  [['neither taken nor answered', 'kill', 'kill']],
  [['taken and not answered', 'answer', 'alarm', 'kill']],
  [['taken and not answered', 'thread dies', 'alarm', 'stop']],
  [['silence of answers', 'alarm', 'thread dies', 'thread dies', 'kill']],
  [['taken and not answered', 'stop', 'alarm', 'kill']],
];

class Gateway {
  readonly #root: string;
  readonly #clock = new VirtualClock({ boot: BOOT });
  readonly #journal: string;
  readonly #spare: string;
  /** Alarms that were handed to the journal; true: it was said to be on the disk. */
  readonly alarms = new Map<string, boolean>();
  /** Every key that a reader saw, and what it stood for. */
  readonly #seen = new Map<string, string>();
  #held: 'question' | 'answer' | null = null;
  #onTheWay: (() => void)[] = [];
  #port: { readonly port: SessionPort; die(): void } | null = null;
  #writer: JournalWriter;
  /** What guard knows of the journal. */
  #heads: Readonly<Record<Stream, StreamHead>> = { event: NONE, telemetry: NONE };
  #trouble = false;
  #n = 0;
  #run = 0;

  constructor(root: string) {
    this.#root = root;
    this.#journal = join(root, 'journal');
    this.#spare = join(root, 'run', 'spare');
    this.#writer = this.#make();
  }

  async start(): Promise<void> {
    await this.#clock.until(this.#writer.start());
    for (const [occurrence, durable] of this.alarms)
      if (!durable) this.#writer.appendEvent(alarm(occurrence, 'red'), occurrence, true);
    await this.#settle();
  }

  async do(step: Step): Promise<void> {
    switch (step) {
      case 'alarm': {
        const occurrence = `gas#${++this.#n}`;
        this.alarms.set(occurrence, false);
        this.#writer.appendEvent(alarm(occurrence, 'red'), occurrence);
        break;
      }
      case 'part':
        this.#writer.appendPart(part(++this.#n));
        break;
      case 'second':
        await this.#clock.advance(1_000);
        break;
      case 'twelve seconds':
        await this.#clock.advance(12_000);
        break;
      case 'silence of questions':
        this.#held = 'question';
        break;
      case 'silence of answers':
        this.#held = 'answer';
        break;
      case 'answer':
        this.#release();
        break;
      case 'taken and not answered':
      case 'neither taken nor answered': {
        this.#held = step === 'taken and not answered' ? 'answer' : 'question';
        await this.do('alarm');
        await this.do('twelve seconds');
        break;
      }
      case 'thread dies':
        this.#port?.die();
        break;
      case 'kill':
        this.#run++; // what the old one still hears is for nobody
        await this.#port?.port.end();
        this.#onTheWay = [];
        this.#held = null;
        this.#writer = this.#make();
        await this.start();
        break;
      case 'stop':
        await this.#clock.until(this.#writer.stop());
        this.#run++;
        this.#onTheWay = [];
        this.#held = null;
        this.#writer = this.#make();
        await this.start();
    }
    await this.#settle();
    await this.#look();
  }

  /** The disk is well for good: everything must be on it, once. */
  async end(): Promise<void> {
    this.#release();
    for (let n = 0; n < 40; n++) await this.#clock.advance(1_000);
    await this.#clock.until(this.#writer.stop());
    await this.#look(true);
    expect([...this.alarms].filter(([, durable]) => !durable)).toEqual([]);
    const onDisk = this.#onDisk();
    expect(onDisk.toSorted()).toEqual([...this.alarms.keys()].toSorted());
    removeFolder(this.#root);
  }

  #make(): JournalWriter {
    const run = ++this.#run;
    const spawn: SpawnSession = (options, hearer) => {
      const alive = () => run === this.#run;
      const port = inProcess((what, arrive) => {
        const go = () => {
          if (alive()) arrive();
        };
        if (this.#held === what) this.#onTheWay.push(go);
        else queueMicrotask(go);
      })(options, hearer);
      this.#port = {
        port,
        die: () => {
          void port.end();
          hearer.ended(new Error('killed'));
        },
      };
      return port;
    };
    const writer = createJournalWriter({
      ...{ folder: this.#journal, spare: this.#spare, gateway: 'gw1', segmentParts: 3, budgets: ROOMY },
      ...{
        clock: this.#clockOf(run),
        spawn,
        heads: { disk: [join(this.#root, 'journal.head')], memory: [] },
      },
      events: {
        committed: ({ stream, head, token }) => {
          if (run === this.#run) this.#heads = { ...this.#heads, [stream]: head };
          if (token !== undefined && run === this.#run) this.alarms.set(token, true);
        },
        trouble: (problem) => {
          this.#trouble = problem !== null;
        },
      },
    });
    writer.setBirth(birth());
    writer.setUplinks(['city']);
    return writer;
  }

  /** Time as one run has it: none passes for a guard that was killed. */
  #clockOf(run: number): Clock {
    return {
      boot: this.#clock.boot,
      mono: () => this.#clock.mono(),
      utc: () => this.#clock.utc(),
      after: (ms, name, fire) =>
        this.#clock.after(ms, name, () => {
          if (run === this.#run) fire();
        }),
    };
  }

  #release(): void {
    this.#held = null;
    for (const go of this.#onTheWay.splice(0)) go();
  }

  async #settle(): Promise<void> {
    for (let n = 0; n < 8; n++) await this.#clock.advance(0);
  }

  /** As courier does: no further than guard names while it has trouble. What was said to be on the disk must be there. */
  async #look(all = false): Promise<void> {
    const file = journalFile(this.#journal);
    if (existsSync(file))
      reading(file, (reader) => {
        if (!all && this.#trouble) reader.hold(this.#heads);
        this.#note(reader);
      });
    if (existsSync(journalFile(this.#spare)))
      reading(journalFile(this.#spare), (reader) => this.#note(reader));
    const onDisk = this.#onDisk();
    for (const [occurrence, durable] of this.alarms) if (durable) expect(onDisk).toContain(occurrence);
  }

  #note(reader: JournalReader): void {
    const { epoch } = reader.identity();
    const note = (key: string, what: string) => {
      expect([key, this.#seen.get(key) ?? what]).toEqual([key, what]);
      this.#seen.set(key, what);
    };
    for (const { seq, body } of reader.events(1, 1e9))
      note(`${epoch} event ${seq}`, Buffer.from(body).toString('hex'));
  }

  #onDisk(): string[] {
    const found: string[] = [];
    const take = (reader: JournalReader) => {
      for (const { body } of reader.events(1, 1e9)) {
        const event = decodeEvent(body);
        if (event.ok && event.value.type === 'alarm') found.push(event.value.occurrence);
      }
    };
    const file = journalFile(this.#journal);
    if (!existsSync(file)) return [];
    reading(file, take);
    const earlier = findEarlierJournals(file);
    for (const one of earlier.ok ? earlier.value : []) {
      const opened = openEarlierReader(one, () => null);
      if (!opened.ok) throw new Error(opened.error.what);
      take(opened.value);
      opened.value.close();
    }
    return found;
  }
}

it('every alarm is on the disk once in the end, what is said to be there is there, and no key ever means two things', async () => {
  const folder = temporaryFolder();
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 25 }), async (story) => {
      const gateway = new Gateway(join(folder, crypto.randomUUID()));
      await gateway.start();
      for (const step of story) await gateway.do(step);
      await gateway.end();
    }),
    { numRuns: soak(25), examples },
  );
});
