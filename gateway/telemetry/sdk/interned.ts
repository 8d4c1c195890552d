import { createHash } from 'node:crypto';
import type { Birth, Channel, RuleSummary, WireText } from '../wire/model.ts';

const MOST_LISTS = 2_000;
const MOST_TEXTS = 50_000;

/**
 * Births of many gateways with what they have in common kept once: lists of channels and of rules that are the same from
 * beginning to end (buildings of one kind, or one building before and after a change of its software), and texts. Bounded:
 * what was not met for long is forgotten here, which costs room and nothing else.
 */
export class Interned {
  readonly #channels = new Recent<readonly Channel[]>(MOST_LISTS);
  readonly #rules = new Recent<readonly RuleSummary[]>(MOST_LISTS);
  readonly #texts = new Recent<WireText>(MOST_TEXTS);

  /** The same birth, sharing what it can. */
  birth(birth: Birth): Birth {
    const channels = this.#channels.get(nameOf(birth.channels), () =>
      birth.channels.map((one) => this.#channel(one)),
    );
    const rules = this.#rules.get(nameOf(birth.rules), () => birth.rules.map((one) => this.#rule(one)));
    return { ...birth, software: this.#word(birth.software), channels, rules };
  }

  #channel(channel: Channel): Channel {
    const { index, point, name, unit, exponent, profile, place, role } = channel;
    return {
      ...{ index, point: this.#word(point), name: this.#text(name), unit: this.#word(unit) },
      ...{ exponent, profile: this.#word(profile) },
      ...(place === undefined ? {} : { place: this.#text(place) }),
      ...(role === undefined ? {} : { role: this.#word(role) }),
    };
  }

  #rule({ id, kind, point, text }: RuleSummary): RuleSummary {
    return {
      ...{ id: this.#word(id), kind: this.#word(kind) },
      ...(point === undefined ? {} : { point: this.#word(point) }),
      text: this.#word(text),
    };
  }

  #word(text: string): string {
    return this.#texts.get(text, () => text) as string;
  }

  #text(text: WireText): WireText {
    if (typeof text === 'string') return this.#word(text);
    return this.#texts.get(`${text.en}\n${text.zh}`, () => ({
      en: this.#word(text.en),
      zh: this.#word(text.zh),
    }));
  }
}

function nameOf(list: unknown): string {
  return createHash('sha256').update(JSON.stringify(list)).digest('base64');
}

/** What was met of late, by key: two generations of at most `most` entries. */
class Recent<V> {
  readonly #most: number;
  #young = new Map<string, V>();
  #old = new Map<string, V>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, make: () => V): V {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const value = this.#old.get(key) ?? make();
    if (this.#young.size >= this.#most) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
    return value;
  }
}
