import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodePoint, RegisterImage } from '../../../drivers/index.ts';
import type { Reading } from '../../../drivers/reading.ts';
import { StateFile } from '../../../gateway/core/stateFile.ts';
import { LiftKeeper } from '../../../gateway/guard/lifts/liftKeeper.ts';
import type { Device } from '../../../gateway/site/installation.ts';
import type { EventBody, LiftEvent } from '../../../gateway/telemetry/wire/model.ts';
import { stepLift } from '../../../simulators/lift/events.ts';
import { type LiftImages, type ScriptedMishap, sampleLift } from '../../../simulators/lift/images.ts';
import type { Words } from '../../../simulators/lift/monarch.ts';
import { liftSchema } from '../../../simulators/lift/plan.ts';
import { type Lift, newLift } from '../../../simulators/lift/state.ts';
import { liftBuilding, liftSite } from '../../harness/liftHouse.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { installationOf } from '../../site/fixture.ts';

/** 2026-03-01 23:57 in Shanghai. */
export const START = Date.UTC(2026, 2, 1, 15, 57);
const SAMPLE_MS = 250;

const installation = installationOf(liftSite);

/** A simulated lift before a keeper of lifts on a virtual clock: what was found, what was journaled. */
export class KeptLift {
  readonly clock: VirtualClock;
  readonly folder: string;
  readonly found = new Map<string, Reading>();
  readonly rows: EventBody[] = [];
  readonly keeper: LiftKeeper;
  /** Ids of devices that are not read: their line is cut. */
  readonly cut = new Set<string>();
  lift: Lift;
  readonly #files: StateFile[] = [];
  readonly #devices = new Map<string, DeviceRegisters>();

  /** `before`: the run before this one, whose files and lift are taken over. */
  constructor(before?: KeptLift, boot = 'b007b007b007b007') {
    const mono = before?.clock.boot === boot ? before.clock.mono() : 60_000;
    this.lift =
      before?.lift ??
      newLift(liftSchema.parse(liftBuilding.world.lifts.a), START, 33, { meanC: 14, swingC: 0 });
    this.clock = new VirtualClock({ boot, mono, utc: this.lift.timeMs });
    this.folder = before?.folder ?? mkdtempSync(join(tmpdir(), 'lifeline-lifts-'));
    this.keeper = new LiftKeeper(installation, this.clock, (name) => this.#file(name), {
      contain: (_lift, call) => call(),
      found: (readings) => {
        for (const reading of readings) this.found.set(reading.point, reading);
      },
      happened: (row) => this.rows.push(row),
    });
    const lost = this.keeper.load();
    if (lost !== null) throw new Error(lost.what);
    this.keeper.start();
    for (const device of installation.lifts[0]?.sources ?? [])
      this.#devices.set(device.id, new DeviceRegisters(device));
  }

  /** The civil time is known from now on. */
  knowsTime(): void {
    this.keeper.clock(this.clock.utc() - this.clock.mono());
  }

  /** Lives for so long, looked at four times a second. */
  async run(
    seconds: number,
    script: readonly { readonly inS: number; readonly mishap: ScriptedMishap['mishap'] }[] = [],
  ) {
    const from = this.lift.timeMs;
    const begun = this.clock.mono();
    const samples = sampleLift(this.lift, {
      untilMs: from + 1000 * seconds,
      everyMs: SAMPLE_MS,
      script: script.map(({ inS, mishap }) => ({ atMs: from + 1000 * inS, mishap })),
    });
    for (let next = samples.next(); ; next = samples.next()) {
      if (next.done === true) break;
      const { atMs, images, lift } = next.value;
      this.lift = lift;
      await this.clock.advance(begun + atMs - from - this.clock.mono());
      this.#read(images);
    }
    // a lift's own time is when anything changed last
    this.lift = stepLift(this.lift, from + 1000 * seconds - this.lift.timeMs);
  }

  /** Value and quality of a virtual point. */
  shows(point: string): [Reading['value'], Reading['quality']] | undefined {
    const reading = this.found.get(`lift-a/${point}`);
    return reading && [reading.value, reading.quality];
  }

  /** Details of what was journaled, of one kind. */
  told(what: string): LiftEvent['details'][] {
    return this.rows.flatMap((row) => (row.type === 'lift' && row.what === what ? [row.details] : []));
  }

  /** Killed: what is being written is written, and nothing more. */
  async settled(): Promise<void> {
    for (const file of this.#files) await file.settled();
  }

  #read(images: LiftImages): void {
    const words = { controller: images.controller, box: images.box };
    const at = { boot: this.clock.boot, mono: this.clock.mono() };
    for (const [id, registers] of this.#devices) {
      const told = words[id as keyof typeof words];
      const heard = told !== undefined && !this.cut.has(id);
      this.keeper.accept(heard ? registers.read(told, at) : registers.silent(at));
    }
  }

  #file(name: string): StateFile {
    const file = new StateFile(join(this.folder, name), ({ what }) => {
      throw new Error(what);
    });
    this.#files.push(file);
    return file;
  }
}

/** Registers of one device, decoded as the bus would hand them on. */
class DeviceRegisters {
  readonly #device: Device;
  readonly #image = new RegisterImage();

  constructor(device: Device) {
    this.#device = device;
  }

  read(words: Words, at: Reading['at']): Reading[] {
    for (const [address, word] of words) this.#image.set('holding', address, word);
    return this.#device.points.flatMap(({ id, profile }): Reading[] => {
      const { value, quality, raw } = decodePoint(profile, this.#image, this.#device);
      return raw.length === 0 ? [] : [{ point: id, value, quality, at }];
    });
  }

  silent(at: Reading['at']): Reading[] {
    return this.#device.points.map(({ id }) => ({ point: id, value: null, quality: 'no-communication', at }));
  }
}
