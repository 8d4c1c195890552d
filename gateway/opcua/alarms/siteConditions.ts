import type { AddressSpace, Namespace, UAObject } from 'node-opcua-address-space';
import { NodeId } from 'node-opcua-nodeid';
import type { AlarmScreen } from '../../control/alarmScreen.ts';
import type { Installation } from '../../site/installation.ts';
import { kindOf, type Rule } from '../../site/rules/ruleKinds.ts';
import type { SiteModel } from '../model/siteModel.ts';
import type { SourceTimes } from '../model/sourceTimes.ts';
import { bindCondition, bindTypes, type ConditionDesk } from './conditionMethods.ts';
import { ConditionNode } from './conditionNode.ts';
import { fillRefreshEvents, spreadRefreshEvents } from './refreshBracket.ts';

/** The types whose methods a client may call by their declaration. */
const TYPES = [
  'ConditionType',
  'AcknowledgeableConditionType',
  'AlarmConditionType',
  'ShelvedStateMachineType',
];

/** `ShelvingState` of AlarmConditionType, by its number in the standard nodeset. */
const DECLARED_SHELVING = 'i=9178';

/** All rules of a site as conditions, driven by guard alone. */
export class SiteConditions {
  readonly #byRule = new Map<string, ConditionNode>();
  readonly #byNode = new Map<string, ConditionNode>();
  readonly #addressSpace: AddressSpace;
  readonly #model: SiteModel;
  readonly #times: SourceTimes;
  readonly #desk: ConditionDesk;
  readonly #own: UAObject;
  readonly #types: readonly UAObject[]; // whose methods a client may call by their declaration
  #unheard = true; // guard does not answer

  constructor(
    addressSpace: AddressSpace,
    model: SiteModel,
    { rules }: Pick<Installation, 'rules'>,
    times: SourceTimes,
    desk: ConditionDesk,
  ) {
    addressSpace.installAlarmsAndConditionsService();
    fillRefreshEvents(addressSpace);
    spreadRefreshEvents(addressSpace);
    this.#addressSpace = addressSpace;
    this.#model = model;
    this.#times = times;
    this.#desk = desk;
    this.#own = selfObject(model.namespace, model.gateway);
    const types = TYPES.flatMap((name) => addressSpace.findObjectType(name) ?? []) as unknown as UAObject[];
    this.#types = [...types, addressSpace.findNode(DECLARED_SHELVING) as UAObject];
    this.follow(rules);
    bindTypes(this.#types, ({ nodeId }) => this.#byNode.get(nodeId.toString()) ?? null, desk);
  }

  /**
   * Takes over the rules of a changed site, after the model has: a condition whose rule is what it was stays.
   *
   * @returns whether conditions came or went
   */
  follow(rules: readonly Rule[]): boolean {
    let changed = false;
    const wanted = new Map(rules.map((rule) => [rule.id, rule]));
    for (const [id, condition] of this.#byRule) {
      const rule = wanted.get(id);
      const isThere = this.#addressSpace.findNode(condition.alarm.nodeId) === condition.alarm;
      if (isThere && rule !== undefined && JSON.stringify(rule) === JSON.stringify(condition.rule)) continue;
      changed = true;
      for (const node of nodesOf(condition)) this.#byNode.delete(node);
      this.#byRule.delete(id);
      if (isThere) this.#model.namespace.deleteNode(condition.alarm);
    }
    for (const rule of rules) {
      if (this.#byRule.has(rule.id)) continue;
      changed = true;
      this.#add(rule);
    }
    return changed;
  }

  /**
   * Alarms of rules that the site has no more are told as over, before they go or the device goes that they are at. Nobody
   * else would tell it where guard was changed while it did not answer.
   */
  leave(rules: readonly Rule[]): void {
    for (const [id, condition] of this.#byRule)
      if (condition.standing !== null && !rules.some((rule) => rule.id === id)) condition.show(null);
  }

  #add(rule: Rule): void {
    const { namespace } = this.#model;
    const condition = new ConditionNode(
      namespace,
      rule,
      placeOf(rule, this.#model, this.#own),
      this.#times,
      this.#unheard,
    );
    bindCondition(condition, this.#desk);
    this.#byRule.set(rule.id, condition);
    for (const node of nodesOf(condition)) this.#byNode.set(node, condition);
    const { alarm } = condition;
    takeShelvingCalls(alarm, [alarm.shelvingState as unknown as UAObject, ...this.#types]);
  }

  of(rule: string): ConditionNode | undefined {
    return this.#byRule.get(rule);
  }

  /** What stands now; a rule that is not in it stands no more. */
  show({ alarms }: AlarmScreen): void {
    this.#unheard = false;
    const standing = new Map(alarms.map((alarm) => [alarm.rule, alarm]));
    for (const [rule, condition] of this.#byRule) condition.show(standing.get(rule) ?? null);
  }

  /** Guard does not answer: each condition stays as it was, and tells that nobody knows. */
  lost(): void {
    this.#unheard = true;
    for (const condition of this.#byRule.values()) condition.lost();
  }
}

/** What a client may call a method of it by. */
function nodesOf({ alarm }: ConditionNode): readonly string[] {
  return [alarm, alarm.shelvingState].flatMap((node) => (node === undefined ? [] : [node.nodeId.toString()]));
}

/**
 * A client may shelve by the id of the condition, without the object of its shelving state (10000-9, 5.8.17); the library
 * looks for a method at the object of the call alone.
 */
function takeShelvingCalls(alarm: ConditionNode['alarm'], places: readonly UAObject[]): void {
  const own = alarm.getMethodById.bind(alarm);
  alarm.getMethodById = (id) => {
    const found = own(id);
    if (found !== null) return found;
    return places.map((place) => place.getMethodById(id)).find((method) => method !== null) ?? null;
  };
}

/** What the gateway says of itself hangs on an object of its own. */
function selfObject(namespace: Namespace, gateway: UAObject): UAObject {
  const own = namespace.addObject({
    ...{
      browseName: 'Self',
      nodeId: `${gateway.nodeId.toString().replace(/^ns=\d+;/, '')}/Self`,
      componentOf: gateway,
    },
    eventSourceOf: gateway,
  });
  own.setEventNotifier(1);
  return own;
}

/** The device a rule is about, and the point it judges where that is one. */
function placeOf(rule: Rule, model: SiteModel, own: UAObject): { source: UAObject; input: NodeId } {
  const [point] = kindOf(rule).points(rule);
  const device = model.devices.get(point?.split('/')[0] ?? ('device' in rule ? String(rule.device) : ''));
  const variable = point === undefined ? undefined : device?.points.get(point)?.variable;
  return { source: device?.object ?? own, input: variable?.nodeId ?? new NodeId() };
}
