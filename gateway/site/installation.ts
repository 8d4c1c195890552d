import type { Profile, ProfilePoint } from '../../drivers/profile/schema.ts';
import type { Connection, LocalName, Rule, Site, Uplink } from './schema.ts';

/**
 * A site file resolved against the catalogue: every reference looked up, every default filled in, checked. The rest
 * of the gateway works from this and never sees a dangling name. Made by `resolveSite`.
 */
export type Installation = {
  readonly gateway: Site['gateway'];
  readonly lines: readonly Line[];
  readonly devices: ReadonlyMap<string, Device>;
  readonly points: ReadonlyMap<string, Point>; // by full id `<device>/<point>`
  readonly rules: readonly Rule[]; // those of the file plus the loss-of-sensing rule of every device
  readonly uplinks: readonly Uplink[];
  readonly journal: Site['journal'];
  readonly folder: string; // of the site file: relative paths start here
};

/** One RS-485 pair (or Modbus TCP endpoint) and what hangs on it. */
export type Line = {
  readonly id: string;
  readonly connection: Connection;
  readonly devices: readonly Device[];
};

export type Device = {
  readonly id: string;
  readonly profile: Profile;
  readonly lineId: string;
  readonly unit: number;
  readonly name: LocalName;
  readonly place: LocalName | undefined;
  readonly parameters: Readonly<Record<string, number>>;
  readonly baseline: Readonly<Record<string, number>>;
  readonly calibrationDue: string | undefined;
  readonly points: readonly Point[];
};

export type Point = {
  readonly id: string; // `<device>/<point>`
  readonly deviceId: string;
  readonly profile: ProfilePoint;
  readonly class: ProfilePoint['class'];
  readonly periodMs: number;
  /** Unit after the site's choice (`''` where the quantity has none). A unit read from a register is the profile's map's first. */
  readonly unit: string;
  /** Value on the wire = integer × 10^-decimals. */
  readonly decimals: number;
  readonly reportMs: number;
  readonly deadband: number | undefined;
};
