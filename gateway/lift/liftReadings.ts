import type { Known } from '../../drivers/lift/snapshot.ts';
import type { Profile } from '../../drivers/profile/schema.ts';
import { type Quality, qualityClass } from '../../drivers/quality.ts';
import type { Instant, Reading } from '../../drivers/reading.ts';

/** What one lift device is: its profile, and what commissioning found out. `labels`: floor → what is written there. */
export type LiftDevice = {
  readonly id: string;
  readonly profile: Profile;
  readonly parameters: Readonly<Record<string, number>>;
  readonly labels?: Readonly<Record<number, string>>;
};

/** The last reading of each point, by point id without the device. */
export type PointReadings = ReadonlyMap<string, Pick<Reading, 'value' | 'quality' | 'at'>>;

type Seen = { readonly value: unknown; readonly quality: Quality; readonly at: Instant };

const known = new WeakMap<Profile, ReadonlyMap<string, string>>();

/** Role → point id. A profile is the same for every reading of its device, so it is gone through once. */
function rolesOf(profile: Profile): ReadonlyMap<string, string> {
  const before = known.get(profile);
  if (before !== undefined) return before;
  const roles = new Map(profile.points.flatMap(({ id, role }) => (role ? [[role, id] as const] : [])));
  known.set(profile, roles);
  return roles;
}

/** Reads the points of one lift device, and makes fields of what it finds. */
export class LiftReadings {
  readonly device: LiftDevice;
  readonly #readings: PointReadings;
  readonly #idOf: ReadonlyMap<string, string>;

  constructor(device: LiftDevice, readings: PointReadings) {
    this.device = device;
    this.#readings = readings;
    this.#idOf = rolesOf(device.profile);
  }

  /** Instant of the newest reading. */
  get newest(): Instant | null {
    let newest: Instant | null = null;
    for (const { at } of this.#readings.values()) if (newest === null || at.mono > newest.mono) newest = at;
    return newest;
  }

  /** A number of the commissioning, and whether somebody has confirmed it. */
  commissioned(name: string): { readonly value: number; readonly confirmed: boolean } {
    const said = this.device.parameters[name];
    const assumed = this.device.profile.lift?.commissioning[name]?.assumed ?? 0;
    return { value: said ?? assumed, confirmed: said !== undefined };
  }

  /** The numbers of the commissioning nobody has confirmed. */
  get unconfirmed(): string[] {
    const { profile, parameters } = this.device;
    return Object.keys(profile.lift?.commissioning ?? {}).filter((name) => !(name in parameters));
  }

  /** A number, as `make` turns it into the neutral one; null where the device has no such point. */
  number<T = number>(
    role: string,
    make: (value: number) => T | null = (value) => value as T & number,
  ): Known<T> {
    const seen = this.#seen(role);
    if (seen === null) return null;
    const { value } = seen;
    const known = field([seen], () => (typeof value === 'number' ? make(value) : null));
    return known?.value === null && typeof value === 'number' ? { ...known, told: value } : known;
  }

  flag(role: string): Known<boolean> {
    const seen = this.#seen(role);
    return seen === null ? null : field([seen], () => (typeof seen.value === 'boolean' ? seen.value : null));
  }

  /** What the value of a point means; null where it means nothing. */
  told<T>(point: string, make: (value: unknown) => T | null): Known<T> {
    const seen = this.#readings.get(point) ?? UNHEARD;
    return field([seen], () => make(seen.value));
  }

  /** A point that was never heard is read as no communication, at an instant before all others. */
  #seen(role: string): Seen | null {
    const id = this.#idOf.get(role);
    if (id === undefined) return null;
    return this.#readings.get(id) ?? UNHEARD;
  }
}

const UNHEARD: Seen = {
  value: null,
  quality: 'no-communication',
  at: { boot: '', mono: Number.NEGATIVE_INFINITY },
};

/**
 * A field found from several: the worst quality, the oldest instant. Where one of them has no value, or `make` finds
 * none in them, it has none either.
 */
export function combined<T>(parts: readonly Known<unknown>[], make: () => T | null): Known<T> {
  const known = parts.filter((part) => part !== null);
  return known.length < parts.length ? null : field(known, make);
}

/** The same field in other words; what has no value has none. */
export function mapped<T, U>(known: Known<T>, make: (value: T) => U): Known<U> {
  return known === null ? null : { ...known, value: known.value === null ? null : make(known.value) };
}

/** The same field resting on what nobody has confirmed: good becomes substituted. */
export function assumed<T>(known: Known<T>, confirmed: boolean): Known<T> {
  if (known === null || confirmed || known.quality !== 'good') return known;
  return { ...known, quality: 'substituted' };
}

function field<T>(parts: readonly Seen[], make: () => T | null): Known<T> {
  const [first] = parts;
  if (first === undefined) return null;
  const worst = parts.reduce((sofar, part) =>
    gravity(part.quality) > gravity(sofar.quality) ? part : sofar,
  );
  const oldest = parts.reduce((sofar, part) => (part.at.mono < sofar.at.mono ? part : sofar));
  const value = parts.some((part) => part.value === null) ? null : make();
  const bad = qualityClass(worst.quality) === 'bad';
  // registers that came, and mean nothing: the device says something its table does not know
  const quality = value === null && !bad ? 'protocol-error' : worst.quality;
  return { value, quality, at: oldest.at };
}

function gravity(quality: Quality): number {
  const classes = { good: 0, uncertain: 1, bad: 2 };
  return 2 * classes[qualityClass(quality)] + Number(quality === 'substituted');
}
