import { arrayOf, encodeItem } from './cbor.ts';
import { type EventHeader, eventHeaderItem, type TelemetryHeader, telemetryHeaderItem } from './header.ts';

/** A telemetry message: `[header, body]`, the body's bytes taken over as they are. */
export function telemetryMessage(header: TelemetryHeader, body: Uint8Array): Uint8Array {
  return arrayOf(encodeItem(telemetryHeaderItem(header)), body);
}

/** An event message: `[header, body]`, the body's bytes taken over as they are. */
export function eventMessage(header: EventHeader, body: Uint8Array): Uint8Array {
  return arrayOf(encodeItem(eventHeaderItem(header)), body);
}
