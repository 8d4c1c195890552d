import type {
  EventMessage,
  Reply,
  StateMessage,
  StoredPart,
  StoredTelemetry,
  TelemetryHeader,
  TimeBase,
  TombstoneMessage,
} from '../../../telemetry/index.ts';
import type { GatewayMessage } from '../sources/source.ts';

/** What a message came to, of whichever gateway said it. */
export type Sorted =
  | StoredTelemetry
  | { readonly kind: 'event'; readonly message: EventMessage }
  | { readonly kind: 'tombstone'; readonly message: TombstoneMessage }
  | {
      readonly kind: 'birth';
      readonly hash: string; // of these bytes, which are read where it is new
      readonly document: Uint8Array;
      readonly isCurrent: boolean;
    }
  | { readonly kind: 'pointer'; readonly hash: string }
  | {
      readonly kind: 'piece';
      readonly hash: string;
      readonly piece: number;
      readonly pieces: number;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'state'; readonly state: StateMessage; readonly retained: boolean }
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'refused'; readonly code: string; readonly what: string }
  | { readonly kind: 'nothing' };

type Of<K extends Sorted['kind']> = { readonly gateway: string } & Extract<Sorted, { kind: K }>;
export type PartRow = StoredPart & { readonly gateway: string; readonly header: TelemetryHeader };

/** What is written in one commit, by where it goes. */
export class Batch {
  readonly deliveries: GatewayMessage[] = [];
  readonly gateways = new Set<string>();
  readonly parts: PartRow[] = [];
  readonly ends: {
    readonly gateway: string;
    readonly epoch: string;
    readonly seq: number;
    readonly parts: number;
  }[] = [];
  readonly events: Of<'event'>[] = [];
  readonly tombstones: Of<'tombstone'>[] = [];
  readonly births: Of<'birth'>[] = [];
  readonly pointers: Of<'pointer'>[] = [];
  readonly pieces: Of<'piece'>[] = [];
  readonly states: Of<'state'>[] = [];
  readonly replies: Of<'reply'>[] = [];
  readonly refused: (Of<'refused'> & { readonly payload: Uint8Array | null })[] = [];
  readonly times: { readonly gateway: string; readonly boot: string; readonly time: TimeBase }[] = [];

  add(delivery: GatewayMessage, sorted: Sorted): void {
    const { gateway } = delivery;
    this.deliveries.push(delivery);
    if (sorted.kind === 'nothing') return;
    this.gateways.add(gateway);
    switch (sorted.kind) {
      case 'telemetry': {
        const { header, parts } = sorted;
        for (const part of parts) this.parts.push({ gateway, header, ...part });
        if (header.sealed)
          this.ends.push({ gateway, epoch: header.epoch, seq: header.seq, parts: header.last });
        this.times.push({ gateway, boot: header.boot, time: header.time });
        break;
      }
      case 'event': {
        const { boot, time, event } = sorted.message;
        this.events.push({ gateway, ...sorted });
        this.times.push({ gateway, boot, time });
        if (event.type === 'clock') this.times.push({ gateway, boot: event.boot, time: event.time });
        break;
      }
      case 'state':
        this.states.push({ gateway, ...sorted });
        this.times.push({ gateway, boot: sorted.state.boot, time: sorted.state.time });
        break;
      case 'tombstone':
        this.tombstones.push({ gateway, ...sorted });
        break;
      case 'birth':
        this.births.push({ gateway, ...sorted });
        break;
      case 'pointer':
        this.pointers.push({ gateway, ...sorted });
        break;
      case 'piece':
        this.pieces.push({ gateway, ...sorted });
        break;
      case 'reply':
        this.replies.push({ gateway, ...sorted });
        break;
      case 'refused':
        this.refused.push({ gateway, ...sorted, payload: delivery.payload });
    }
  }
}
