import type { Clock, Timer } from '../core/clock.ts';
import { Outbox } from './outbox.ts';
import type { ControlPush, ControlTopic } from './protocol.ts';
import { Spoken } from './spoken.ts';

/** Somebody who listens: takes what it asked for, and never makes the broadcaster wait. */
export type Subscriber = {
  wants(topic: ControlTopic): boolean;
  take(spoken: Spoken): void;
};

export type BroadcasterOptions = {
  readonly clock: Clock;
  /** What stands now; null: nothing yet. */
  readonly snapshot: (topic: ControlTopic) => ControlPush | null;
  readonly readingsEveryMs?: number;
  /** Calls back when this turn of the event loop is over. */
  readonly endOfTurn?: (run: () => void) => void;
};

const READINGS_EVERY_MS = 150;
/** In a flood a list of hundreds of alarms changes with every one of them: one that was told stands for so long. */
const ALARMS_EVERY_MS = 100;

/**
 * Gathers what is told within one turn of the event loop and hands it to all subscribers of all sockets at its end, as text
 * that was made once. Guard pays for a flood by the turn, not by alarm and listener.
 */
export class Broadcaster {
  readonly #options: BroadcasterOptions;
  readonly #endOfTurn: (run: () => void) => void;
  readonly #subscribers = new Set<Iterable<Subscriber>>();
  readonly #turn = new Outbox();
  #turnEnds = false;
  #alarmsChanged = false;
  #alarmsToldAt = Number.NEGATIVE_INFINITY;
  #readingsDue: Timer | null = null;
  #alarmsDue: Timer | null = null;

  constructor(options: BroadcasterOptions) {
    this.#options = options;
    this.#endOfTurn = options.endOfTurn ?? ((run) => setImmediate(run));
  }

  /** These listen from now on, as long as they are in the collection. */
  add(subscribers: Iterable<Subscriber>): void {
    this.#subscribers.add(subscribers);
  }

  stop(): void {
    this.#subscribers.clear();
    this.#readingsDue?.cancel();
    this.#alarmsDue?.cancel();
    this.#readingsDue = null;
    this.#alarmsDue = null;
  }

  /**
   * Told at the end of this turn, readings a few times a second. Of alarms this is only the word that they changed: the list
   * is asked for when it is to be written. Returns at once whatever the subscribers do.
   */
  publish(push: ControlPush): void {
    if (push.push === 'alarms') {
      this.alarmsChanged();
      return;
    }
    if (!this.#anybody(push.push)) return;
    this.#turn.add(new Spoken(push));
    if (push.push === 'readings') this.#scheduleReadings();
    else this.#scheduleTurn();
  }

  /** The list of alarms is another one now. */
  alarmsChanged(): void {
    if (this.#alarmsChanged || !this.#anybody('alarms')) return;
    this.#alarmsChanged = true;
    this.#scheduleTurn();
  }

  /** What stands now, for one who has just subscribed. */
  standing(topic: ControlTopic): Spoken | null {
    const push = this.#options.snapshot(topic);
    return push === null ? null : new Spoken(push);
  }

  #anybody(topic: ControlTopic): boolean {
    for (const subscribers of this.#subscribers)
      for (const subscriber of subscribers) if (subscriber.wants(topic)) return true;
    return false;
  }

  #scheduleTurn(): void {
    if (this.#turnEnds) return;
    this.#turnEnds = true;
    this.#endOfTurn(() => {
      this.#turnEnds = false;
      this.#tellTurn();
    });
  }

  #tellTurn(): void {
    if (this.#alarmsChanged) this.#tellAlarms();
    for (const spoken of this.#turn.takeUrgent()) this.#hand(spoken);
  }

  #tellAlarms(): void {
    const { clock } = this.#options;
    const waitMs = this.#alarmsToldAt + ALARMS_EVERY_MS - clock.mono();
    if (waitMs > 0) {
      this.#alarmsDue ??= clock.after(waitMs, 'control alarms', () => {
        this.#alarmsDue = null;
        this.#tellAlarms();
      });
      return;
    }
    this.#alarmsChanged = false;
    this.#alarmsToldAt = clock.mono();
    const spoken = this.standing('alarms');
    if (spoken !== null) this.#hand(spoken);
  }

  #scheduleReadings(): void {
    const { clock, readingsEveryMs = READINGS_EVERY_MS } = this.#options;
    this.#readingsDue ??= clock.after(readingsEveryMs, 'control readings', () => {
      this.#readingsDue = null;
      const spoken = this.#turn.takeReadings();
      if (spoken !== null) this.#hand(spoken);
    });
  }

  #hand(spoken: Spoken): void {
    for (const subscribers of this.#subscribers)
      for (const subscriber of [...subscribers]) if (subscriber.wants(spoken.topic)) subscriber.take(spoken);
  }
}
