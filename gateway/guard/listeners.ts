import type { Instant, Reading } from '../../drivers/reading.ts';
import type { ExchangeNote } from '../alarmTime/exchangeNote.ts';
import type { Alarm } from '../control/alarm.ts';
import type { DeviceHealth, LineHealth } from '../control/health.ts';
import type { ControlPush } from '../control/protocol.ts';
import type { Installation } from '../site/installation.ts';
import type { Containment } from './containment.ts';
import type { TransitionEffect } from './detect/types.ts';
import type { AlarmTimeKeeper } from './keepers/alarmTimeKeeper.ts';
import type { AnnunciatorKeeper } from './keepers/annunciatorKeeper.ts';
import type { RecordKeeper } from './keepers/recordKeeper.ts';
import type { LiftKeeper } from './lifts/liftKeeper.ts';
import type { StatusBoard } from './statusBoard.ts';

/** What came in or was done in a turn, for all who are not on the way from a reading to a siren. */
export type Heard =
  | { readonly kind: 'exchanged'; readonly note: ExchangeNote }
  | { readonly kind: 'readings'; readonly readings: readonly Reading[] } // of one exchange
  | { readonly kind: 'made'; readonly readings: readonly Reading[] } // that no device gave: of lifts as a whole
  | { readonly kind: 'device'; readonly health: DeviceHealth }
  | { readonly kind: 'line'; readonly health: LineHealth }
  | { readonly kind: 'commanded'; readonly at: Instant; readonly occurrences: readonly string[] };

/** One who listens. A fault in it costs what it listens for, and nobody else anything. */
type Listener = {
  readonly name: string;
  hear(heard: Heard): void;
  declared?(effect: TransitionEffect): void;
  /** Civil time is so far ahead of the monotonic clock from now on; null while that is not sure. */
  clock?(utcOffset: number | null): void;
  /** Goes on with a changed site. */
  adopt?(installation: Installation): void;
  /** Goes on from what it had saved, after a fault. */
  restart(): void;
};

export type ListenerParts = {
  readonly containment: Containment;
  readonly installation: () => Installation;
  readonly alarms: () => readonly Alarm[];
  readonly times: AlarmTimeKeeper;
  readonly annunciators: AnnunciatorKeeper;
  readonly lifts: LiftKeeper;
  readonly records: RecordKeeper;
  readonly board: StatusBoard;
  readonly publish: (push: ControlPush) => void;
};

/** Calls everybody who listens, each by itself, in the order in which things happened. */
export class Listeners {
  readonly #containment: Containment;
  readonly #all: readonly Listener[];

  constructor(parts: ListenerParts) {
    this.#containment = parts.containment;
    this.#all = [buttons, alarmTimes, readBack, lifts, records, board].map((listener) => listener(parts));
  }

  hear(heard: readonly Heard[], declared: readonly TransitionEffect[]): void {
    for (const one of heard) this.#each((listener) => listener.hear(one));
    for (const effect of declared) this.#each((listener) => listener.declared?.(effect));
  }

  clock(utcOffset: number | null): void {
    this.#each((listener) => listener.clock?.(utcOffset));
  }

  adopt(installation: Installation): void {
    this.#each((listener) => listener.adopt?.(installation));
  }

  #each(call: (listener: Listener) => void): void {
    for (const listener of this.#all)
      this.#containment.run(
        listener.name,
        () => call(listener),
        () => listener.restart(),
      );
  }
}

function alarmTimes({ times, alarms, installation }: ListenerParts): Listener {
  return {
    name: 'alarm times',
    hear(heard) {
      if (heard.kind === 'exchanged') times.exchanged(heard.note);
      else if (heard.kind === 'readings') times.readings(heard.readings);
      else if (heard.kind === 'device') times.device(heard.health);
      else if (heard.kind === 'line') times.line(heard.health);
      else if (heard.kind === 'commanded')
        for (const alarm of alarms())
          if (heard.occurrences.includes(alarm.occurrence)) times.commanded(alarm, heard.at);
    },
    declared({ transition, at }) {
      // where no siren is to be commanded, an alarm has arrived when it is declared
      if (installation().annunciators.length === 0) times.commanded(transition, at);
    },
    adopt: (changed) => times.reload(changed),
    restart: () => times.reload(installation()),
  };
}

/** The buttons of a cabinet: somebody stands there and waits. */
function buttons({ annunciators }: ListenerParts): Listener {
  return {
    name: 'buttons',
    hear(heard) {
      if (heard.kind === 'readings') annunciators.buttons(heard.readings);
    },
    restart: () => {}, // every reading tells anew what is pressed
  };
}

/** What annunciators say of what they do. */
function readBack({ annunciators }: ListenerParts): Listener {
  return {
    name: 'annunciators',
    hear(heard) {
      if (heard.kind === 'readings') annunciators.readBack(heard.readings);
      else if (heard.kind === 'line') annunciators.line(heard.health);
    },
    restart: () => {}, // what they are told does not depend on it
  };
}

function lifts({ lifts }: ListenerParts): Listener {
  return {
    name: 'lifts',
    hear(heard) {
      if (heard.kind === 'readings') lifts.accept(heard.readings);
    },
    declared: (effect) => lifts.declared(effect),
    clock: (utcOffset) => lifts.clock(utcOffset),
    adopt: (installation) => lifts.reload(installation),
    restart: () => lifts.restart(),
  };
}

function records({ records, installation }: ListenerParts): Listener {
  return {
    name: 'records',
    hear(heard) {
      if (heard.kind === 'readings' || heard.kind === 'made') records.accept(heard.readings);
    },
    declared: (effect) => records.evidence.declared(effect),
    clock: (utcOffset) => records.clock(utcOffset),
    adopt: (changed) => records.begin(changed),
    restart: () => records.restart(installation()),
  };
}

function board({ board, publish }: ListenerParts): Listener {
  return {
    name: 'status',
    hear(heard) {
      if (heard.kind === 'readings' || heard.kind === 'made') {
        board.take(heard.readings);
        publish({ push: 'readings', readings: heard.readings });
      } else if (heard.kind === 'device') publish(board.device(heard.health));
      else if (heard.kind === 'line') publish(board.line(heard.health));
    },
    restart: () => {},
  };
}
