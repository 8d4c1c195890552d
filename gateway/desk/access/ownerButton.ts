import type { Reading } from '../../../drivers/reading.ts';
import type { Log } from '../../core/log.ts';
import { keptClaimCode, newClaimCode } from '../../people/claimCode.ts';
import type { Installation } from '../../site/installation.ts';
import type { Live } from '../live/live.ts';
import type { Access } from './access.ts';

/** So long it has to be held: nobody leans on a button for ten seconds. */
const HELD_MS = 10_000;
/** Readings further apart than this, or than so many of its periods, do not say that it was held meanwhile. */
const GAP = { ms: 3_000, periods: 3 };

/** The button of the box, an input that the site names (`page.ownerButton`): tells when it was held for ten seconds. */
export class OwnerButton {
  readonly #installation: () => Installation | null;
  readonly #held: () => void;
  #since: number | null = null;
  #last = Number.NEGATIVE_INFINITY;
  #wasTold = false;

  /** `held` is called once each time. */
  constructor(installation: () => Installation | null, held: () => void) {
    this.#installation = installation;
    this.#held = held;
  }

  readings(readings: readonly Reading[]): void {
    const installation = this.#installation();
    const point = installation?.page?.ownerButton;
    if (point === undefined) return;
    const periodMs = installation?.points.get(point)?.periodMs ?? 0;
    for (const reading of readings)
      if (reading.point === point) this.#look(reading, Math.max(GAP.ms, GAP.periods * periodMs));
  }

  #look({ value, quality, at }: Reading, gapMs: number): void {
    const isPressed = quality === 'good' && value === true;
    if (!isPressed || at.mono - this.#last > gapMs) {
      this.#since = null;
      this.#wasTold = false;
    }
    if (!isPressed) return;
    this.#last = at.mono;
    this.#since ??= at.mono;
    if (this.#wasTold || at.mono - this.#since < HELD_MS) return;
    this.#wasTold = true;
    this.#held();
  }
}

/** Whoever holds the button comes in with the code of the label, or where there is none with one that the log shows. `folder`: desk's. */
export function listenToButton(live: Live, access: Access, folder: string, log: Log): void {
  const button = new OwnerButton(
    () => live.site.installation,
    () => {
      const labelled = keptClaimCode(folder);
      const code = labelled ?? newClaimCode();
      try {
        access.openAnew(code, 'button');
      } catch (error) {
        // a disk that takes nothing must not end what shows the alarms
        log.info(`the button of the box was held, and cannot be kept: ${(error as Error).message}`);
        return;
      }
      const shown = labelled === null ? code : 'of the label';
      log.info(`the button of the box was held: a new administrator may come in with the code ${shown}`);
    },
  );
  live.heardBy(button);
}
