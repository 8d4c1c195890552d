import type {
  ConditionSnapshot,
  Namespace,
  UAAlarmConditionEx,
  UAObject,
  UAVariable,
} from 'node-opcua-address-space';
import { LocalizedText } from 'node-opcua-data-model';
import type { NodeId } from 'node-opcua-nodeid';
import { DataType, Variant } from 'node-opcua-variant';
import type { Severity } from '../../../drivers/vocabulary.ts';
import type { ScreenAlarm } from '../../control/alarmScreen.ts';
import type { Rule } from '../../site/schema/siteSchema.ts';
import { localized } from '../model/localized.ts';
import type { SourceTimes } from '../model/sourceTimes.ts';
import { statusOf } from '../model/statusOf.ts';
import { alarmText, answersText, unheardText } from './alarmText.ts';
import { conditionTypeOf, isExclusiveLimit, limitStateOf, limitsOf, showLimit } from './conditionType.ts';
import { NO_SEVERITY, UA_SEVERITY } from './severity.ts';

/** What a client had seen of an alarm when it acts on one of its events. */
export type SeenAlarm = {
  readonly occurrence: string;
  readonly announcement: number;
  readonly severity: Severity;
};

type Said = { readonly text: LocalizedText | null; readonly user: string };

/** An operator may take a while; a client that acts on an older event than this does not know what stands. */
const EVENTS_KEPT = 16;
const OPTIONALS = [
  ...[
    'SuppressedState',
    'OutOfServiceState',
    'ShelvingState',
    'SilenceState',
    'LatchedState',
    'MaxTimeShelved',
  ],
  ...[
    'Silence',
    'Suppress',
    'Suppress2',
    'Unsuppress',
    'Unsuppress2',
    'RemoveFromService',
    'RemoveFromService2',
  ],
  ...['PlaceInService', 'PlaceInService2', 'Reset', 'Reset2'],
  ...['ShelvingState.TimedShelve2', 'ShelvingState.Unshelve2', 'ShelvingState.OneShotShelve2'],
];
const LONGEST_SHELF_MS = 24 * 3_600_000;

type States = Readonly<
  Record<'active' | 'acked' | 'latched' | 'suppressed' | 'outOfService' | 'silenced', boolean>
>;

/**
 * A rule of the site as a condition. Its states, its Retain flag and its events are made of what guard says, and of nothing
 * else: what the library would do by itself when a method is called or an input moves is not used.
 */
