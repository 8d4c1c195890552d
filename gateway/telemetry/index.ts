/**
 * The platform's SDK: decode what a Lifeline gateway publishes, and prove that nothing is missing. The same code encodes
 * in the gateway. See NOTES.md and telemetry.cddl.
 */
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
export type { Interval, Intervals } from './sdk/intervals.ts';
export type { HistoryPlace, Latest } from './sdk/latest.ts';
export type { LiftHappening, LiftInstant } from './wire/liftHappening.ts';
export { liftDetails, liftHappening } from './wire/liftKinds.ts';
export { eventMessage, telemetryMessage } from './wire/message.ts';
export type * from './wire/model.ts';
export { CLOCK_QUALITIES, STREAMS, TOMBSTONE_REASONS } from './wire/model.ts';
export { decodeParts, encodeParts, partBounds, sliceParts, splitBody } from './wire/parts.ts';
export type { Plain } from './wire/plain.ts';
export { type Ingested, Platform, type PlatformOptions } from './sdk/platform.ts';
export { aboutTopic, type Proof } from './sign/proof.ts';
export type { SequenceGap } from './sdk/reception.ts';
export { decodeReply, encodeReply, type Reply, type ReplyDetail } from './wire/reply.ts';
export { selectChannels } from './wire/selection.ts';
export { type BirthMissing, decodeSenml } from './senml/senml.ts';
export { senmlEvent } from './senml/senmlEvent.ts';
export { SENML_CONTENT_TYPE } from './senml/senmlPack.ts';
export { senmlTelemetry } from './senml/senmlTelemetry.ts';
export { isSignedBy, looksSigned, readSign1, type Sign1, signSign1 } from './sign/sign1.ts';
export { type GatewayTrouble, type StandingOptions, standing } from './sdk/standing.ts';
export type { StandingCode } from './sdk/standingText.ts';
export { decodeState, encodeState } from './wire/state.ts';
export { decodeAck, encodeAck, encodeTombstone } from './wire/tombstone.ts';
