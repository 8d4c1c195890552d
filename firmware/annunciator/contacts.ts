/** What a person or a wire closes at the node. */
export const CONTACTS = ['silence', 'reset', 'test', 'tamper', 'mains'] as const;
export type NodeContact = (typeof CONTACTS)[number];

export const BUTTONS = ['silence', 'reset', 'test'] as const;
export type Button = (typeof BUTTONS)[number];

/** A level must hold so long to count. Contacts bounce for a few milliseconds; a hand is ten times slower. */
export const DEBOUNCE_MS = 20;

/**
 * One contact. `closed` is what counts, null until the board has told of it since it became ready: what was pressed
 * while nobody looked was not pressed, and a button found held down is not a press.
 */
export type ContactState = {
  readonly closed: boolean | null;
  readonly raw: boolean | null;
  readonly since: number; // of `raw`
};

export const UNSEEN: ContactState = { closed: null, raw: null, since: 0 };

/** What the board says of a contact; it may say the same again. */
export function hear(state: ContactState, closed: boolean, now: number): ContactState {
  return state.raw === closed ? state : { ...state, raw: closed, since: now };
}

/** The contact at `now`, and whether it has just been closed by somebody. */
export function settle(state: ContactState, now: number): { state: ContactState; pressed: boolean } {
  if (now < settlesAt(state)) return { state, pressed: false };
  return { state: { ...state, closed: state.raw }, pressed: state.closed === false && state.raw === true };
}

/** When a level that was heard will count; never when nothing is pending. */
export function settlesAt({ closed, raw, since }: ContactState): number {
  return raw === null || raw === closed ? Number.POSITIVE_INFINITY : since + DEBOUNCE_MS;
}
