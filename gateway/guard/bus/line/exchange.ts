import {
  dropped,
  EMPTY,
  type Found,
  findFrame,
  findGarbled,
  holdsFrameOf,
  type Inbox,
  lastAt,
  mayHaveBegun,
  missingOf,
  receive,
  strangerIn,
  without,
} from './inbox.ts';
import type { Question, Shape } from './shape.ts';

/**
 * One exchange as a pure state machine. Frames are found by what can be expected, by length and CRC, never by silence:
 * a kernel may split one reply into many chunks and may hand over two in one. Everything else in between, in front or
 * behind (noise, the echo of a two-wire adapter, replies to questions given up long ago) is tolerated, and what is
 * recognised is told as `surplus`.
 */
export type ExchangeState =
  | { readonly step: 'idle'; readonly inbox: Inbox }
  | {
      readonly step: 'waiting';
      readonly inbox: Inbox;
      readonly ask: Ask;
      readonly sentAt: number;
      /** Hidden: the reply to a single write looks like its echo, and this adapter is not known to hear itself. */
      readonly echo: 'possible' | 'heard' | 'hidden';
      /** Whether the timer stands at `beginBy` or later. */
      readonly patience: 'begin' | 'whole';
    };

/** What is asked and how long an answer is waited for. Times are `mono` milliseconds. */
export type Ask = {
  readonly frame: Uint8Array;
  readonly question: Question;
  /** A frame whose first byte was seen before this is not the answer, however much it looks like it. */
  readonly notBefore: number;
  readonly deadline: number;
  /** Given up when nothing has come by then; `deadline` at most. */
  readonly beginBy: number;
  /** After a garbled reply, and before a half frame is given up: longest silence there may be inside a frame. */
  readonly quietMs: number;
  /** An answer has begun so long after the request, or after whatever talked over it. */
  readonly usualMs: number;
  /** Whether the adapter is known to hear itself. */
  readonly echoes: boolean;
};

/** `known`: shapes of all questions this line ever asked, by which late replies are recognised. */
export type ExchangeInput =
  | { readonly kind: 'send'; readonly ask: Ask; readonly at: number; readonly known: readonly Shape[] }
  | {
      readonly kind: 'bytes';
      readonly bytes: Uint8Array;
      readonly at: number;
      readonly known: readonly Shape[];
    }
  | { readonly kind: 'deadline'; readonly at: number; readonly known: readonly Shape[] }
  | { readonly kind: 'portLost' };

/**
 * `crc.identified`: the garbled bytes were this request's reply and nothing else, so that none is to come. `crc.stranger`: the unit
 * of a sound frame that came in its place.
 */
export type Outcome =
  | { readonly kind: 'answer'; readonly found: Found; readonly echoed: boolean }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'crc'; readonly identified: boolean; readonly stranger?: number }
  | { readonly kind: 'mismatch' }
  | { readonly kind: 'portLost' };

export type ExchangeEffect =
  | { readonly kind: 'write'; readonly bytes: Uint8Array }
  | { readonly kind: 'arm'; readonly at: number } // replaces the timer that was armed before
  | { readonly kind: 'rest'; readonly bytes: number } // the reply has begun, and so many bytes of it are to come
  // a reply nobody waits for
  | { readonly kind: 'surplus'; readonly shape: Shape; readonly frame: Uint8Array; readonly at: number }
  | { readonly kind: 'done'; readonly outcome: Outcome };

export type ExchangeStep = { readonly state: ExchangeState; readonly effects: readonly ExchangeEffect[] };

export const IDLE: ExchangeState = { step: 'idle', inbox: EMPTY };

type WaitingExchange = ExchangeState & { step: 'waiting' };

// No reply is shorter than an exception. Fewer bytes are the click of a driver being switched, not an attempt to answer.
const SHORTEST_REPLY = 5;

/** One step. A `send` while waiting is a bug of the caller. */
export function stepExchange(state: ExchangeState, input: ExchangeInput): ExchangeStep {
  switch (input.kind) {
    case 'send':
      if (state.step === 'waiting') throw new Error('one exchange at a time');
      return send(state.inbox, input.ask, input.at, input.known);
    case 'bytes': {
      const inbox = receive(state.inbox, input.bytes, input.at);
      if (state.step === 'idle') return idle(inbox, input.known, true);
      return listen({ ...state, inbox }, input.known, input.at);
    }
    case 'deadline':
      if (state.step === 'idle') return { state, effects: [] };
      // a reply has begun: it has all the time there is
      if (input.at < state.ask.deadline && lastAt(state.inbox) >= state.sentAt && state.patience === 'begin')
        return {
          state: { ...state, patience: 'whole' },
          effects: [{ kind: 'arm', at: state.ask.deadline }],
        };
      return giveUp(state, input.known);
    case 'portLost':
      return { state: IDLE, effects: state.step === 'idle' ? [] : [done({ kind: 'portLost' })] };
  }
}

function send(inbox: Inbox, ask: Ask, at: number, known: readonly Shape[]): ExchangeStep {
  const stale = at - lastAt(inbox) > ask.quietMs;
  const drained = idle(inbox, known, !stale);
  const alike = ask.question.isWrite && ask.question.reply.length === ask.frame.length;
  const echo = alike && !ask.echoes ? 'hidden' : 'possible';
  const state = {
    step: 'waiting',
    inbox: stale ? EMPTY : drained.state.inbox,
    ask,
    sentAt: at,
    echo,
    patience: ask.beginBy < ask.deadline ? 'begin' : 'whole',
  } as const;
  return {
    state,
    effects: [...drained.effects, { kind: 'write', bytes: ask.frame }, { kind: 'arm', at: ask.beginBy }],
  };
}

