import type { SiteUplink } from '../../site/schema/uplinkSchema.ts';
import {
  type Birth,
  decodeEvent,
  decodeParts,
  type EventHeader,
  eventMessage,
  SENML_CONTENT_TYPE,
  senmlEvent,
  senmlTelemetry,
  type TelemetryHeader,
  telemetryMessage,
} from '../../telemetry/index.ts';

/** How journaled rows become payloads. `now`: monotonic, where this is the boot of the row, else null. */
export type Encoding = {
  readonly contentType: string;
  telemetry(header: TelemetryHeader, body: Uint8Array, birth: BirthOf, now: number | null): Uint8Array;
  event(header: EventHeader, body: Uint8Array, birth: BirthOf, now: number | null): Uint8Array;
};

/** The birth document that a row names. Throws when the journal has it no more: it keeps what rows refer to. */
export type BirthOf = (hash: string) => Birth;

/** The encodings a site file may ask for. */
export const ENCODINGS: Readonly<Record<SiteUplink['encoding'], Encoding>> = {
  columnar: { contentType: 'application/cbor', telemetry: telemetryMessage, event: eventMessage },
  'senml-cbor': {
    contentType: SENML_CONTENT_TYPE,
    telemetry(header, body, birthOf, now) {
      const birth = birthOf(header.birth);
      const parts = decodeParts(body, birth.channels);
      if (!parts.ok) throw new Error(`a body that we encoded ourselves: ${parts.error.what}`);
      return senmlTelemetry({ kind: 'telemetry', ...header, parts: parts.value }, birth, now);
    },
    event(header, body, birthOf, now) {
      const event = decodeEvent(body);
      if (!event.ok) throw new Error(`an event that we encoded ourselves: ${event.error.what}`);
      return senmlEvent({ kind: 'event', ...header, event: event.value }, birthOf(header.birth), now);
    },
  },
};
