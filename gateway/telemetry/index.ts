/**
 * The platform's SDK: decode what a Lifeline gateway publishes, and prove that nothing is missing. The same code encodes
 * in the gateway. See NOTES.md and telemetry.cddl.
 */
export { birthHash, decodeBirth, encodeBirth } from './birth.ts';
export { type Dated, Dating } from './dating.ts';
export { decodeEvent, encodeEvent } from './event.ts';
export { GatewayView, type GatewayViewOptions, type OpenAlarm } from './gatewayView.ts';
export type { EventHeader, TelemetryHeader } from './header.ts';
export { type Interval, Intervals } from './intervals.ts';
export type { Latest, Stamp } from './latest.ts';
export { type DecodeProblem, decodeMessage, eventMessage, telemetryMessage } from './message.ts';
export type * from './model.ts';
export { CLOCK_QUALITIES, STREAMS, TOMBSTONE_REASONS } from './model.ts';
export { decodeParts, encodeParts, partBounds, sliceParts, splitBody } from './parts.ts';
export { type Ingested, Platform, type PlatformOptions } from './platform.ts';
export type { Gap } from './reception.ts';
export { decodeState, encodeState } from './state.ts';
export { decodeAck, encodeAck, encodeTombstone } from './tombstone.ts';
export { Verifier, type VerifierReport } from './verify.ts';
