/**
 * The platform's SDK: decode what a Lifeline gateway publishes, and prove that nothing is missing. The same code encodes
 * in the gateway. See NOTES.md and telemetry.cddl.
 */
export { type Dated, Dating } from './sdk/dating.ts';
export { type DecodeProblem, decodeMessage } from './sdk/decodeMessage.ts';
export {
  type FlatEvent,
  type FlatRow,
  flatEvents,
  flatRows,
  type RowKey,
  type RowSource,
} from './sdk/flatRows.ts';
export {
  type GatewayReport,
  GatewayView,
  type GatewayViewOptions,
  type Receipt,
  type SavedGateway,
  type Taken,
} from './sdk/gatewayView.ts';
export type { HeldReport } from './sdk/held.ts';
export type { Interval, Intervals } from './sdk/intervals.ts';
export type { HistoryPlace, Latest } from './sdk/latest.ts';
export type { LiftLatest } from './sdk/liftLatest.ts';
export type { OpenAlarm } from './sdk/newest.ts';
export { eventDigest, partDigest } from './sdk/partDigest.ts';
export { type Ingested, Platform, type PlatformOptions, type SavedPlatform } from './sdk/platform.ts';
export type { SequenceGap } from './sdk/reception.ts';
export { SignedPapers } from './sdk/signedPapers.ts';
export { type GatewayTrouble, type StandingOptions, standing } from './sdk/standing.ts';
export type { StandingCode } from './sdk/standingText.ts';
export { type StoredPart, type StoredTelemetry, storedFrom, storedTelemetry } from './sdk/storedParts.ts';
export {
  type PartArrival,
  type PartKey,
  type SavedVerifier,
  Verifier,
  type VerifierReport,
} from './sdk/verify.ts';
export { type BirthMissing, decodeSenml } from './senml/senml.ts';
export { senmlEvent } from './senml/senmlEvent.ts';
export { SENML_CONTENT_TYPE } from './senml/senmlPack.ts';
export { senmlTelemetry } from './senml/senmlTelemetry.ts';
export { isInlineKey, keyId, privateKeyFrom, publicKeyFrom, rawPublicKey } from './sign/ed25519.ts';
export { aboutTopic, type Proof } from './sign/proof.ts';
export { isSignedBy, looksSigned, readSign1, type Sign1, signSign1 } from './sign/sign1.ts';
export type { Message } from './wire/anyMessage.ts';
export { birthHash, decodeBirth, encodeBirth } from './wire/birth.ts';
export { type BirthPiece, birthPointer, cutBirth } from './wire/birthPieces.ts';
export {
  COMMAND_KINDS,
  type Command,
  type CommandAsk,
  type CommandKind,
  commandId,
  decodeCommand,
  encodeCommand,
} from './wire/command.ts';
export { decodeEvent, encodeEvent } from './wire/event.ts';
export type { EventHeader, TelemetryHeader } from './wire/header.ts';
export type { LiftHappening, LiftInstant } from './wire/liftHappening.ts';
export { liftDetails, liftHappening } from './wire/liftKinds.ts';
export { eventMessage, telemetryMessage } from './wire/message.ts';
export type * from './wire/model.ts';
export { CLOCK_QUALITIES, STREAMS, TOMBSTONE_REASONS } from './wire/model.ts';
export { PAPER_VERB, paperPieces, readPaperPiece, type WholePaper } from './wire/paperPieces.ts';
export { decodeParts, encodeParts, partBounds, sliceParts, splitBody } from './wire/parts.ts';
export type { Plain } from './wire/plain.ts';
export { decodeReply, encodeReply, type Reply, type ReplyDetail } from './wire/reply.ts';
export { selectChannels } from './wire/selection.ts';
export { decodeState, encodeState } from './wire/state.ts';
export { decodeAck, encodeAck, encodeTombstone } from './wire/tombstone.ts';
