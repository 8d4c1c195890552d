/**
 * The platform's SDK: decode what a Lifeline gateway publishes, and prove that nothing is missing. The same code encodes
 * in the gateway. See NOTES.md and telemetry.cddl.
 */
export type { Message } from './anyMessage.ts';
export { birthHash, decodeBirth, encodeBirth } from './birth.ts';
export { type BirthPiece, birthPointer, cutBirth } from './birthPieces.ts';
export {
  COMMAND_KINDS,
  type Command,
  type CommandAsk,
  type CommandKind,
  commandId,
  decodeCommand,
  encodeCommand,
} from './command.ts';
export { type Dated, Dating } from './dating.ts';
export { isInlineKey, keyId, privateKeyFrom, publicKeyFrom, rawPublicKey } from './ed25519.ts';
export { decodeEvent, encodeEvent } from './event.ts';
export { GatewayView, type GatewayViewOptions, type OpenAlarm } from './gatewayView.ts';
export type { EventHeader, TelemetryHeader } from './header.ts';
export type { Interval, Intervals } from './intervals.ts';
export type { HistoryPlace, Latest } from './latest.ts';
export type { LiftHappening, LiftInstant } from './liftHappening.ts';
export { liftDetails, liftHappening } from './liftKinds.ts';
export type { LiftLatest } from './liftLatest.ts';
export { type DecodeProblem, decodeMessage, eventMessage, telemetryMessage } from './message.ts';
export type * from './model.ts';
export { CLOCK_QUALITIES, STREAMS, TOMBSTONE_REASONS } from './model.ts';
export { decodeParts, encodeParts, partBounds, sliceParts, splitBody } from './parts.ts';
export type { Plain } from './plain.ts';
export { type Ingested, Platform, type PlatformOptions } from './platform.ts';
export { aboutTopic, type Proof } from './proof.ts';
export type { SequenceGap } from './reception.ts';
export { decodeReply, encodeReply, type Reply, type ReplyDetail } from './reply.ts';
export { selectChannels } from './selection.ts';
export { type BirthMissing, decodeSenml } from './senml.ts';
export { senmlEvent } from './senmlEvent.ts';
export { SENML_CONTENT_TYPE } from './senmlPack.ts';
export { senmlTelemetry } from './senmlTelemetry.ts';
export { isSignedBy, looksSigned, readSign1, type Sign1, signSign1 } from './sign1.ts';
export { type GatewayTrouble, type StandingOptions, standing } from './standing.ts';
export type { StandingCode } from './standingText.ts';
export { decodeState, encodeState } from './state.ts';
export { decodeAck, encodeAck, encodeTombstone } from './tombstone.ts';
export { Verifier, type VerifierReport } from './verify.ts';
