import { type DecodeContext, decodePoint, encodePoint, partsOf, RegisterImage } from '../../drivers/index.ts';
import {
  type Profile,
  type ProfilePoint,
  type ProfileSetting,
  type Span,
  TABLES,
  type Table,
} from '../../drivers/profile/schema.ts';
import type { PointValue } from '../../drivers/reading.ts';
import type { Words } from '../lift/monarch.ts';
import { type DeviceSettings, widthOfSetting } from './deviceSettings.ts';
import type { SimulatedRegisters } from './deviceSlave.ts';
import { Relays } from './relays.ts';

/** How the device is set, and what its points are decoded with. */
export type Commissioned = {
  readonly settings: DeviceSettings;
  readonly context: DecodeContext;
};

/**
 * The registers of one device, made from its profile. Measured points are encoded afresh from `sense` whenever a
 * request covers them; outputs and settings keep what was written. What the profile does not mention is a hole.
 */
export class DeviceRegisters implements SimulatedRegisters {
  readonly identity: SimulatedRegisters['identity'];
  readonly maxRegisters: number;
  readonly maxBits: number;
  readonly #profile: Profile;
  readonly #commissioned: Commissioned;
  readonly #sense: (point: ProfilePoint, inherent: PointValue | undefined) => PointValue;
  readonly #inherent: ((address: number) => Words) | undefined;
  readonly #points: readonly { readonly point: ProfilePoint; readonly parts: readonly Span[] }[];
  readonly #readable: ReadonlySet<number>;
  readonly #writable: ReadonlySet<number>;
  readonly relays: Relays;
  #image = new RegisterImage();

  /**
   * `now` is CLOCK_MONOTONIC in milliseconds: a relay may have been closed for a time. `inherent` are holding registers
   * that the device composes itself, not point by point; `sense` may still show something else in their place.
   */
  constructor(
    profile: Profile,
    commissioned: Commissioned,
    sense: (point: ProfilePoint, inherent: PointValue | undefined) => PointValue,
    now: () => number,
    inherent?: (address: number) => Words,
  ) {
    this.identity = [profile.vendor.en, profile.id, 'simulated'];
    this.maxRegisters = profile.timing.maxRegisters;
    this.maxBits = profile.timing.maxBits;
    this.#profile = profile;
    this.#commissioned = commissioned;
    this.#sense = sense;
    this.#inherent = inherent;
    this.#points = profile.points.map((point) => ({ point, parts: partsOf(point) }));
    this.relays = new Relays(
      profile.points.filter(({ table, writable }) => table === 'coil' && writable).map((one) => one.address),
      now,
    );
    this.#writable = new Set(writableSpans(profile).flatMap(cells));
    this.#readable = new Set([...this.#writable, ...readableSpans(profile).flatMap(cells)]);
    this.reset();
  }

