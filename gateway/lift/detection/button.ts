import { type Facts, fails, holds } from './facts.ts';

/**
 * The alarm button of the car, looked at in every mode. One press is one alarm; a press that does not end is a contact
 * that sticks. Plain data; mono ms of this boot.
 */
export type ButtonState = {
  readonly pressedSince: number | null;
  readonly releasedAt: number | null; // the end of a press in a car that nobody could leave
  /** This press is an alarm: it was not at a landing with an open door, or lasted through the filter. */
  readonly alarm: boolean;
  readonly shownUntil: number | null; // an alarm is shown for a while, so that a short press is seen
  readonly openSince: boolean; // a door has opened at a landing during this press
  readonly stuck: boolean;
  readonly heard: boolean; // it was pressed once: this lift has a button that is told
};

export const NO_BUTTON: ButtonState = {
  ...{
    pressedSince: null,
    releasedAt: null,
    alarm: false,
    shownUntil: null,
    openSince: false,
    stuck: false,
    heard: false,
  },
};

/** EN 81-28:2018 as told by ldevtech.com: holding the button for 30 s passes the filter. */
const BYPASS_MS = 30_000;
/** Nobody holds a button for so long. Engineering. */
const STUCK_MS = 180_000;
const SHOWN_MS = 10_000;

/** One look. A button that is not told now, or never, is as it was. */
export function stepButton(last: ButtonState, facts: Facts, now: number): ButtonState {
  const { button, doorOpen, inZone, moving, inspection } = facts;
  const landed = holds(doorOpen) && !fails(inZone) && !holds(moving);
  if (button === 'unknown') return last;
  if (!holds(button)) {
    const shown = last.alarm ? Math.max(last.shownUntil ?? 0, now) : last.shownUntil;
    const ends = last.pressedSince !== null && !last.stuck && (!last.openSince || !landed);
    const releasedAt = ends ? now : last.releasedAt;
    return {
      ...{ pressedSince: null, releasedAt, alarm: false, openSince: false, stuck: false, heard: last.heard },
      shownUntil: shown !== null && shown > now ? shown : null,
    };
  }
  const pressedSince = last.pressedSince ?? now;
  const heldMs = now - pressedSince;
  const stuck = last.stuck || heldMs >= STUCK_MS;
  // whoever tries it on inspection is heard at an open door too (EN 81-28, from memory)
  const filtered = landed && !holds(inspection);
  const alarm = !stuck && (last.alarm || !filtered || heldMs >= BYPASS_MS);
  return {
    ...{ pressedSince, releasedAt: last.releasedAt, alarm, stuck, heard: true },
    shownUntil: alarm && !last.alarm ? now + SHOWN_MS : last.shownUntil,
    openSince: last.openSince || landed,
  };
}

/** Whether the alarm of the button is to be seen now. */
export function buttonShown({ alarm, shownUntil, stuck }: ButtonState, now: number): boolean {
  return !stuck && (alarm || (shownUntil !== null && now < shownUntil));
}
