import type { AllowanceLimits } from '../core/allowance.ts';
import { OPERATOR_VERBS } from './alarmRequests.ts';
import { LIFT_VERBS } from './liftRequests.ts';
import type { ControlVerb } from './protocol.ts';
import { SITE_VERBS } from './siteRequests.ts';

/**
 * The sockets of guard, one for each program that may speak to it: Node cannot ask who is at the other end, so which socket
 * it is decides what may be asked, and how much of guard it may cost. Who may open which is for the file system to say.
 */
export type SocketName = 'courier' | 'desk' | 'opcua';

export type ControlSocket = {
  readonly name: SocketName;
  /** What may be asked; anything else is refused. */
  readonly verbs: readonly ControlVerb[];
  readonly budget: Budget;
};

/** What all clients of one socket may cost together. Engineering values. */
export type Budget = {
  /** Connections at a time. One more takes the place of the one that has asked for nothing the longest. */
  readonly connections: number;
  /** Requests that change nothing. */
  readonly questions: AllowanceLimits;
  /** Requests that are written into the journal with who asked. */
  readonly acts: AllowanceLimits;
  /** Intervals of rows that are said to be delivered. */
  readonly deliveries: AllowanceLimits;
};

const LIVE: readonly ControlVerb[] = ['hello', 'subscribe'];
const NOTHING: AllowanceLimits = { burst: 1, everyMs: 1000 };

/** A platform may acknowledge a burst of alarms; what a broker lets through besides must not fill the journal. */
const COURIER: ControlSocket = {
  name: 'courier',
  verbs: [...LIVE, 'delivered', 'uplink', 'asked', 'acknowledge', 'lift-status'],
  budget: {
    connections: 4,
    questions: { burst: 200, everyMs: 20 },
    acts: { burst: 120, everyMs: 1000 },
    deliveries: { burst: 10_000, everyMs: 4 },
  },
};

/** People and their tools on site. What only looks has an allowance of its own, so that it cannot keep a hand from acting. */
const DESK: ControlSocket = {
  name: 'desk',
  verbs: [
    ...LIVE,
    'asked',
    'keep-paper',
    'acknowledge',
    ...OPERATOR_VERBS,
    ...LIFT_VERBS,
    ...SITE_VERBS,
    ...(['alarms', 'values', 'status', 'read', 'hear', 'write-setting', 'reload', 'examined'] as const),
  ],
  budget: {
    connections: 16,
    questions: { burst: 400, everyMs: 20 },
    acts: { burst: 240, everyMs: 500 },
    deliveries: NOTHING,
  },
};

/** Machines that show alarms and pass on what their operators do about them. */
const OPCUA: ControlSocket = {
  name: 'opcua',
  verbs: [...LIVE, 'acknowledge', ...OPERATOR_VERBS, 'alarms', 'lifts', 'asked'],
  budget: {
    connections: 4,
    questions: { burst: 200, everyMs: 20 },
    acts: { burst: 120, everyMs: 1000 },
    deliveries: NOTHING,
  },
};

export const CONTROL_SOCKETS: Readonly<Record<SocketName, ControlSocket>> = {
  courier: COURIER,
  desk: DESK,
  opcua: OPCUA,
};
