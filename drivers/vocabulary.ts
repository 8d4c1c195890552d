/**
 * The words that every screen, wire and file of this project shares. A code stands here once; what it is called in a
 * language stands in `gateway/text`.
 */

/** How grave an alarm is, rising. */
export const SEVERITIES = ['blue', 'yellow', 'orange', 'red'] as const;
export type Severity = (typeof SEVERITIES)[number];
/** By the number on the wire; what is no alarm has none. */
export const WIRE_SEVERITIES = ['none', ...SEVERITIES] as const;
export type WireSeverity = (typeof WIRE_SEVERITIES)[number];

/** Rising: blue 1 to red 4. For comparing only: a bare number is never sent or shown. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity) + 1;
}

/** What an output of an annunciator drives. `healthy`: the pulse train that says guard lives. */
export const OUTPUTS = ['siren', 'strobe', 'fault-lamp', 'gas-valve', 'fan', 'healthy'] as const;
export type OutputKind = (typeof OUTPUTS)[number];

/** Rising: of several alarms the highest tone is heard. `fault` is a short beep every 30 s. */
export const TONES = ['none', 'fault', 'pulsed', 'continuous'] as const;
export type Tone = (typeof TONES)[number];

/**
 * What the gateway watches of itself: whether the journal is written, alarms keep their time, the state is saved, the clock
 * is right, and its own code works.
 */
export const CONCERNS = ['journal', 'alarm-time', 'state', 'clock', 'internal'] as const;
export type Concern = (typeof CONCERNS)[number];
/** The device of the gateway's own alarms; no device of a site may have this id. */
export const GATEWAY = 'gateway';

/** The alarm states of ISA-18.2 / IEC 62682, A to I. */
export const ALARM_STATES = {
  normal: 'A',
  'unacknowledged-active': 'B',
  'acknowledged-active': 'C',
  'returned-unacknowledged': 'D',
  'latched-unacknowledged': 'E',
  'latched-acknowledged': 'F',
  shelved: 'G',
  suppressed: 'H',
  'out-of-service': 'I',
} as const;
export type AlarmState = keyof typeof ALARM_STATES;

/** Why an alarm went from one state to another. */
export const TRANSITION_CAUSES = [
  'raised',
  'escalated',
  'eased', // fell to a lower severity while still active
  're-alarmed', // still standing after the re-alarm time
  'returned',
  'acknowledged',
  'reset',
  'shelved',
  'unshelved', // by hand, or because the shelf's time is over
  'suppressed', // a maintenance period covers it
  'unsuppressed',
  'taken-out-of-service',
  'put-in-service',
  'removed-by-configuration',
  'state-lost', // the saved state could not be read: nobody knows how it went on
] as const;
export type TransitionCause = (typeof TRANSITION_CAUSES)[number];

/** What of a device may be overdue. */
export const OVERDUE = ['calibration', 'bump-test'] as const;
export type OverdueTask = (typeof OVERDUE)[number];

/** How a device is, as its line sees it. */
export type DeviceState = 'unknown' | 'online' | 'failing' | 'offline';
export type LineState = 'open' | 'lost';

/**
 * How sure we are of a limit or threshold that comes from a rule pack or a profile. `sourced`: read in the source itself;
 * `quoted`: where somebody quotes it.
 */
export const CONFIDENCES = ['sourced', 'quoted', 'from-memory', 'engineering'] as const;
export type Confidence = (typeof CONFIDENCES)[number];
