import type { Dialect } from '../../drivers/dialect/dialect.ts';
import { dialectOf } from '../../drivers/dialect/dialects.ts';
import { tableRead } from '../../drivers/functionCode.ts';
import { type DecodeContext, decodeBlock } from '../../drivers/index.ts';
import type { Profile, ProfilePoint, Table } from '../../drivers/profile/schema.ts';
import type { PointValue } from '../../drivers/reading.ts';
import type { Clock } from '../../gateway/core/clock.ts';
import type { Lift } from '../lift/state.ts';
import type { SerialSettings } from '../line/serialTiming.ts';
import type { Random } from '../random.ts';
import type { World } from '../world/world.ts';
import type { Behaviour, DeviceAnswer } from './behaviour.ts';
import { DeviceSettings } from './deviceSettings.ts';
import { exception, serve } from './deviceSlave.ts';
import type { Fault } from './fault.ts';
import { behaviourOf } from './faulty.ts';
import { answersFor, inherentWords } from './liftWords.ts';
import { DeviceRegisters } from './registers.ts';
import type { RelayChange } from './relays.ts';
import { pathOf, type Sense, sensed } from './sense.ts';

/** A device as the building file has it. */
export type DevicePlan = {
  readonly id: string;
  readonly profile: Profile;
  readonly unit: number; // as it came out of its box
  readonly serial: SerialSettings;
  readonly connected: boolean; // false: it lies beside the line until somebody connects it
  readonly senses: Readonly<Record<string, Sense>>;
  readonly faults: readonly Fault[];
  readonly turnaroundMs?: number | undefined; // default: the profile's
  readonly parameters: Readonly<Record<string, number>>;
  readonly lift?: string | undefined; // whose controller or box it is
};

/** What a device made of a request: its answer (none when it stays silent), and what that answer says. */
export type DeviceReply = {
  readonly answer: DeviceAnswer | undefined;
  readonly serial: SerialSettings; // how the answer is put on the wire
  readonly exception: number | null;
  readonly address: number;
  readonly count: number;
  /** Registers or bits answered to a read, or taken in a write. */
  readonly values: readonly number[];
  /** Points that the answer carries in full, as a reader of the profile would decode them. */
  readonly points: Readonly<Record<string, PointValue>>;
  /** Paths of the world that the answer shows. */
  readonly paths: readonly string[];
};

const TABLE_WRITTEN: Readonly<Record<number, Table>> = { 5: 'coil', 6: 'holding', 15: 'coil', 16: 'holding' };

/** A simulated device: its profile, what it senses, and a short list of behaviours. */
export class SimulatedDevice {
  readonly plan: DevicePlan;
  readonly #registers: DeviceRegisters;
  readonly #settings: DeviceSettings;
  readonly #context: DecodeContext;
  readonly #world: World;
  readonly #surroundings: { clock: Clock; random: Random; bootS: number };
  #connected: boolean;
  #faults: { readonly fault: Fault; readonly behaviour: Behaviour }[] = [];