/** Nobody waits: whatever is recognised is surplus. */
function idle(inbox: Inbox, known: readonly Shape[], patient: boolean): ExchangeStep {
  const effects: ExchangeEffect[] = [];
  let rest = inbox;
  for (;;) {
    const found = findFrame(rest, known, patient);
    if (found === null) return { state: { step: 'idle', inbox: rest }, effects };
    effects.push({ kind: 'surplus', shape: found.shape, frame: found.frame, at: found.firstAt });
    rest = dropped(rest, found.offset + found.frame.length);
  }
}

function listen(waiting: WaitingExchange, known: readonly Shape[], at: number): ExchangeStep {
  const sifted = sift(waiting, known, true);
  if (sifted.state.step === 'idle') return sifted;
  const { inbox } = sifted.state;
  const { quietMs, usualMs, deadline, question } = waiting.ask;
  const since = countBefore(inbox, waiting.sentAt);
  const isGarbled = garbledReply(inbox, waiting) >= 0;
  const isNoise = inbox.bytes.length - since >= SHORTEST_REPLY && !mayHaveBegun(inbox, question.reply, since);
  if (!isGarbled && !isNoise) {
    // Only behind the whole head of the reply: whatever stands there else is looked at as it comes.
    const bytes = missingOf(inbox, question.reply, since);
    return bytes <= 1 ? sifted : { ...sifted, effects: [...sifted.effects, { kind: 'rest', bytes }] };
  }
  // The reply came, garbled: nothing but a retry can help, so do not wait for the deadline. Others' noise, or a reply that
  // nobody can make out: one that is still to come begins in its usual time.
  const early = Math.min(deadline, at + (isGarbled ? quietMs : Math.max(quietMs, usualMs)));
  return {
    state: { ...sifted.state, patience: 'whole' },
    effects: [...sifted.effects, { kind: 'arm', at: early }],
  };
}

/** Takes out of the inbox what is understood, until the answer stands there or nothing more is found. */
function sift(waiting: WaitingExchange, known: readonly Shape[], patient: boolean): ExchangeStep {
  const { question, notBefore, frame } = waiting.ask;
  const effects: ExchangeEffect[] = [];
  const own = [question.reply, question.exception, ...known];
  const echoed = echoShape(question, frame);
  let { inbox, echo } = waiting;
  for (;;) {
    const found = findFrame(inbox, echo === 'possible' ? [echoed, ...own] : own, patient);
    if (found === null) return { state: { ...waiting, inbox, echo }, effects };
    const isAnswer = found.shape === question.reply || found.shape === question.exception;
    if (isAnswer && found.firstAt >= notBefore) {
      const rest = idle(dropped(inbox, found.offset + found.frame.length), known, true);
      const answer = { kind: 'answer', found, echoed: echo === 'heard' } as const;
      // first the answer, then what stands behind it: one of the two may be stale, and both count in their order
      return { state: rest.state, effects: [...effects, done(answer), ...rest.effects] };
    }
    if (found.shape === echoed) echo = 'heard';
    else effects.push({ kind: 'surplus', shape: found.shape, frame: found.frame, at: found.firstAt });
    inbox = without(inbox, found);
  }
}

function giveUp(waiting: WaitingExchange, known: readonly Shape[]): ExchangeStep {
  const sifted = sift(waiting, known, false);
  if (sifted.state.step === 'idle') return sifted;
  const { inbox } = sifted.state;
  const { question } = waiting.ask;
  const since = countBefore(inbox, waiting.sentAt);
  const garbled = garbledReply(inbox, waiting);
  const end = (outcome: Outcome, rest: Inbox): ExchangeStep => ({
    state: { step: 'idle', inbox: rest },
    effects: [...sifted.effects, done(outcome)],
  });
  if (garbled >= 0)
    return end({ kind: 'crc', identified: true }, dropped(inbox, garbled + question.reply.length));
  if (holdsFrameOf(inbox, question.unit, since)) return end({ kind: 'mismatch' }, EMPTY);
  // what began to arrive may still become whole, and is then recognised as late
  const heard = inbox.bytes.length - since;
  if (heard < SHORTEST_REPLY) return end({ kind: 'timeout' }, inbox);
  const stranger = strangerIn(inbox, question.unit, waiting.ask.frame[1] ?? 0, since);
  return end({ kind: 'crc', identified: false, ...(stranger === null ? {} : { stranger }) }, inbox);
}

/** Where this request's reply stands garbled; -1 if nowhere. Bytes from before the request are not it. */
function garbledReply(inbox: Inbox, { ask, sentAt }: WaitingExchange): number {
  return findGarbled(inbox, ask.question.reply, countBefore(inbox, sentAt));
}

function countBefore(inbox: Inbox, at: number): number {
  return inbox.stretches.find((stretch) => stretch.at >= at)?.from ?? inbox.bytes.length;
}

function echoShape(question: Question, frame: Uint8Array): Shape {
  const { unit, reply } = question;
  return { ...reply, key: 'echo', unit, prefix: frame, length: frame.length };
}

function done(outcome: Outcome): ExchangeEffect {
  return { kind: 'done', outcome };
}
