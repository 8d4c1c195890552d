/** Contacts that can bounce, by what they tell. */
export const CONTACTS = ['openLimit', 'closeLimit', 'lock', 'zone', 'level', 'doorBit'] as const;
export type Contact = (typeof CONTACTS)[number];

/** How the sensors of a lift see it, apart from what is so. */
export type Sensing = {
  /** A sensor for persons that sees heat which moves: it shows somebody who is not there for a moment, so often. */
  readonly blipEveryMs: number | null;
  /** It loses whoever does not stir for so long, and sees them again when they do. */
  readonly blindAfterMs: number | null;
  readonly personStuck: boolean | null;
  readonly loadPct: number; // what the load cell adds, % of the rated load
  readonly loadPctPerDay: number;
  readonly loadSinceMs: number;
  readonly bouncing: Readonly<Partial<Record<Contact, number>>>; // ms between two bounces
};

export const TRUE_SENSING: Sensing = {
  ...{ blipEveryMs: null, blindAfterMs: null, personStuck: null, bouncing: {} },
  ...{ loadPct: 0, loadPctPerDay: 0, loadSinceMs: 0 },
};
