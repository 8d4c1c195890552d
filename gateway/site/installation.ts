import type { Profile, ProfilePoint } from '../../drivers/profile/schema.ts';
import type { Confidence, OutputKind } from '../../drivers/vocabulary.ts';
import type { Text } from '../core/result.ts';
import type { Signals } from './schema/annunciatorSchema.ts';
import type { SiteNotification } from './schema/notificationSchema.ts';
import type { LineConnection, LocalName, Rule, Site, SiteDevice, SiteUplink } from './schema/siteSchema.ts';

/**
 * A site file resolved against the catalogue: every reference looked up, every default filled in, checked. The rest
 * of the gateway works from this and never sees a dangling name. Made by `resolveSite`.
 */
export type Installation = {
  readonly gateway: Site['gateway'];
  readonly lines: readonly Line[];
  readonly devices: ReadonlyMap<string, Device>;
  readonly points: ReadonlyMap<string, Point>; // by full id `<device>/<point>`
  readonly rules: readonly Rule[]; // those of the file, of rule packs, and those that every site has
  readonly provenance: ReadonlyMap<string, Provenance>; // by rule id: where the values of a pack's rule come from
  readonly zones: Site['zones'];
  readonly signals: Signals; // of alarms whose rule says nothing else; only severities that signal anything
  readonly annunciators: readonly Annunciator[];
  readonly lifts: readonly Lift[];
  readonly uplinks: readonly SiteUplink[];
  readonly notifications: readonly SiteNotification[];
  readonly journal: Site['journal'];
  readonly page?: Site['page'];
  readonly opcua?: Site['opcua'];
  readonly folder: string; // of the site file: relative paths start here
};

/** One RS-485 pair (or Modbus TCP endpoint) and what hangs on it. */
export type Line = {
  readonly id: string;
  readonly connection: LineConnection;
  readonly devices: readonly Device[];
};

export type Device = {
  readonly id: string;
  readonly profile: Profile;
  readonly lineId: string;
  readonly unit: number;
  readonly name: LocalName;
  readonly place: LocalName | undefined;
  readonly zone: string | undefined;
  readonly parameters: Readonly<Record<string, number>>;
  readonly baseline: Readonly<Record<string, number>>;
  readonly calibrationDue: string | undefined;
  readonly bumpTest?: SiteDevice['bumpTest'];
  readonly points: readonly Point[];
  /** A lift: made of these devices, asked nothing itself, and on the line of the first of them. */
  readonly madeOf?: readonly string[];
};

/** A lift: what its devices tell together, and the device that stands for it among the others. */
export type Lift = {
  readonly device: Device; // with the points of detection
  readonly sources: readonly Device[]; // what tells of it, the best first
  readonly registration: string | null;
  readonly alarmButton: string | null; // the point that hears the alarm button
  readonly eBike: string | null; // the point that sees a bicycle
  readonly carLight: string | null; // the point that is made while the light of the car burns
  readonly thresholds: Readonly<Record<string, number>>; // what was chosen on site
  readonly labels: Readonly<Record<number, string>>; // what is written at each floor, from 1 at the bottom
  readonly ratedMmS: number | null;
  readonly topFloor: number;
  /** Floor → the doors (1 in front, 2 at the rear) with a landing before them; empty: nobody has said it. */
  readonly openings: Readonly<Record<number, readonly number[]>>;
  readonly topMm: number | null; // height of the top landing above the bottom one
};

export type Point = {
  readonly id: string; // `<device>/<point>`
  readonly deviceId: string;
  readonly profile: ProfilePoint;
  readonly class: ProfilePoint['class'];
  readonly periodMs: number;
  readonly fastest?: true; // the site wants it as fast as the line allows, which `periodMs` then is
  /** Unit after the site's choice (`''` where the quantity has none). A unit read from a register is the profile's map's first. */
  readonly unit: string;
  /** Value on the wire = integer × 10^-decimals. */
  readonly decimals: number;
  readonly reportMs: number;
  /** A quantity that keeps still within its accuracy is reported this seldom. Absent: every period. */
  readonly quietMs?: number;
  readonly deadband: number | undefined;
};

/** A device that sounds and moves things, and what hangs on it. */
export type Annunciator = {
  readonly device: string;
  readonly leaseMs: number;
  readonly outputs: readonly Output[];
};

export type Output = {
  readonly point: string; // `<device>/<point>`
  readonly drives: OutputKind;
  readonly energised: 'to-act' | 'at-rest';
  readonly onLoss: 'act' | 'rest' | 'hold';
  readonly zones: readonly string[]; // empty: of the whole building
};

/** Where the values of a rule come from that was made from a rule pack. */
export type Provenance = {
  readonly pack: string;
  readonly rule: string; // its id within the pack
  readonly values: readonly ValueProvenance[];
};

/** `path` as in the rule, e.g. `high.red`; `site`: the installer chose it. */
export type ValueProvenance = {
  readonly path: string;
  readonly value: unknown;
  readonly unit: string; // '' where it has none
  readonly clause: string | undefined;
  readonly source: Text;
  readonly confidence: Confidence | 'site';
};

/** The uplinks that send the status record of GB/T 24476 of each lift. */
export function statusUplinks({ uplinks }: Pick<Installation, 'uplinks'>): string[] {
  return uplinks.filter(({ liftStatus }) => liftStatus !== undefined).map(({ id }) => id);
}
