import type { Request } from '../../../../drivers/request.ts';
import {
  type DriveState,
  IDLE_DRIVE,
  nextWrite,
  nextWriteDue,
  type OutputChannel,
  revived,
  type WriteEnd,
  want,
  writeEnded,
} from '../../../../gateway/guard/annunciate/driving/drive.ts';
import { coilChannels } from '../../../../gateway/guard/annunciate/driving/driveCoils.ts';
import { nodeChannel } from '../../../../gateway/guard/annunciate/driving/driveNode.ts';
import type { OutputOrder } from '../../../../gateway/guard/annunciate/orders.ts';
import { ModbusClient } from '../../../../gateway/guard/bus/line/modbusClient.ts';

import type { Annunciator, Device, Output } from '../../../../gateway/site/installation.ts';
import { catalog, installationOf } from '../../../site/fixture.ts';

/** A relay board `board` at unit 4 with these outputs; `plain`: it knows no timed pulse; `node`: it is a node instead. */
export function boardWith(
  outputs: readonly (Partial<Output> & Pick<Output, 'point' | 'drives'>)[],
  { leaseS = 10, kind = 'pulse' }: { leaseS?: number; kind?: 'pulse' | 'plain' | 'node' } = {},
): { annunciator: Annunciator; device: Device; channels: readonly OutputChannel[] } {
  const installation = installationOf({
    gateway: { id: 'tower' },
    buses: [{ id: 'rs485', connection: { type: 'serial', path: '/dev/ttyS9', baud: 9600 } }],
    devices: [{ id: 'board', profile: 'relay-8in-8out', bus: 'rs485', unit: 4 }],
  });
  const device = installation.devices.get('board');
  const relays = catalog.profiles.get('relay-8in-8out');
  if (device === undefined || relays === undefined) throw new Error('no board');
  const protocols = {
    pulse: relays.annunciator,
    plain: { protocol: 'coils' },
    node: { protocol: 'lifeline' },
  } as const;
  const driven = { ...device, profile: { ...relays, annunciator: protocols[kind] } };
  const annunciator: Annunciator = {
    device: 'board',
    leaseMs: leaseS * 1000,
    outputs: outputs.map((output) => ({
      energised: 'to-act',
      onLoss: 'rest',
      zones: [],
      ...output,
      point: `board/${output.point}`,
    })),
  };
  const channels = kind === 'node' ? [nodeChannel(annunciator, driven)] : coilChannels(annunciator, driven);
  return { annunciator, device: driven, channels };
}

/** An order for one output of `board`. */
export function order(
  point: string,
  drives: OutputOrder['drives'],
  does: OutputOrder['tone'] | 'act' | 'rest',
): OutputOrder {
  const tone = does === 'act' || does === 'rest' ? 'none' : does;
  return { point: `board/${point}`, drives, acting: does !== 'rest' && does !== 'none', tone, because: [] };
}

/** Drives an annunciator against a line that takes `exchangeMs` for a write, and notes every frame with its time. */
export class Driving {
  state: DriveState = IDLE_DRIVE;
  readonly frames: { readonly at: number; readonly hex: string; readonly request: Request }[] = [];
  answer: WriteEnd = 'done';
  exchangeMs = 25;
  now = 0;
  readonly #channels: readonly OutputChannel[];
  readonly #modbus = new ModbusClient();
  #endsAt: number | null = null;
  #orders = new Map<string, OutputOrder>();

  constructor(channels: readonly OutputChannel[]) {
    this.#channels = channels;
  }

  /** From now on these outputs do this; the others as before. */
  order(...orders: readonly OutputOrder[]): this {
    for (const one of orders) this.#orders.set(one.point, one);
    this.state = want(this.state, new Map(this.#orders), this.#channels, this.now);
    this.#write();
    return this;
  }

  revive(): this {
    this.state = revived(this.state, this.now);
    this.#write();
    return this;
  }

  /** Lets time pass until `until`, milliseconds. */
  pass(until: number): this {
    for (;;) {
      const next = this.#endsAt ?? nextWriteDue(this.state);
      if (next === null || next > until) break;
      this.now = Math.max(this.now, next);
      if (this.#endsAt !== null) {
        this.#endsAt = null;
        this.state = writeEnded(this.state, this.answer, this.now);
      }
      this.#write();
    }
    this.now = until;
    return this;
  }

  /** Frames since the last look: `time hex`, times in milliseconds. */
  said(): string[] {
    return this.frames.splice(0).map(({ at, hex }) => `${Math.round(at)} ${hex}`);
  }

  #write(): void {
    const { state, write } = nextWrite(this.state, this.#channels, this.now);
    this.state = state;
    if (write === null) return;
    if (this.#endsAt !== null) throw new Error('two writes at a time');
    const frame = this.#modbus.ask(write.request).subarray(1, -2);
    this.frames.push({ at: this.now, hex: Buffer.from(frame).toString('hex'), request: write.request });
    this.#modbus.silence();
    this.#endsAt = this.now + this.exchangeMs;
  }
}
