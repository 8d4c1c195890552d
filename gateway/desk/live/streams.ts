import type { ServerResponse } from 'node:http';
import { type Clock, every, type Timer } from '../../core/clock.ts';
import { BEAT_EVERY_MS, type StreamEvents } from '../http/api/liveApi.ts';

/** What a client that does not read may hold in memory. Beyond it the client is cut, and comes back with a snapshot. */
const MOST_WAITING_BYTES = 64 * 1024;
const MOST_STREAMS = 1_000;
const MOST_OF_ONE_SESSION = 8;

type Stream = { readonly response: ServerResponse; readonly session: string };

/** The open streams of server-sent events. Each event becomes text once, whoever reads it; nobody who reads slowly is waited for. */
export class Streams {
  readonly #clock: Clock;
  readonly #beat: () => StreamEvents['beat'];
  readonly #streams = new Set<Stream>();
  #stillIn: (listening: Iterable<string>) => ReadonlySet<string> = (all) => new Set(all);
  #timer: Timer | null = null;

  constructor(clock: Clock, beat: () => StreamEvents['beat']) {
    this.#clock = clock;
    this.#beat = beat;
  }

  start(): void {
    this.#timer = every(this.#clock, BEAT_EVERY_MS, 'beat of streams', () => {
      this.#cutWhoMayNot();
      this.tell('beat', this.#beat());
    });
  }

  /** Who may still listen is asked at every beat: a stream asks nothing by itself, and would outlive what it began with. */
  heldTo(stillIn: (listening: Iterable<string>) => ReadonlySet<string>): void {
    this.#stillIn = stillIn;
  }

  stop(): void {
    this.#timer?.cancel();
    for (const stream of [...this.#streams]) this.#cut(stream);
  }

  get count(): number {
    return this.#streams.size;
  }

  /**
   * Begins a stream on a response whose head is not written yet. `session`: whose it is; with it the stream ends.
   *
   * @returns false where there is no room for one more
   */
  open(response: ServerResponse, session: string, snapshot: StreamEvents['snapshot']): boolean {
    if (this.#streams.size >= MOST_STREAMS) return false;
    const own = [...this.#streams].filter((one) => one.session === session);
    if (own.length >= MOST_OF_ONE_SESSION && own[0] !== undefined) this.#cut(own[0]);
    const stream = { response, session };
    this.#streams.add(stream);
    response.on('close', () => this.#streams.delete(stream));
    response.on('error', () => this.#streams.delete(stream));
    this.#write(stream, `retry: 1000\n\n${frame('snapshot', snapshot)}`);
    return true;
  }

  /** `data`, or what makes it: nothing is made for nobody. */
  tell<K extends keyof StreamEvents>(event: K, data: StreamEvents[K] | (() => StreamEvents[K])): void {
    if (this.#streams.size === 0) return;
    const text = frame(event, typeof data === 'function' ? data() : data);
    for (const stream of [...this.#streams]) this.#write(stream, text);
  }

  endOf(session: string): void {
    for (const stream of [...this.#streams]) if (stream.session === session) this.#cut(stream);
  }

  #cutWhoMayNot(): void {
    const may = this.#stillIn(new Set([...this.#streams].map(({ session }) => session)));
    for (const stream of [...this.#streams]) if (!may.has(stream.session)) this.#cut(stream);
  }

  #write(stream: Stream, text: string): void {
    if (stream.response.writableLength > MOST_WAITING_BYTES) this.#cut(stream);
    else stream.response.write(text);
  }

  /** Not ended: what waits for somebody who does not read would wait for ever. */
  #cut(stream: Stream): void {
    this.#streams.delete(stream);
    stream.response.destroy();
  }
}

function frame(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