  constructor(plan: DevicePlan, world: World, clock: Clock, random: Random) {
    this.plan = plan;
    this.#world = world;
    this.#surroundings = { clock, random, bootS: plan.profile.timing.bootS };
    this.#context = { parameters: plan.parameters };
    this.#connected = plan.connected;
    this.#settings = new DeviceSettings(plan.profile, plan);
    const commissioned = { settings: this.#settings, context: this.#context };
    this.#registers = new DeviceRegisters(
      plan.profile,
      commissioned,
      (point, inherent) => this.#shows(point, inherent),
      () => clock.mono(),
      plan.lift === undefined ? undefined : inherentWords(plan.profile.lift?.mapping, () => this.#lift()),
    );
    for (const fault of plan.faults) this.inflict(fault);
  }

  get dialect(): Dialect {
    return dialectOf(this.plan.profile.dialect);
  }

  get id(): string {
    return this.plan.id;
  }

  /** The unit id it answers to now. */
  get unit(): number {
    return this.#settings.unit;
  }

  /** How it puts characters on the wire now. */
  get serial(): SerialSettings {
    return this.#settings.serial;
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Somebody connects it, which gives it power too, or takes it off the line. */
  connect(connected: boolean): void {
    if (connected && !this.#connected) this.inflict({ kind: 'reboot' });
    this.#connected = connected;
  }

  /** What is wrong with it now. */
  get faults(): readonly Fault[] {
    this.#forget();
    return this.#faults.map(({ fault }) => fault);
  }

  /** What its outputs are set to now, by point. */
  get outputs(): Readonly<Record<string, PointValue>> {
    const points = this.plan.profile.points.filter((point) => point.writable);
    return Object.fromEntries(points.map((point) => [point.id, this.#registers.value(point)]));
  }

  /** How its relays moved of late, by point. */
  get relayChanges(): Readonly<Record<string, readonly RelayChange[]>> {
    const { relays } = this.#registers;
    const points = this.plan.profile.points.filter((one) => one.table === 'coil' && relays.has(one.address));
    return Object.fromEntries(points.map(({ id, address }) => [id, relays.changes(address)]));
  }

  /** Adds a fault. A reboot also loses what was not saved; a stuck relay stays as it is at this moment. */
  inflict(fault: Fault): void {
    if (fault.kind === 'reboot') {
      this.#settings.powerUp();
      this.#registers.reset();
    }
    if (fault.kind === 'stuck-relay') this.#registers.relays.stick(this.#coilOf(fault.point));
    this.#faults.push({ fault, behaviour: behaviourOf(fault, this.#surroundings) });
  }

  /** Ends all faults. */
  clear(): void {
    this.#faults = [];
    this.#registers.relays.free();
  }

  /** The coil of a relay; undefined for all of them. An unknown name is none. */
  #coilOf(id: string | undefined): number | undefined {
    if (id === undefined) return undefined;
    return this.plan.profile.points.find((point) => point.id === id && point.table === 'coil')?.address ?? -1;
  }

  /** Whether a request to `unit` (0: everybody) is taken for its own. */
  hears(unit: number): boolean {
    if (!this.#connected) return false;
    if (unit === 0) return true;
    const opinions = this.#behaviours().map((behaviour) => behaviour.hears?.(unit));
    return (
      opinions.findLast((opinion) => opinion !== undefined) ?? unit === ownUnit(this.plan.profile, this.unit)
    );
  }

  /** Takes a request PDU whose last byte has just arrived. Writes take effect unless it is deaf or refuses. */
  take(pdu: Uint8Array): DeviceReply {
    const behaviours = this.#behaviours();
    const request = { address: word(pdu, 1), count: [5, 6].includes(pdu[0] ?? 0) ? 1 : word(pdu, 3) };
    const { unit: before, serial } = this;
    const nothing = { ...request, serial, values: [], points: {}, paths: [] };
    if (!this.#awake() || behaviours.some((behaviour) => behaviour.deaf?.() === true))
      return { ...nothing, answer: undefined, exception: null };

    if (isSilentTo(this.plan.profile, pdu)) return { ...nothing, answer: undefined, exception: null };
    const functionCode = pdu[0] ?? 0;
    const refusal = behaviours
      .map((behaviour) => behaviour.refuses?.(isWrite(functionCode)))
      .find((code) => code !== undefined);
    const reply = refusal === undefined ? serve(this.#registers, pdu) : exception(functionCode, refusal);
    if (behaviours.some((behaviour) => behaviour.swallows?.(reply) === true))
      return { ...nothing, answer: undefined, exception: null };
    const as = isWrite(functionCode) ? this.#settings.answersAs(request.address) : 'old';
    const asNew = as === 'new' ? { serial: this.serial } : {};
    if (as === 'nobody') return { ...nothing, answer: undefined, exception: null };
    const first: DeviceAnswer = {
      unit: as === 'new' ? this.unit : before,
      pdu: reply,
      delayMs: this.plan.turnaroundMs ?? this.plan.profile.timing.turnaroundMs,
      wrongCrc: false,
      bitErrorRate: 0,
    };
    const answer = behaviours.reduce((sent, behaviour) => behaviour.sends?.(sent) ?? sent, first);
    if (((reply[0] ?? 0) & 0x80) !== 0) return { ...nothing, answer, exception: reply[1] ?? 0 };
    const said = isPulse(pdu) ? { values: [word(pdu, 3)] } : this.#said(functionCode, request, reply);
    return { ...nothing, ...asNew, answer, exception: null, ...said };
  }

  /** Decodes its own reply, so that a log of what was said holds the rounded values that really went out. */
  #said(
    functionCode: number,
    { address, count }: { address: number; count: number },
    reply: Uint8Array,
  ): Pick<DeviceReply, 'values' | 'points' | 'paths'> {
    const written = TABLE_WRITTEN[functionCode];
    if (written !== undefined)
      return { values: this.#registers.read(written, address, count), points: {}, paths: [] };
    const table = tableRead(functionCode);
    if (table === undefined) return { values: [], points: {}, paths: [] };
    const bits = table === 'coil' || table === 'discrete';
    const values = Array.from({ length: count }, (_, i) =>
      bits ? ((reply[2 + (i >> 3)] ?? 0) >> (i & 7)) & 1 : word(reply, 2 + 2 * i),
    );
    const points = this.#registers.covered(table, address, count);
    const block = { table, address, count, points, class: 'trend', periodMs: 0 } as const;
    const decoded = decodeBlock(block, values, this.#context);
    return {
      values,
      points: Object.fromEntries(decoded.map(({ pointId, value }) => [pointId, value])),
      paths: points.flatMap((point) => pathOf(point, this.plan.senses[point.id]) ?? []),
    };
  }

  #lift(): Lift | undefined {
    return this.plan.lift === undefined ? undefined : this.#world.now().lifts[this.plan.lift];
  }

  /** A controller without power says nothing. */
  #awake(): boolean {
    return answersFor(this.plan.profile.lift?.mapping, this.#lift());
  }

  #shows(point: ProfilePoint, inherent: PointValue | undefined): PointValue {
    const sense = this.plan.senses[point.id];
    const path = pathOf(point, sense);
    const own = sense === undefined && inherent !== undefined;
    const value = own
      ? inherent
      : sensed(point, sense, path === undefined ? undefined : this.#world.feel(path));
    return this.#behaviours().reduce(
      (shown, { shows }) => (shows === undefined ? shown : shows(point.id, shown)),
      value,
    );
  }

  #behaviours(): Behaviour[] {
    this.#forget();
    return this.#faults.map(({ behaviour }) => behaviour);
  }

  #forget(): void {
    if (this.#faults.some(({ behaviour }) => behaviour.over?.() === true))
      this.#faults = this.#faults.filter(({ behaviour }) => behaviour.over?.() !== true);
  }
}

/** The sensor box knows one address, its own nineteen registers and two functions, and says nothing to anything else. */
const BOX = { mapping: 'sensor-box-19reg', unit: 0xf7, first: 0x10, last: 0x22, functions: [3, 6] };

function isWrite(functionCode: number): boolean {
  return TABLE_WRITTEN[functionCode] !== undefined;
}

function ownUnit(profile: Profile, unit: number): number {
  return profile.lift?.mapping === BOX.mapping ? BOX.unit : unit;
}

function isSilentTo({ lift }: Profile, pdu: Uint8Array): boolean {
  if (lift?.mapping !== BOX.mapping) return false;
  const [address, count] = [word(pdu, 1), pdu[0] === 6 ? 1 : word(pdu, 3)];
  const own = address >= BOX.first && address + count - 1 <= BOX.last;
  return !own || !BOX.functions.includes(pdu[0] ?? 0);
}

/** A function 5 that is neither on nor off: it closes a relay for a time. */
function isPulse(pdu: Uint8Array): boolean {
  return pdu[0] === 5 && word(pdu, 3) !== 0 && word(pdu, 3) !== 0xff00;
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
