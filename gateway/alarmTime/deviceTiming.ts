import type { Profile, WakeUp } from '../../drivers/profile/schema.ts';

/** What an exchange with one device costs and tolerates, from its profile. Milliseconds. */
export type DeviceTiming = {
  readonly turnaroundMs: number;
  readonly responseMs: number;
  readonly lateWindowMs: number;
  readonly gapMs: number;
  /** Its replies have begun by then lately, from the last byte of the request on. */
  readonly usualMs?: number;
  /** Given up when no reply has begun in its usual time: it is probably dead. */
  readonly hurried?: boolean;
  readonly dialect?: Profile['dialect']; // how it bends Modbus RTU; standard unless said
  readonly wakeUp?: WakeUp; // it sleeps when it was not asked for a while
};

/**
 * A reply comes this many response times after it was given up at most, nearly always, unless the profile knows better.
 * What comes later still is told from the next answer all the same (`guard/bus/line/lateReplies.ts`).
 */
const LATE_WINDOW_RESPONSES = 2;

/** What an exchange with a device of this profile tolerates. */
export function deviceTiming({ timing, dialect }: Profile): DeviceTiming {
  return {
    turnaroundMs: timing.turnaroundMs,
    responseMs: timing.responseMs,
    lateWindowMs: timing.lateWindowMs ?? LATE_WINDOW_RESPONSES * timing.responseMs,
    gapMs: timing.gapMs,
    ...(dialect === 'standard' ? {} : { dialect }),
    ...(timing.wakeUp === undefined ? {} : { wakeUp: timing.wakeUp }),
  };
}

/** So many exchanges in a row are given up before a device that loses replies now and then is. */
export const MOST_LOSSES = 6;
const PATIENCE_PERIODS = 3;

/**
 * How long a device may go on without a sign of life after its first lost exchange before it is given up, milliseconds:
 * three of its periods, and never before all its retries had their chance.
 *
 * @param fastestMs the shortest period of its points
 */
export function patienceMs(fastestMs: number, { lateWindowMs, responseMs }: DeviceTiming): number {
  return Math.max(PATIENCE_PERIODS * fastestMs, fastestMs + MOST_LOSSES * (lateWindowMs + responseMs));
}

/** For a unit the site does not know: patient enough for nearly everything. */
export const STRANGER_TIMING: DeviceTiming = {
  turnaroundMs: 10,
  responseMs: 500,
  lateWindowMs: 2000,
  gapMs: 0,
};
