import { z } from 'zod';
import type { Reading } from '../../drivers/reading.ts';
import type { Problem } from '../core/result.ts';
import type { JournalStat } from '../journal/types.ts';
import type { Stream, StreamHead, TimeBase } from '../telemetry/wire/model.ts';
import type { Alarm } from './alarm.ts';
import { alarmRequests } from './alarmRequests.ts';
import type { AlarmTimeView } from './alarmTimeView.ts';
import type { AnnunciationScreen } from './annunciation.ts';
import { examinedRequest } from './boxFindings.ts';
import type { DeviceHealth, LineHealth } from './health.ts';
import { liftRequests } from './liftRequests.ts';
import { siteRequests } from './siteRequests.ts';
import { type StandingProblem, uplinkRequest } from './uplinkTroubles.ts';

/**
 * What is said over the control sockets: newline-delimited JSON. Which socket it comes by decides what may be asked
 * (`controlSocket.ts`). Everything that arrives is bounded here, whoever sends it.
 */

const request = { id: z.int() };
const actor = z.string().trim().min(1, 'say who asks').max(200);
const serialFormat = {
  baud: z.int().min(300).max(921_600),
  parity: z.enum(['none', 'even', 'odd']),
  stopBits: z.literal([1, 2]),
};
const seq = z.int().min(1);
/** Whole rows, or the first parts of one row. What lies beyond the journal's end is cut off where rows are kept. */
const delivery = z
  .strictObject({
    uplink: z.string().min(1).max(64),
    epoch: z.string().min(1).max(64),
    stream: z.enum(['event', 'telemetry']),
    from: seq,
    to: seq,
    parts: z.int().min(1).max(1000).nullable(),
  })
  .refine(({ from, to }) => from <= to, 'from comes after to')
  .refine(({ from, to, parts }) => parts === null || from === to, 'parts are of one row');
export const TOPICS = ['readings', 'alarms', 'journal', 'health', 'clock'] as const;

export const requestSchema = z.discriminatedUnion('verb', [
  z.strictObject({ ...request, verb: z.literal('hello'), client: z.string().max(100) }),
  z.strictObject({ ...request, verb: z.literal('subscribe'), topics: z.array(z.enum(TOPICS)).max(20) }),
  z.strictObject({ ...request, verb: z.literal('delivered'), deliveries: z.array(delivery).max(500) }),
  // a platform asked courier for something that guard has no part in, or that was refused before it came here
  z.strictObject({
    ...request,
    verb: z.literal('asked'),
    actor,
    command: z.string().min(1).max(40),
    detail: z.string().max(1000),
    accepted: z.boolean(),
  }),
  // one piece of a signed paper, to be kept in the journal and forwarded as it is
  z.strictObject({ ...request, verb: z.literal('keep-paper'), actor, piece: z.string().min(1).max(6000) }),
  uplinkRequest, // courier, of how an uplink is
  examinedRequest, // the doctor, of how the box is
  ...alarmRequests,
  ...liftRequests,
  ...siteRequests,
  // take up the site file again; standing alarms go on where their rule is still there
  z.strictObject({ ...request, verb: z.literal('reload'), actor }),
  z.strictObject({ ...request, verb: z.literal('alarms') }), // answered with an AlarmScreen
  z.strictObject({ ...request, verb: z.literal('status') }),
  // what is read now, complete enough to draw a screen of values from it alone
  z.strictObject({ ...request, verb: z.literal('values') }),
  // one read outside the plan, through guard because guard holds the port
  z.strictObject({
    ...request,
    verb: z.literal('read'),
    line: z.string().max(64),
    unit: z.int().min(0).max(255),
    table: z.enum(['holding', 'input', 'coil', 'discrete']),
    address: z.int().min(0).max(65535),
    count: z.int().min(1).max(125),
  }),
  // who answers? One read at any rate and parity, between the safety reads; what came is told as it came
  z.strictObject({
    ...request,
    verb: z.literal('hear'),
    line: z.string().max(64),
    unit: z.int().min(1).max(247),
    table: z.enum(['holding', 'input', 'coil', 'discrete']),
    address: z.int().min(0).max(65535),
    count: z.int().min(1).max(125),
    ...serialFormat,
    patienceMs: z.number().min(0).max(2000),
    on: z.boolean().default(false), // listens on when an answer has come
    lateMs: z.number().min(0).max(2000).optional(), // so late may an answer of its kind be
  }),
  // gives a stranger on a line a setting; answered like `hear`, refused to who is polled and on a line with a lift
  z.strictObject({
    ...request,
    verb: z.literal('write-setting'),
    actor,
    line: z.string().max(64),
    unit: z.int().min(0).max(247),
    table: z.enum(['holding', 'coil']),
    address: z.int().min(0).max(65535),
    values: z.array(z.int().min(0).max(65535)).min(1).max(4),
    several: z.boolean().default(false), // FC 16 for one register
    twinOf: z.string().max(64).optional(), // the device that is polled at this address: a second one has it too
    ...serialFormat,
    patienceMs: z.number().min(0).max(2000),
  }),
]);
export type ControlRequest = z.infer<typeof requestSchema>;
export type ControlVerb = ControlRequest['verb'];
export type ControlTopic = (typeof TOPICS)[number];

/**
 * Unasked-for lines to subscribers. `readings` conflate per point, and `alarms` are all that stand, told once a turn at most:
 * a line that says `snapshot` begins the list anew, the others go on with it.
 */
export type ControlPush =
  | { readonly push: 'readings'; readonly readings: readonly Reading[] }
  | { readonly push: 'alarms'; readonly alarms: readonly Alarm[]; readonly snapshot: boolean }
  | {
      readonly push: 'journal';
      readonly epoch: string;
      readonly heads: Readonly<Record<Stream, StreamHead>>;
      readonly trouble: Problem | null;
    }
  | {
      readonly push: 'health';
      readonly devices: readonly DeviceHealth[];
      readonly lines: readonly LineHealth[];
    }
  | { readonly push: 'clock'; readonly boot: string; readonly time: TimeBase };

/** Answer to `hear` and `write-setting`: bytes in hex, and how long after the request they began; null when nothing came. */
export type HeardAnswer = { readonly bytes: string; readonly firstMs: number | null };

/** Answer to `status`. */
export type GuardStatus = {
  readonly gateway: string;
  readonly software: string;
  readonly boot: string;
  readonly upMs: number;
  readonly time: TimeBase;
  readonly lines: readonly LineHealth[];
  readonly ports: Readonly<Record<string, string>>; // line id → absolute path of the adapter, or host:port
  readonly devices: readonly DeviceHealth[];
  readonly journal: JournalStat | null;
  readonly problems: readonly StandingProblem[];
  readonly annunciation?: AnnunciationScreen;
  /** The measured time from a change to the command of an output, beside the bound promised for it. */
  readonly alarmTime?: AlarmTimeView;
  /** How often guard could not run for a second and more, and the longest of it, milliseconds. */
  readonly stalls: { readonly count: number; readonly longestMs: number };
};
