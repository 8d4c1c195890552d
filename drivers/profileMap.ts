import type { Profile } from './profile/schema.ts';

/**
 * Profiles by id, each read when it is first asked for. Reading the whole catalogue takes most of a second on a desktop, and a
 * site names a handful. `keys` are there without reading; one that turns out to be wrong is then missing.
 */
export class ProfileMap implements ReadonlyMap<string, Profile> {
  readonly #ids: readonly string[];
  readonly #read: (id: string) => Profile | undefined;
  readonly #known = new Map<string, Profile | undefined>();

  constructor(ids: Iterable<string>, read: (id: string) => Profile | undefined) {
    this.#ids = [...new Set(ids)];
    this.#read = read;
  }

  get size(): number {
    return this.#ids.length;
  }

  get(id: string): Profile | undefined {
    if (!this.#ids.includes(id)) return undefined;
    if (!this.#known.has(id)) this.#known.set(id, this.#read(id));
    return this.#known.get(id);
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  keys(): MapIterator<string> {
    return this.#ids.values();
  }

  *values(): MapIterator<Profile> {
    for (const [, profile] of this) yield profile;
  }

  *entries(): MapIterator<[string, Profile]> {
    for (const id of this.#ids) {
      const profile = this.get(id);
      if (profile !== undefined) yield [id, profile];
    }
  }

  [Symbol.iterator](): MapIterator<[string, Profile]> {
    return this.entries();
  }

  forEach(run: (profile: Profile, id: string, map: ReadonlyMap<string, Profile>) => void): void {
    for (const [id, profile] of this) run(profile, id, this);
  }
}
