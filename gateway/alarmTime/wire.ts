import { dialectOf } from '../../drivers/dialect/dialects.ts';
import { isBitTable } from '../../drivers/image.ts';
import type { Request } from '../../drivers/request.ts';
import type { SerialFormat } from '../core/serialFormat.ts';
import type { LineConnection } from '../site/schema/siteSchema.ts';
import type { DeviceTiming } from './deviceTiming.ts';

// Modbus over Serial Line V1.02 §2.5.1.1: above 19200 baud the silence between frames is fixed.
const FIXED_GAP_MS = 1.75;

/** Time of one character on the wire (start, eight data, parity and stop bits), milliseconds. */
export function charMs({ baud, parity, stopBits }: SerialFormat): number {
  return (1000 * (1 + 8 + (parity === 'none' ? 0 : 1) + stopBits)) / baud;
}

/** Shortest silence between two frames: 3.5 characters, 1.75 ms above 19200 baud. */
export function gapMs(serial: SerialFormat): number {
  return serial.baud > 19_200 ? FIXED_GAP_MS : 3.5 * charMs(serial);
}

/** Bytes of the request on a serial line: unit, function, what is asked or written, CRC. */
export function requestBytes(request: Request): number {
  if (request.op === 'read' || request.op === 'pulse-coil') return 8;
  const several = request.op === 'write-registers' && request.several === true;
  if (request.values.length === 1 && !several) return 8;
  return (
    9 + (request.op === 'write-coils' ? Math.ceil(request.values.length / 8) : 2 * request.values.length)
  );
}

/** Bytes of the reply to it, if it is not an exception. */
export function replyBytes(request: Request, dialect: DeviceTiming['dialect'] = 'standard'): number {
  if (request.op !== 'read') return 8;
  const { readOverhead } = dialectOf(dialect);
  return readOverhead + (isBitTable(request.table) ? Math.ceil(request.count / 8) : 2 * request.count);
}

/**
 * What may be added to an exchange between our program and the wire, both ways together: a serial adapter that holds
 * bytes back (an FTDI chip 16 ms unless told otherwise), or the declared bound of the network.
 */
export function allowanceMs(connection: LineConnection): number {
  return connection.type === 'serial' ? connection.adapterMs : connection.networkMs;
}

/** Time the bytes of request and reply are on the wire; none that counts over Modbus TCP. */
export function wireMs(connection: LineConnection, request: Request, { dialect }: DeviceTiming): number {
  if (connection.type === 'modbus-tcp') return 0;
  return (requestBytes(request) + replyBytes(request, dialect)) * charMs(connection);
}

/** Silence before a request to a device: the line's own gap and what the device needs beyond it. */
export function silenceMs(connection: LineConnection, timing: DeviceTiming): number {
  return connection.type === 'modbus-tcp' ? 0 : gapMs(connection) + timing.gapMs;
}

/**
 * Predicted time an answered exchange takes the line: request, the device's typical turnaround, reply and silence,
 * without allowance. This is the theoretical limit that utilisation is measured against.
 */
export function exchangeMs(connection: LineConnection, request: Request, timing: DeviceTiming): number {
  const wokenMs = wakeMs(connection, request, timing);
  return wokenMs + wireMs(connection, request, timing) + timing.turnaroundMs + silenceMs(connection, timing);
}

/** From the first request byte until an exchange is given up: no answer is believed after it. */
export function deadlineMs(connection: LineConnection, request: Request, timing: DeviceTiming): number {
  return wireMs(connection, request, timing) + timing.responseMs + allowanceMs(connection);
}

/** A late window is learned up to ten times what an answer may take, or three times what the profile says of it. */
const WINDOW_ANSWERS = 10;
const WINDOW_WINDOWS = 3;
/** No reply is forgotten before this: a busy host or adapter holds bytes back however quick the device is. */
export const FORGET_MS = 2_000;

/** The longest time after which a reply that was given up is still expected. */
export function longestLateWindowMs(
  connection: LineConnection,
  request: Request,
  timing: DeviceTiming,
): number {
  const answerMs = deadlineMs(connection, request, timing);
  return Math.max(WINDOW_ANSWERS * answerMs, WINDOW_WINDOWS * timing.lateWindowMs);
}

/** From a request until no reply to it is thought to come any more; after a start, for so long every answer is doubted. */
export function forgottenAfterMs(connection: LineConnection, request: Request, timing: DeviceTiming): number {
  return Math.max(longestLateWindowMs(connection, request, timing), FORGET_MS);
}

/** From the first request byte until a reply that has not begun is waited for no longer. */
export function beginDeadlineMs(connection: LineConnection, request: Request, timing: DeviceTiming): number {
  const wholeMs = deadlineMs(connection, request, timing);
  if (timing.hurried !== true || timing.usualMs === undefined) return wholeMs;
  const sentMs = connection.type === 'modbus-tcp' ? 0 : requestBytes(request) * charMs(connection);
  return Math.min(wholeMs, sentMs + timing.usualMs);
}

/**
 * What waking a device that sleeps adds before its request, milliseconds; 0 for one that does not. It is woken by bytes
 * that are no request, or by the request itself, which is lost on it: then an answer is waited for as long as ever.
 */
export function wakeMs(connection: LineConnection, request: Request, timing: DeviceTiming): number {
  const { wakeUp } = timing;
  if (wakeUp === undefined || connection.type === 'modbus-tcp') return 0;
  const { bytes, waitMs } = wakeUp;
  if (bytes !== undefined) return silenceMs(connection, timing) + bytes.length * charMs(connection) + waitMs;
  return silenceMs(connection, timing) + Math.max(waitMs, deadlineMs(connection, request, timing));
}

/** The time a request takes the line that nobody answers. */
export function unansweredMs(connection: LineConnection, request: Request, timing: DeviceTiming): number {
  const wokenMs = wakeMs(connection, request, timing);
  return wokenMs + beginDeadlineMs(connection, request, timing) + silenceMs(connection, timing);
}

/** The most time one request can take the line: its device is woken, it is given up, and the silence follows. */
export function exchangeBoundMs(connection: LineConnection, request: Request, timing: DeviceTiming): number {
  const wokenMs = wakeMs(connection, request, timing);
  return wokenMs + deadlineMs(connection, request, timing) + silenceMs(connection, timing);
}
