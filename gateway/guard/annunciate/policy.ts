import type { Transition } from '../../control/alarm.ts';
import type { Installation, Output } from '../../site/installation.ts';
import { alarmClass } from '../../site/rules/ruleKinds.ts';
import type { Signal, Signals } from '../../site/schema/annunciatorSchema.ts';

/** What annunciation has to know of an alarm. */
export type Sounded = Pick<
  Transition,
  'rule' | 'occurrence' | 'cause' | 'to' | 'condition' | 'severity' | 'device' | 'announcement'
>;

/** An installation as annunciation sees it. Made by `policyOf`. */
export type Policy = {
  readonly outputs: readonly Output[]; // of all annunciators
  readonly zones: readonly string[];
  /** What the alarm sounds and moves. */
  signalOf(alarm: Sounded): Signal;
  /** Where; null: everywhere. */
  zoneOf(alarm: Sounded): string | null;
  /** Whether it speaks of the gateway and its devices, and not of the building. */
  isFault(alarm: Sounded): boolean;
};

const SILENT: Signal = { tone: 'none', strobe: false, closeGasValve: false, runFan: false };
const FAULT: Signal = { ...SILENT, tone: 'fault' };

/**
 * The policy of an installation. For each severity the rule's own word counts; where it has none, faults sound the
 * fault tone and everything else what the site says.
 */
export function policyOf(
  installation: Pick<Installation, 'annunciators' | 'devices' | 'rules' | 'signals' | 'zones'>,
): Policy {
  const { annunciators, devices, signals, zones } = installation;
  const rules = new Map(installation.rules.map((rule) => [rule.id, rule]));
  const isFault = ({ rule }: Sounded) => alarmClass(rules.get(rule)) === 'fault';
  return {
    outputs: annunciators.flatMap(({ outputs }) => outputs),
    zones: zones.map(({ id }) => id),
    isFault,
    signalOf(alarm) {
      const own = signalIn(rules.get(alarm.rule)?.signals, alarm);
      return own ?? (isFault(alarm) ? FAULT : (signalIn(signals, alarm) ?? SILENT));
    },
    zoneOf: ({ device }) => devices.get(device)?.zone ?? null,
  };
}

/** Whether an output is meant by an alarm of this zone. */
export function reaches({ zones }: Pick<Output, 'zones'>, zone: string | null): boolean {
  return zones.length === 0 || zone === null || zones.includes(zone);
}

function signalIn(signals: Signals | undefined, { severity }: Sounded): Signal | undefined {
  return signals?.[severity];
}