export class ConditionNode {
  readonly rule: Rule;
  readonly alarm: UAAlarmConditionEx;
  readonly #times: SourceTimes;
  readonly #seen = new Map<string, SeenAlarm>();
  #shown = '';
  #standing: ScreenAlarm | null = null;
  #said: Said | null = null;
  #unheard: boolean; // guard does not answer: what is shown is what it said last
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    namespace: Namespace,
    rule: Rule,
    { source, input }: { readonly source: UAObject; readonly input: NodeId },
    times: SourceTimes,
    unheard: boolean,
  ) {
    this.rule = rule;
    this.#unheard = unheard;
    this.#times = times;
    const limits = limitsOf(rule);
    this.alarm = namespace.instantiateAlarmCondition(conditionTypeOf(rule.kind), {
      ...{ browseName: rule.id, nodeId: `s=alarm/${rule.id}`, componentOf: source, conditionSource: source },
      ...{ inputNode: input, conditionName: rule.id, optionals: [...OPTIONALS, ...Object.keys(limits)] },
      maxTimeShelved: LONGEST_SHELF_MS,
    });
    for (const [name, value] of Object.entries(limits))
      this.alarm.getPropertyByName(name, 0)?.setValueFromSource({ dataType: DataType.Double, value });
    this.alarm.setDisplayName(localized(rule.name ?? rule.id));
    this.alarm.sourceName.setValueFromSource({
      dataType: DataType.String,
      value: source.browseName.name ?? '',
    });
    // the library would count down a shelf of its own
    this.alarm.shelvingState?.unshelveTime.bindVariable(
      { get: () => new Variant({ dataType: DataType.Double, value: this.#unshelveMs() }) },
      true,
    );
    this.#quiet();
  }

  /** The alarm as it stood at the last look; null: nothing does. */
  get standing(): ScreenAlarm | null {
    return this.#standing;
  }

  get isAcknowledged(): boolean {
    return this.#standing === null || !UNACKNOWLEDGED.has(this.#standing.condition);
  }

  /** What a client had seen that names this event; null: none of the last ones. */
  seenWith(eventId: Buffer | null | undefined): SeenAlarm | null {
    return eventId === null || eventId === undefined
      ? null
      : (this.#seen.get(eventId.toString('hex')) ?? null);
  }

  /** Takes over how the alarm stands now, and tells the clients where that is something else than before. */
  show(standing: ScreenAlarm | null): void {
    const key = standing === null ? '' : shownOf(standing);
    const before = this.#standing;
    this.#standing = standing;
    const branch = this.alarm.currentBranch();
    const back = this.#unheard;
    this.#unheard = false;
    if (back) this.#answered(branch, standing, before);
    if (key === this.#shown) {
      if (back) this.#tell(branch, this.#times.now());
      return;
    }
    this.#shown = key;
    const since = standing === null ? null : this.#times.date(standing.since);
    const at = since ?? this.#times.now();
    this.#states(statesOf(standing), standing, at);
    if (standing !== null && standing.occurrence !== before?.occurrence) this.#fresh(branch);
    if (standing !== null) this.#words(branch, standing);
    else if (this.#said !== null) this.#say(branch, this.#said);
    branch.setRetain(standing !== null);
    this.#tell(branch, at);
  }

  /** Guard does not answer: the states and Retain stay as it said last, and the Quality tells that nobody knows whether they still hold. */
  lost(): void {
    if (this.#unheard) return;
    this.#unheard = true;
    const branch = this.alarm.currentBranch();
    const now = this.#times.now();
    branch.setQuality(statusOf('no-communication'), { sourceTimestamp: now });
    branch.setMessage(unheardText(this.rule, this.#standing));
    this.#tell(branch, now);
  }

  /** Takes back what was said while guard did not answer. Comment and user are as they were. */
  #answered(branch: ConditionSnapshot, standing: ScreenAlarm | null, before: ScreenAlarm | null): void {
    const told = standing ?? before;
    branch.setQuality(statusOf(standing?.quality ?? 'good'), { sourceTimestamp: this.#times.now() });
    branch.setMessage(told === null ? answersText(this.rule) : alarmText(told));
  }

  #tell(branch: ConditionSnapshot, time: ReturnType<SourceTimes['now']>): void {
    branch.setTime(time);
    branch.setReceiveTime(this.#times.now());
    this.alarm.raiseConditionEvent(branch, true);
    this.#remember(branch.getEventId());
  }

  /** One method after another: of two clients that acknowledge at once, the second is told that it was done. */
  inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => {});
    return done;
  }

  /**
   * What is told while `act` runs carries the comment that came with the call, and who made it (10000-9, 5.7.3). An empty
   * comment leaves the one there is.
   */
  async saying<T>(text: LocalizedText | null, user: string, act: () => Promise<T>): Promise<T> {
    const said = { text, user };
    this.#said = said;
    try {
      return await act();
    } finally {
      if (this.#said === said) this.#said = null;
    }
  }

  /** Somebody said something about it: told as an event of its own, the states as they are. */
  comment(text: LocalizedText, user: string): void {
    const branch = this.alarm.currentBranch();
    this.#say(branch, { text, user });
    branch.setReceiveTime(this.#times.now());
    this.alarm.raiseConditionEvent(branch, true);
    this.#remember(branch.getEventId());
  }

  #say(branch: ConditionSnapshot, { text, user }: Said): void {
    if (text !== null && isWritten(text))
      branch.setComment(shortened(text), { sourceTimestamp: this.#times.now() });
    branch.setClientUserId(user);
  }

  /** What was said about an earlier occurrence is not said about this one. */
  #fresh(branch: ConditionSnapshot): void {
    branch.setComment(new LocalizedText({}));
    branch.setClientUserId('');
  }

  #remember(eventId: Buffer): void {
    const { occurrence, announcement, severity } = this.#standing ?? {};
    if (occurrence === undefined || announcement === undefined || severity === undefined) return;
    this.#seen.set(eventId.toString('hex'), { occurrence, announcement, severity });
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > EVENTS_KEPT && oldest !== undefined) this.#seen.delete(oldest);
  }

  #words(branch: ConditionSnapshot, standing: ScreenAlarm): void {
    const sourceTimestamp = this.#times.date(standing.since) ?? this.#times.now();
    branch.setSeverity(UA_SEVERITY[standing.severity], { sourceTimestamp });
    branch.setQuality(statusOf(standing.quality), { sourceTimestamp });
    branch.setMessage(alarmText(standing));
    branch.setClientUserId(userOf(standing.actor));
    if (standing.reason !== null) branch.setComment({ text: standing.reason }, { sourceTimestamp });
    if (this.#said !== null) this.#say(branch, this.#said);
  }

  /** `at`: of the step that led to it, which may be long before this server came. */
  #states(states: States, standing: ScreenAlarm | null, at: ReturnType<SourceTimes['now']>): void {
    const { alarm } = this;
    const shelved = standing?.to === 'shelved';
    alarm.activeState.setValue(states.active, { transitionTime: at, effectiveTransitionTime: at });
    alarm.ackedState.setValue(states.acked);
    this.#twoState('SuppressedState', states.suppressed, ['Suppressed', 'Unsuppressed']);
    this.#twoState('OutOfServiceState', states.outOfService, ['Out of Service', 'In Service']);
    this.#twoState('SilenceState', states.silenced, ['Silenced', 'Not Silenced']);
    this.#twoState('LatchedState', states.latched, ['Latched', 'Unlatched']);
    alarm.shelvingState?.setState(shelved ? 'TimedShelved' : 'Unshelved');
    alarm.suppressedOrShelved.setValueFromSource({
      ...{ dataType: DataType.Boolean, value: shelved || states.suppressed || states.outOfService },
    });
    if (isExclusiveLimit(this.rule.kind)) {
      const limit = standing !== null && states.active ? limitStateOf(standing, this.rule) : null;
      showLimit(alarm.getComponentByName('LimitState', 0) as UAObject | null, limit);
    }
  }

  #twoState(name: string, value: boolean, [yes, no]: readonly [string, string]): void {
    const state = this.alarm.getComponentByName(name, 0) as UAVariable | null;
    state?.setValueFromSource({ dataType: DataType.LocalizedText, value: { text: value ? yes : no } });
    state?.getPropertyByName('Id', 0)?.setValueFromSource({ dataType: DataType.Boolean, value });
  }

  /** Milliseconds until it is not shelved any more (10000-9, 5.8.17.2), now; 0: it is not shelved. */
  #unshelveMs(): number {
    const { to, until } = this.#standing ?? {};
    const end = to !== 'shelved' || until == null ? null : this.#times.date(until);
    return end === null ? 0 : Math.max(0, end.getTime() - this.#times.now().getTime());
  }

  /** As a condition is of which nothing was heard: enabled, not active, acknowledged, of no interest. */
  #quiet(): void {
    this.#states(statesOf(null), null, this.#times.now());
    const branch = this.alarm.currentBranch();
    branch.setRetain(false);
    branch.setSeverity(NO_SEVERITY);
    branch.setQuality(statusOf(this.#unheard ? 'no-communication' : 'good'));
  }
}

const ACTIVE: ReadonlySet<string> = new Set(['unacknowledged-active', 'acknowledged-active']);
const UNACKNOWLEDGED: ReadonlySet<string> = new Set([
  ...['unacknowledged-active', 'returned-unacknowledged', 'latched-unacknowledged'],
]);

function statesOf(standing: ScreenAlarm | null): States {
  return {
    active: standing !== null && ACTIVE.has(standing.condition),
    acked: standing === null || !UNACKNOWLEDGED.has(standing.condition),
    latched: standing?.latched === true,
    suppressed: standing?.to === 'suppressed',
    outOfService: standing?.to === 'out-of-service',
    silenced: standing !== null && standing.silenced !== null,
  };
}

/** As much as guard writes down of it: what one client says is sent to all. */
function shortened({ locale, text }: LocalizedText): LocalizedText {
  return new LocalizedText({ locale, text: (text ?? '').slice(0, 500) });
}

function isWritten({ locale, text }: LocalizedText): boolean {
  return (text ?? '') !== '' || (locale ?? '') !== '';
}

/** All of it that an event tells. */
function shownOf(standing: ScreenAlarm): string {
  const { occurrence, to, condition, severity, announcement, actor, reason, latched, quality } = standing;
  const silenced = standing.silenced?.announcement ?? null;
  return JSON.stringify([
    occurrence,
    to,
    condition,
    severity,
    announcement,
    actor,
    reason,
    latched,
    quality,
    silenced,
  ]);
}

/** People who came in by OPC UA are named as they named themselves; all others with the way they came. */
function userOf(actor: string | null): string {
  return actor?.replace(/^opcua:/, '') ?? '';
}
