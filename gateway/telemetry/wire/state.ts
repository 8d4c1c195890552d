import type { Problem, Result } from '../../../drivers/result.ts';
import { type CborItem, encodeId, encodeItem, integer } from './cbor.ts';
import { asArray, asBoolean, asCount, asId, decode, documentFields, VERSION } from './fields.ts';
import { readTime, timeItem } from './header.ts';
import type { StateMessage, Stream, StreamHead } from './model.ts';

type Heads = Readonly<Record<Stream, StreamHead>>;

/** Encodes the retained `state`, also the last will (with `online: false`). */
export function encodeState(state: StateMessage): Uint8Array {
  return encodeItem(stateItem(state));
}

export function stateItem(state: StateMessage): CborItem {
  return new Map<number, CborItem>([
    [0, VERSION],
    [1, encodeId(state.epoch)],
    [2, encodeId(state.boot)],
    [3, state.online],
    [4, state.guardAlive],
    [5, timeItem(state.time)],
    [6, state.journal === 'ok'],
    [7, headsItem(state.heads)],
    [8, headsItem(state.delivered)],
    ...(state.will === true ? [[9, true] as [number, CborItem]] : []),
  ]);
}

/** Decodes a state; never throws. */
export function decodeState(bytes: Uint8Array): Result<StateMessage, Problem> {
  return decode(bytes, 'state', readState);
}

/** Reads a decoded item as a state; throws `Malformed`. */
export function readState(item: CborItem): StateMessage {
  const fields = documentFields(item);
  return {
    online: asBoolean(fields.get(3)),
    epoch: asId(fields.get(1)),
    boot: asId(fields.get(2)),
    time: readTime(fields.get(5)),
    guardAlive: asBoolean(fields.get(4)),
    journal: asBoolean(fields.get(6)) ? 'ok' : 'trouble',
    heads: readHeads(fields.get(7)),
    delivered: readHeads(fields.get(8)),
    ...(fields.get(9) === true ? { will: true } : {}),
  };
}

/** `[event seq, telemetry seq, telemetry parts]`: an event is one part. */
function headsItem({ event, telemetry }: Heads): CborItem {
  return [integer(event.seq), integer(telemetry.seq), integer(telemetry.parts)];
}

function readHeads(item: CborItem | undefined): Heads {
  const [event, telemetry, parts] = asArray(item).map(asCount);
  return {
    event: { seq: asCount(event), parts: asCount(event) === 0 ? 0 : 1 },
    telemetry: { seq: asCount(telemetry), parts: asCount(parts) },
  };
}