  /** As after power-up: settings as they were saved, outputs off. */
  reset(): void {
    this.#image = new RegisterImage();
    this.relays.drop();
    for (const span of [...readableSpans(this.#profile), ...writableSpans(this.#profile)])
      this.#image.write(span.table, span.address, new Array<number>(span.count).fill(0));
    for (const span of this.#profile.identify) this.#image.write(span.table, span.address, this.#proof(span));
    for (const setting of this.#profile.settings)
      this.#image.write(setting.table, setting.address, initial(setting, this.#commissioned.settings));
    const meanings = new RegisterImage();
    for (const { point, parts } of this.#points) {
      encodePoint(point, 0, meanings, this.#commissioned.context);
      for (const part of parts.slice(1)) {
        const value = meanings.get(part.table, part.address);
        if (value !== undefined) this.#image.set(part.table, part.address, value);
      }
    }
  }

  has(table: Table): boolean {
    const first = cellOf(table, 0);
    return [...this.#readable].some((cell) => cell >= first && cell <= first + 0xffff);
  }

  readable(table: Table, address: number, count: number): boolean {
    return cells({ table, address, count }).every((cell) => this.#readable.has(cell));
  }

  writable(table: Table, address: number, count: number): boolean {
    return cells({ table, address, count }).every((cell) => this.#writable.has(cell));
  }

  read(table: Table, address: number, count: number): number[] {
    this.#compose(table, address, count);
    for (const { point, parts } of this.#points)
      if (point.table === table && overlaps(parts[0], address, count)) this.#show(point);
    return this.#image.read(table, address, count) ?? [];
  }

  write(table: Table, address: number, values: readonly number[]): void {
    values.forEach((value, i) => {
      if (table === 'coil' && this.relays.has(address + i)) {
        this.relays.switch(address + i, value !== 0);
        return;
      }
      const setting = this.#profile.settings.find(
        (one) => one.table === table && one.address === address + i,
      );
      if (setting !== undefined && !this.#unlocked(setting)) return;
      this.#image.set(table, address + i, value);
      this.#commissioned.settings.wrote(table, address + i, value);
    });
  }

  pulse(address: number, value: number): boolean {
    const { annunciator } = this.#profile;
    const timed = annunciator?.protocol === 'coils' ? annunciator.pulse : undefined;
    if (timed === undefined || !this.relays.has(address - timed.offset)) return false;
    if (value < 1 || value > timed.longest) return false;
    this.relays.pulse(address - timed.offset, value * timed.unitMs);
    return true;
  }

  /** What a point shows at this moment. */
  value(point: ProfilePoint): PointValue {
    for (const { table, address, count } of partsOf(point)) this.#compose(table, address, count);
    this.#show(point);
    return decodePoint(point, this.#image, this.#commissioned.context).value;
  }

  /** Points of the profile that a reply to this read carries in full. */
  covered(table: Table, address: number, count: number): ProfilePoint[] {
    const inside = (part: Span) =>
      part.table === table && part.address >= address && part.address + part.count <= address + count;
    return this.#points.filter(({ parts }) => parts.every(inside)).map(({ point }) => point);
  }

  #compose(table: Table, address: number, count: number): void {
    if (this.#inherent === undefined || table !== 'holding') return;
    const words = this.#inherent(address);
    for (let at = address; at < address + count; at++) {
      const word = words.get(at);
      if (word !== undefined) this.#image.set(table, at, word);
    }
  }

  #show(point: ProfilePoint): void {
    if (point.writable) {
      if (point.table === 'coil')
        this.#image.set('coil', point.address, Number(this.relays.isOn(point.address)));
      return; // an output keeps what was written
    }
    const { context } = this.#commissioned;
    const inherent =
      this.#inherent === undefined ? undefined : decodePoint(point, this.#image, context).value;
    const value = this.#sense(point, inherent);
    if (inherent !== undefined && value === inherent) return;
    if (encodePoint(point, value, this.#image, context).ok || typeof value !== 'number') return;
    // beyond what the registers can hold, a device shows the end of its range, and failing that a failure
    const [low, high] = point.range ?? [0, 0];
    const end = Math.min(high, Math.max(low, value));
    if (!encodePoint(point, end, this.#image, context).ok) encodePoint(point, null, this.#image, context);
  }

  /** A setting behind a lock takes a value after its key was written; before that the device just ignores it. */
  #unlocked({ table, unlock }: ProfileSetting): boolean {
    return unlock.every(({ address, value }) => this.#image.get(table, address) === value);
  }

  #proof({ count, equals, within, equalsUnit }: Profile['identify'][number]): number[] {
    if (equals !== undefined) return equals;
    const { unit } = this.#commissioned.settings;
    if (equalsUnit === true) return new Array<number>(count).fill(unit);
    const [low, high] = within ?? [0, 0];
    return new Array<number>(count).fill(unit >= low && unit <= high && low > 0 ? unit : low);
  }
}

function initial(setting: ProfileSetting, settings: DeviceSettings): readonly number[] {
  const kept = settings.kept(setting.id);
  if (kept !== undefined) return kept;
  if (setting.id === 'unit') return [settings.unit];
  const baud = String(settings.serial.baud);
  const code = Object.entries(setting.codes ?? {}).find(([, label]) => label === baud)?.[0];
  if (setting.id === 'baud' && code !== undefined) return [Number(code)];
  const [low, high] = setting.range ?? [0, 0];
  return [Math.min(high, Math.max(low, 0)) & 0xffff];
}

function readableSpans(profile: Profile): Span[] {
  return [...profile.points.flatMap(partsOf), ...profile.readable, ...profile.identify];
}

function writableSpans(profile: Profile): Span[] {
  const outputs = profile.points.filter((point) => point.writable).flatMap(partsOf);
  const settings = profile.settings.flatMap((setting) => [
    { table: setting.table, address: setting.address, count: widthOfSetting(setting) },
    ...[...setting.unlock, ...setting.save].map(
      (step): Span => ({ table: setting.table, address: step.address, count: 1 }),
    ),
  ]);
  const { trigger } = profile;
  return [...outputs, ...settings, ...(trigger === undefined ? [] : [{ ...trigger.write, count: 1 }])];
}

/** One number per register or bit of a device, so that sets of them are cheap to ask. */
function cellOf(table: Table, address: number): number {
  return TABLES.indexOf(table) * 0x1_0000 + address;
}

function cells({ table, address, count }: Span): number[] {
  const first = cellOf(table, address);
  return Array.from({ length: count }, (_, i) => (address + i > 0xffff ? -1 : first + i));
}

function overlaps(span: Span | undefined, address: number, count: number): boolean {
  return span !== undefined && span.address < address + count && address < span.address + span.count;
}
