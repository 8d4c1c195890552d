import type { TelemetryHeader } from '../wire/header.ts';

/** A message that cannot be read yet, with what its header says. */
export type HeldMessage = {
  readonly topic: string; // what follows `<prefix>/v1/<gateway>/`
  readonly bytes: Uint8Array;
  readonly header: TelemetryHeader;
};

/** What waits for a birth. Anything but nothing is red: it is here and says nothing. */
export type HeldReport = {
  readonly messages: number;
  /** Given up for want of room since the last birth; found missing. */
  readonly dropped: number;
  /** The births they name, each once. */
  readonly births: readonly string[];
};

export type SavedHeld = {
  readonly messages: readonly (Omit<HeldMessage, 'bytes'> & { readonly bytes: string })[]; // base64
  readonly dropped: number;
};

/** Bytes that all gateways of a platform may keep together. */
export class HoldBudget {
  left: number;

  constructor(bytes: number) {
    this.left = bytes;
  }
}

/** Messages of one gateway in the order they came, bounded in bytes: its own, and those of all gateways together. */
export class HeldMessages {
  #messages: HeldMessage[] = [];
  #bytes = 0;
  #dropped = 0;
  readonly #most: number;
  readonly #budget: HoldBudget;

  constructor(mostBytes: number, budget: HoldBudget) {
    this.#most = mostBytes;
    this.#budget = budget;
  }

  /** Keeps a message. Answers those that had to go for it: the oldest, or the message itself. */
  hold(message: HeldMessage): readonly HeldMessage[] {
    const size = message.bytes.length;
    const gone: HeldMessage[] = [];
    while (this.#messages.length > 0 && !this.#hasRoom(size)) gone.push(...this.#cut(1));
    if (this.#hasRoom(size)) {
      this.#messages.push(message);
      this.#bytes += size;
      this.#budget.left -= size;
    } else gone.push(message);
    this.#dropped += gone.length;
    return gone;
  }

  /** Everything, to be tried again. */
  take(): readonly HeldMessage[] {
    this.#dropped = 0;
    return this.#cut(this.#messages.length);
  }

  get size(): number {
    return this.#messages.length;
  }

  report(): HeldReport {
    const births = [...new Set(this.#messages.map(({ header }) => header.birth))];
    return { messages: this.#messages.length, dropped: this.#dropped, births };
  }

  save(): SavedHeld {
    const messages = this.#messages.map(({ topic, bytes, header }) => {
      return { topic, bytes: Buffer.from(bytes).toString('base64'), header };
    });
    return { messages, dropped: this.#dropped };
  }

  restore({ messages, dropped }: SavedHeld): void {
    for (const { topic, bytes, header } of messages)
      this.hold({ topic, bytes: new Uint8Array(Buffer.from(bytes, 'base64')), header });
    this.#dropped = dropped;
  }

  #hasRoom(size: number): boolean {
    return this.#bytes + size <= this.#most && size <= this.#budget.left;
  }

  #cut(count: number): HeldMessage[] {
    const cut = this.#messages.splice(0, count);
    const size = cut.reduce((sum, { bytes }) => sum + bytes.length, 0);
    this.#bytes -= size;
    this.#budget.left += size;
    return cut;
  }
}
