import type { ExchangeNote } from '../exchangeNote.ts';
import type { Faults } from './faults.ts';

/** What a line's log says went wrong between two instants, seen from one device. */
export type FaultsMet = {
  readonly faults: Faults;
  readonly givenUp: boolean; // the device itself was offline meanwhile: nothing is promised, loss of sensing is raised
  readonly extraMs: number; // longer quarantines than the profile's, and what the probe budget held back
  readonly holdUps: number; // how often it was held back: each time it waits for service again
};

/** Devices are remembered as troubled for so long: their answers may be in doubt, and the budget knows of them. */
const LATELY_MS = 10_000;
const TRUSTED_AGAIN = 3; // answers in a row, schedule/breaker.ts
const MOST_KEPT = 64;

type Lost = {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly readyAt: number;
  readonly silent: boolean;
};
type Hold = { readonly at: number; readonly ms: number };
type Past = {
  lost: Lost[]; // oldest first
  holds: Hold[];
  answers: number; // since the last loss
  answeredAt: number;
  recoveredAt: number; // the third answer since the last loss; Infinity while it has not come
  offlineAt: number; // last seen offline; Infinity while it is
};

/** Remembers what went wrong on one line, device by device, as far back as it matters. */
export class LineFaults {
  readonly #pasts = new Map<string, Past>();

  note(note: ExchangeNote): void {
    const past = this.#past(note.device);
    if (note.heldMs > 0)
      past.holds = [...past.holds, { at: note.startedAt, ms: note.heldMs }].slice(-MOST_KEPT);
    if (note.lost === null) {
      past.answeredAt = note.endedAt;
      if (++past.answers === TRUSTED_AGAIN) past.recoveredAt = Math.min(past.recoveredAt, note.endedAt);
      return;
    }
    const { startedAt, endedAt, readyAt } = note;
    past.lost = [...past.lost, { startedAt, endedAt, readyAt, silent: note.lost === 'silent' }].slice(
      -MOST_KEPT,
    );
    past.answers = 0;
    past.recoveredAt = Number.POSITIVE_INFINITY;
  }

  /** The bus has given the device up, or has it back. */
  state(device: string, offline: boolean, now: number): void {
    const past = this.#past(device);
    if (offline) past.offlineAt = Number.POSITIVE_INFINITY;
    else if (past.offlineAt === Number.POSITIVE_INFINITY) past.offlineAt = now;
  }

  /** What went wrong since `from`, for a device whose unit is left alone `quarantineMs` after silence. */
  met(device: string, from: number, quarantineMs: number): FaultsMet {
    const own = this.#past(device);
    const lost = own.lost.filter(({ endedAt }) => endedAt > from);
    const holds = own.holds.filter(({ at }) => at > from);
    const longer = lost.map(({ endedAt, readyAt }) => Math.max(0, readyAt - endedAt - quarantineMs));
    const rest = [...this.#pasts].filter(([id]) => id !== device).map(([, past]) => past);
    const others = rest.map((past) => troubleOf(past, from));
    return {
      faults: {
        dying: others.filter((trouble) => trouble === 'dying').length,
        lossy: others.filter((trouble) => trouble === 'lossy').length,
        losses: rest.reduce((sum, past) => sum + past.lost.filter(({ endedAt }) => endedAt > from).length, 0),
        lost: lost.length,
        lately: own.lost.filter(({ endedAt }) => endedAt > from - LATELY_MS).length,
      },
      givenUp: own.offlineAt > from,
      extraMs: [...longer, ...holds.map(({ ms }) => ms)].reduce((sum, ms) => sum + ms, 0),
      holdUps: holds.length,
    };
  }

  #past(device: string): Past {
    let past = this.#pasts.get(device);
    if (past === undefined) {
      const never = Number.NEGATIVE_INFINITY;
      past = { lost: [], holds: [], answers: 0, answeredAt: never, recoveredAt: never, offlineAt: never };
      this.#pasts.set(device, past);
    }
    return past;
  }
}

/** Silent from its first loss on: dying. Heard again, garbled, or asked again before its quarantine was over: lossy. */
function troubleOf(past: Past, from: number): 'none' | 'dying' | 'lossy' {
  const lately = past.lost.filter(({ endedAt }) => endedAt > from - LATELY_MS);
  const doubted = past.recoveredAt > from;
  const [first] = lately;
  if (first === undefined) return doubted ? (past.answeredAt > from ? 'lossy' : 'dying') : 'none';
  const early = lately.some((loss, i) => loss.startedAt < (lately[i - 1]?.readyAt ?? loss.startedAt));
  return early || past.answeredAt > first.endedAt || lately.some(({ silent }) => !silent) ? 'lossy' : 'dying';
}
