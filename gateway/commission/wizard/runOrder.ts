import { isDeepStrictEqual } from 'node:util';
import type { Profile } from '../../../drivers/profile/schema.ts';
import { type Clock, sleep } from '../../core/clock.ts';
import type { Identification } from '../scan/fingerprint.ts';
import type { HandAnswer } from '../scan/question.ts';
import type { Whereabouts } from '../settings/changePlan.ts';
import { carryOn, type SetupLine } from '../settings/settingChange.ts';
import { type AddressLook, type OrderInput, type SensorOrder, stepOrder, taskOf } from './order.ts';

/** What an order needs of the box. */
export type OrderHands = {
  readonly line: SetupLine;
  readonly clock: Clock;
  /** Who answers there: one reads five times, so that two on an address are told from one. */
  look(at: Whereabouts): Promise<AddressLook>;
  recognise(at: Whereabouts): Promise<Identification>;
  /** What its main point shows now; null: it does not answer. */
  show(at: Whereabouts): Promise<HandAnswer | null>;
  /** What is shown is another than before. Nothing of it is kept. */
  shown(): void;
  /** After every input that changed something, before anything follows from it. */
  keep(order: SensorOrder): void | Promise<void>;
  powerCycle(): Promise<void>;
};

/** Nobody there yet: looked again so soon. A person who connects something waits no longer than this for the box. */
const LOOK_EVERY_MS = 500;

/** So many looks in a row. */
const SHARED_LOOKS = 5;

/** What the sensor shows while it is named: `silent` where it does not answer now; null before anybody looked. */
export type ShownWhileNamed = HandAnswer | 'silent' | null;

/** Runs one order: what needs no person is done by itself; what a person says comes in by `tell`. */
export class OrderRun {
  readonly #profile: Profile;
  readonly #hands: OrderHands;
  #order: SensorOrder;
  #stopping = false;
  #turn = 0; // which of the given addresses is looked at next
  #shows: ShownWhileNamed = null;
  #wake: () => void = () => {};

  constructor(order: SensorOrder, profile: Profile, hands: OrderHands) {
    this.#order = order;
    this.#profile = profile;
    this.#hands = hands;
  }

  get order(): SensorOrder {
    return this.#order;
  }

  /** What the sensor in hand shows now, while it is named. */
  get shows(): ShownWhileNamed {
    return this.#order.phase.kind === 'name' ? this.#shows : null;
  }

  /** An input of a person, from whichever phone. Resolves when it is kept. */
  async tell(input: OrderInput): Promise<void> {
    await this.#take(input);
    this.#wake();
  }

  stop(): void {
    this.#stopping = true;
    this.#wake();
  }

  /** Ends when all sensors are done, or when it is stopped. */
  async run(): Promise<void> {
    while (!this.#isOver()) {
      const before = this.#order;
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await this.#work();
      if (this.#isOver()) return;
      if (taskOf(this.#order) === null) await woken;
      else if (this.#order === before || this.#order.phase.kind === before.phase.kind)
        await Promise.race([woken, sleep(this.#hands.clock, LOOK_EVERY_MS, 'look again')]);
    }
  }

  #isOver(): boolean {
    return this.#stopping || this.#order.phase.kind === 'done';
  }

  async #work(): Promise<void> {
    const task = taskOf(this.#order);
    switch (task?.kind) {
      case 'look': {
        const before = this.#order;
        const named = before.phase.kind === 'name';
        let answer = await (named ? this.#lookAgain(task.at) : this.#hands.look(task.at));
        const fresh = answer === 'nobody' ? task.fresh : null;
        if (fresh !== null) answer = await this.#hands.look(fresh);
        // somebody went on meanwhile: what was seen at one place says nothing of another
        if (this.#order.at !== before.at || this.#order.phase.kind !== before.phase.kind) return;
        await this.#take({ kind: 'looked', answer, fresh: fresh !== null });
        if (named) await this.#show(task.at, answer);
        // one of them each time: who is connected waits no longer for the box
        const unit = task.given[this.#turn++ % Math.max(1, task.given.length)];
        if (answer !== 'nobody' || unit === undefined) return;
        const given = await this.#lookAgain({ ...task.at, unit });
        return this.#take({ kind: 'looked-at-given', unit, answer: given });
      }
      case 'recognise':
        return this.#take({ kind: 'recognised', what: await this.#hands.recognise(task.at) });
      case 'change': {
        const { line, clock, powerCycle } = this.#hands;
        const keep = (change: typeof task.change) => this.#take({ kind: 'changed', change });
        await carryOn(task.change, this.#profile, { line, clock, powerCycle, keep });
      }
    }
  }

  /** A value under the eyes of who names it: that it is the one in the hand is seen when it follows. */
  async #show(at: Whereabouts, answer: AddressLook): Promise<void> {
    if (answer === 'shared') return;
    const shows = (answer === 'one' ? await this.#hands.show(at) : null) ?? 'silent';
    if (isDeepStrictEqual(shows, this.#shows)) return;
    this.#shows = shows;
    this.#hands.shown();
  }

  /** Of one that was alone before, an answer that is lost or garbled is more likely noise than another one: it has to come again and again. */
  async #lookAgain(at: Whereabouts): Promise<AddressLook> {
    let answer: AddressLook = 'shared';
    for (let i = 0; i < SHARED_LOOKS && answer === 'shared'; i++) answer = await this.#hands.look(at);
    return answer;
  }

  async #take(input: OrderInput): Promise<void> {
    const before = this.#order;
    this.#order = stepOrder(before, input, this.#profile);
    if (before.phase.kind !== 'name' || before.at !== this.#order.at) this.#shows = null;
    if (!isDeepStrictEqual(before, this.#order)) await this.#hands.keep(this.#order);
  }
}
