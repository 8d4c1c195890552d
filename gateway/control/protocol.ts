import { z } from 'zod';
import type { Instant, Reading } from '../../drivers/reading.ts';
import type { Problem } from '../core/result.ts';
import type { ForeignKey, JournalStat } from '../journal/types.ts';
import type { Stream, StreamHead, TimeBase } from '../telemetry/model.ts';
import type { Alarm } from './alarm.ts';
import { alarmRequests, OPERATOR_VERBS } from './alarmRequests.ts';
import type { AlarmTimeView } from './alarmTimeView.ts';
import type { AnnunciationScreen } from './annunciation.ts';
import type { DeviceHealth, LineHealth } from './health.ts';
import { LIFT_VERBS, liftRequests } from './liftRequests.ts';

/**
 * What is said over the control sockets: newline-delimited JSON. `courier.sock` takes `hello`, `subscribe`,
 * `delivered`, `asked`, `acknowledge`; `desk.sock` takes every verb. Node cannot ask who is on the other end, so which socket
 * it is decides what may be asked.
 */

const request = { id: z.int() };
export const TOPICS = ['readings', 'alarms', 'journal', 'health', 'clock', 'volatile'] as const;

export const requestSchema = z.discriminatedUnion('verb', [
  z.strictObject({ ...request, verb: z.literal('hello'), client: z.string() }),
  z.strictObject({ ...request, verb: z.literal('subscribe'), topics: z.array(z.enum(TOPICS)) }),
  z.strictObject({
    ...request,
    verb: z.literal('delivered'),
    deliveries: z.array(
      z.strictObject({
        uplink: z.string(),
        epoch: z.string(),
        stream: z.enum(['event', 'telemetry']),
        from: z.int(),
        to: z.int(),
        parts: z.int().nullable(),
      }),
    ),
  }),
  // a platform asked courier for something that guard has no part in, or that was refused before it came here
  z.strictObject({
    ...request,
    verb: z.literal('asked'),
    actor: z.string().min(1).max(200),
    command: z.string().min(1).max(40),
    detail: z.string().max(1000),
    accepted: z.boolean(),
  }),
  ...alarmRequests,
  ...liftRequests,
  // take up the site file again; standing alarms go on where their rule is still there
  z.strictObject({ ...request, verb: z.literal('reload'), actor: z.string() }),
  z.strictObject({ ...request, verb: z.literal('alarms') }), // answered with an AlarmScreen
  z.strictObject({ ...request, verb: z.literal('status') }),
  // one read outside the plan, through guard because guard holds the port
  z.strictObject({
    ...request,
    verb: z.literal('read'),
    line: z.string(),
    unit: z.int().min(0).max(255),
    table: z.enum(['holding', 'input', 'coil', 'discrete']),
    address: z.int().min(0).max(65535),
    count: z.int().min(1).max(125),
  }),
]);
export type ControlRequest = z.infer<typeof requestSchema>;
export type ControlVerb = ControlRequest['verb'];
export type ControlTopic = (typeof TOPICS)[number];

/** What `courier.sock` takes: enough to report deliveries and pass on what platforms ask, nothing that reads the field. */
export const COURIER_VERBS: readonly ControlVerb[] = [
  'hello',
  'subscribe',
  'delivered',
  'asked',
  'acknowledge',
];
/** What `desk.sock` takes: everything. */
export const DESK_VERBS: readonly ControlVerb[] = [
  ...COURIER_VERBS,
  ...OPERATOR_VERBS,
  ...LIFT_VERBS,
  'alarms',
  'status',
  'read',
  'reload',
];

/** Unasked-for lines to subscribers. `readings` conflate per point, `alarms` and `volatile` are told one by one; after an overflow the client is cut and starts anew. */
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
  /** Events told before they are on guard's disk, each under the key it will be journaled by; `body` is base64 of it. */
  | {
      readonly push: 'volatile';
      readonly events: readonly (ForeignKey & { readonly at: Instant; readonly body: string })[];
    }
  | { readonly push: 'clock'; readonly boot: string; readonly time: TimeBase };

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
  readonly problems: readonly Problem[];
  readonly annunciation?: AnnunciationScreen;
  /** The measured time from a change to the command of an output, beside the bound promised for it. */
  readonly alarmTime?: AlarmTimeView;
  /** How often guard could not run for a second and more, and the longest of it, milliseconds. */
  readonly stalls: { readonly count: number; readonly longestMs: number };
};
