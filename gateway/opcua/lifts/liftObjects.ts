import type { AddressSpace, UAObject, UAObjectType, UAVariable } from 'node-opcua-address-space';
import { BrowseDirection } from 'node-opcua-data-model';
import { type StatusCode, StatusCodes } from 'node-opcua-status-code';
import { DataType, sameVariant, Variant, VariantArrayType } from 'node-opcua-variant';
import type { LiftScreen } from '../../control/liftScreen.ts';
import type { Installation } from '../../site/installation.ts';
import { localized } from '../model/localized.ts';
import type { SiteModel } from '../model/siteModel.ts';
import type { SourceTimes } from '../model/sourceTimes.ts';
import { statusOf } from '../model/statusOf.ts';
import type { LiftTrip } from './lastTrips.ts';
import type { LiftVariable, QualifiedField } from './liftModel.ts';
import { nameLiftType } from './liftNames.ts';
import { LIFT_GROUPS, LIFT_URI } from './liftNodeSet.ts';

type Node = { readonly variable: LiftVariable; readonly node: UAVariable };

type LiftNode = { readonly object: UAObject; readonly nodes: readonly Node[] };

/** The lifts of a site as objects of the lift namespace, under `Lifts` of the gateway. */
export class LiftObjects {
  readonly #times: SourceTimes;
  readonly #model: SiteModel;
  readonly #index: number;
  readonly #type: UAObjectType | null;
  readonly #lifts = new Map<string, LiftNode>();
  #folder: UAObject | null = null;
  trips: ReadonlyMap<string, readonly LiftTrip[]> = new Map();

  constructor(addressSpace: AddressSpace, model: SiteModel, { lifts }: Installation, times: SourceTimes) {
    this.#times = times;
    this.#model = model;
    this.#index = addressSpace.getNamespaceIndex(LIFT_URI);
    this.#type = addressSpace.findObjectType('LiftType', this.#index);
    if (this.#type !== null) nameLiftType(addressSpace, this.#type, this.#index);
    this.follow(lifts);
  }

  /** Takes over the lifts of a changed site. @returns whether lifts came or went */
  follow(lifts: Installation['lifts']): boolean {
    const before = [...this.#lifts.keys()].join();
    for (const [id, { object }] of this.#lifts) {
      if (lifts.some(({ device }) => device.id === id)) continue;
      // references first: with a node the library deletes all that is below it
      this.#hear(object, null);
      this.#model.gateway.removeReference({ referenceType: 'HasNotifier', nodeId: object.nodeId });
      this.#model.namespace.deleteNode(object);
      this.#lifts.delete(id);
    }
    for (const { device } of lifts) {
      const lift = this.#lifts.get(device.id) ?? this.#made(device.id);
      if (lift === null) break;
      lift.object.setDisplayName(localized(device.name));
      this.#hear(lift.object, this.#model.devices.get(device.id)?.object ?? null);
      this.#lifts.set(device.id, lift);
    }
    return [...this.#lifts.keys()].join() !== before;
  }

  /** What is judged of a lift is told by the device that it is among the others: heard here too, where a mechanic looks. */
  #hear(object: UAObject, device: UAObject | null): void {
    const referenceType = 'HasEventSource';
    for (const { nodeId } of object.findReferencesEx(referenceType, BrowseDirection.Forward))
      object.removeReference({ referenceType, nodeId });
    if (device !== null) object.addReference({ referenceType, nodeId: device.nodeId });
  }

  #made(id: string): LiftNode | null {
    const { namespace, gateway } = this.#model;
    if (this.#type === null) return null;
    this.#folder ??= namespace.addObject({
      ...{ browseName: 'Lifts', typeDefinition: 'FolderType', organizedBy: gateway },
      ...{
        displayName: localized({ en: 'Lifts', zh: '电梯' }),
        nodeId: `s=${gateway.browseName.name}/Lifts`,
      },
    });
    const object = this.#type.instantiate({
      ...{ browseName: id, nodeId: `s=lift/${id}`, namespace, organizedBy: this.#folder },
    });
    object.setEventNotifier(1);
    gateway.addReference({ referenceType: 'HasNotifier', nodeId: object.nodeId });
    const nodes = nodesOf(object, this.#index);
    for (const { node } of nodes)
      node.setValueFromSource(NOTHING, StatusCodes.BadWaitingForInitialData, this.#times.now());
    return { object, nodes };
  }

  show({ lifts }: LiftScreen): void {
    for (const view of lifts) {
      const lift = { view, trips: this.trips.get(view.id) ?? null };
      for (const { variable, node } of this.#lifts.get(view.id)?.nodes ?? [])
        this.#set(node, variable, variable.of(lift));
    }
  }

  /** Guard is gone: nothing of it is shown as if it were of now. */
  lost(): void {
    for (const { nodes } of this.#lifts.values())
      for (const { node } of nodes)
        node.setValueFromSource(NOTHING, StatusCodes.BadNoCommunication, this.#times.now());
  }

  #set(node: UAVariable, variable: LiftVariable, shown: ReturnType<LiftVariable['of']>): void {
    if (isField(shown)) {
      const at = (shown.at === undefined ? null : this.#times.date(shown.at)) ?? this.#times.now();
      this.#write(node, variant(shown.value, variable), statusOf(shown.quality), at);
    } else if (shown === undefined || shown === null)
      this.#write(node, NOTHING, StatusCodes.BadNoData, this.#times.now()); // this lift does not tell it
    else this.#write(node, variant(shown, variable), StatusCodes.Good, this.#times.now());
  }

  #write(node: UAVariable, value: Variant, status: StatusCode, at: ReturnType<SourceTimes['now']>): void {
    const before = node.readValue();
    if (before.statusCode.equals(status) && sameVariant(before.value, value)) return;
    node.setValueFromSource(value, status, at);
  }
}

const NOTHING = new Variant({ dataType: DataType.Null });

function isField(shown: unknown): shown is QualifiedField {
  return typeof shown === 'object' && shown !== null && 'quality' in shown;
}

function nodesOf(object: UAObject, index: number): Node[] {
  return LIFT_GROUPS.flatMap(({ name, variables }) => {
    const group = object.getComponentByName(name, index) as UAObject | null;
    return variables.flatMap((variable) => {
      const node = group?.getComponentByName(variable.name, index) as UAVariable | null | undefined;
      return node ? [{ variable, node }] : [];
    });
  });
}

const TYPES = {
  Boolean: DataType.Boolean,
  Double: DataType.Double,
  String: DataType.String,
  DateTime: DataType.DateTime,
};

function variant(value: unknown, { type, list }: LiftVariable): Variant {
  if (value === null) return NOTHING;
  const dataType = TYPES[type as keyof typeof TYPES] ?? DataType.Int32; // enumerations travel as Int32
  const dated = (one: unknown) =>
    type === 'DateTime' ? new Date(typeof one === 'number' ? one : Date.UTC(1601, 0, 1)) : one;
  if (list === true)
    return new Variant({
      dataType,
      arrayType: VariantArrayType.Array,
      value: (value as unknown[]).map(dated),
    });
  return new Variant({ dataType, value: dated(value) });
}
