import type { Profile, ProfileSetting, Table } from '../../drivers/profile/schema.ts';
import type { SerialSettings } from '../line/serialTiming.ts';

/** What a device is set to when it comes out of its box, or as the building file has it. */
export type FactorySettings = { readonly unit: number; readonly serial: SerialSettings };

/** Whom the answer to a write comes from that changed the unit id or the rate: `nobody` sends none. */
export type AnswersAs = ProfileSetting['answersAs'];

/**
 * The settings of one device, as written, as in effect, and as they would come back after a power cut. When what was written
 * takes effect, and what has to be saved, is what its profile says.
 */
export class DeviceSettings {
  readonly #settings: readonly ProfileSetting[];
  readonly #factory: FactorySettings;
  readonly #written = new Map<string, number[]>();
  #inForce = new Map<string, number[]>();
  readonly #kept = new Map<string, number[]>();

  constructor({ settings }: Profile, factory: FactorySettings) {
    this.#settings = settings;
    this.#factory = factory;
  }

  /** The unit id it answers to now. */
  get unit(): number {
    return this.#inForce.get('unit')?.[0] ?? this.#factory.unit;
  }

  /** How it puts characters on the wire now. */
  get serial(): SerialSettings {
    const code = this.#inForce.get('baud')?.[0];
    const label = this.#settings.find(({ id }) => id === 'baud')?.codes?.[String(code)];
    return label === undefined ? this.#factory.serial : { ...this.#factory.serial, baud: Number(label) };
  }

  /** The registers a setting shows after a power cut; undefined while it is as the factory left it. */
  kept(id: string): readonly number[] | undefined {
    return this.#kept.get(id);
  }

  /** One register was written, and the device took it. */
  wrote(table: Table, address: number, value: number): void {
    for (const setting of this.#settings) {
      const offset = address - setting.address;
      if (setting.table === table && offset >= 0 && offset < widthOfSetting(setting))
        this.#change(setting, offset, value);
      const last = setting.save.at(-1);
      const words = this.#written.get(setting.id);
      if (words !== undefined && last?.address === address && last.value === value) {
        this.#kept.set(setting.id, words);
        if (setting.takesEffect === 'on-save') this.#inForce.set(setting.id, words);
      }
    }
  }

  /** The supply was away: what was not saved is forgotten, what waited for this takes effect. */
  powerUp(): void {
    this.#written.clear();
    this.#inForce = new Map(this.#kept);
  }

  /** How the reply comes to a write of this register. */
  answersAs(address: number): AnswersAs {
    const identity = this.#settings.filter(({ id }) => id === 'unit' || id === 'baud');
    const changed = identity.find(
      ({ takesEffect, save, ...setting }) =>
        (takesEffect === 'at-once' && setting.address === address) ||
        (takesEffect === 'on-save' && save.at(-1)?.address === address),
    );
    return changed?.answersAs ?? 'old';
  }

  #change(setting: ProfileSetting, offset: number, value: number): void {
    const words = [...(this.#written.get(setting.id) ?? new Array<number>(widthOfSetting(setting)).fill(0))];
    words[offset] = value;
    this.#written.set(setting.id, words);
    if (setting.save.length === 0) this.#kept.set(setting.id, words);
    if (setting.takesEffect === 'at-once') this.#inForce.set(setting.id, words);
  }
}

/** Registers of a setting. */
export function widthOfSetting({ type }: ProfileSetting): number {
  return type === 'u16' || type === 's16' ? 1 : 2;
}
