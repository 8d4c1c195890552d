import type { Profile } from '../../drivers/profile/schema.ts';

/** What an exchange with one device costs and tolerates, from its profile. Milliseconds. */
export type DeviceTiming = {
  readonly turnaroundMs: number;
  readonly responseMs: number;
  readonly lateWindowMs: number;
  readonly gapMs: number;
  readonly dialect?: Profile['dialect']; // how it bends Modbus RTU; standard unless said
};

/** A reply may come this many response times after it was given up, unless the profile knows better. */
const LATE_WINDOW_RESPONSES = 4;

/** What an exchange with a device of this profile tolerates. */
export function deviceTiming({ timing, dialect }: Profile): DeviceTiming {
  return {
    turnaroundMs: timing.turnaroundMs,
    responseMs: timing.responseMs,
    lateWindowMs: timing.lateWindowMs ?? LATE_WINDOW_RESPONSES * timing.responseMs,
    gapMs: timing.gapMs,
    ...(dialect === 'standard' ? {} : { dialect }),
  };
}

/** For a unit the site does not know: patient enough for nearly everything. */
export const STRANGER_TIMING: DeviceTiming = {
  turnaroundMs: 10,
  responseMs: 500,
  lateWindowMs: 2000,
  gapMs: 0,
};
