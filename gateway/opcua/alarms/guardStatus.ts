import { type StatusCode, StatusCodes } from 'node-opcua-status-code';
import type { Problem } from '../../core/result.ts';

/** What guard answers in the status codes of 10000-9 and 10000-4. Its words are in the audit of the journal. */
const BY_CODE: Readonly<Record<string, StatusCode>> = {
  'alarm.not-standing': StatusCodes.BadEventIdUnknown,
  'annunciate.not-standing': StatusCodes.BadInvalidState,
  'alarm.announced-since': StatusCodes.BadEventIdUnknown,
  'alarm.still-holds': StatusCodes.BadInvalidState,
  'alarm.shelf-without-end': StatusCodes.BadShelvingTimeOutOfRange,
  'alarm.maintenance-without-end': StatusCodes.BadInvalidArgument,
  'alarm.unlimited-time': StatusCodes.BadShelvingTimeOutOfRange,
  'alarm.no-reason': StatusCodes.BadInvalidArgument,
  'annunciate.none': StatusCodes.BadNotSupported,
  'control.too-much': StatusCodes.BadTooManyOperations,
  'control.unreachable': StatusCodes.BadNoCommunication,
};

export function guardStatus({ code }: Problem): StatusCode {
  return BY_CODE[code] ?? StatusCodes.BadInvalidState;
}
