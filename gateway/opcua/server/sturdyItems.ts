import type { AddressSpace, UAObject } from 'node-opcua-address-space';
import { AttributeIds, NodeClass } from 'node-opcua-data-model';
import type { NodeId } from 'node-opcua-nodeid';
import { MonitoredItem, Subscription } from 'node-opcua-server';
import { EventFilter } from 'node-opcua-service-filter';
import {
  MonitoredItemCreateResult,
  MonitoredItemModifyResult,
  type MonitoringParameters,
} from 'node-opcua-service-subscription';
import { type StatusCode, StatusCodes } from 'node-opcua-status-code';
import type { Log } from '../../core/log.ts';
import { OPCUA_CAPS } from './caps.ts';
import { refusedFilter, settledInterval } from './itemParameters.ts';
import { refusedWhere } from './whereClauses.ts';

type Parameters = { samplingInterval: number; readonly filter?: unknown };
type CreateRequest = {
  readonly itemToMonitor: { readonly nodeId: NodeId; readonly attributeId: number };
  readonly requestedParameters: Parameters;
};
type Created = {
  readonly createResult: MonitoredItemCreateResult;
  readonly monitoredItemCreateRequest: unknown;
};
type Subscribed = {
  readonly publishingInterval: number;
  readonly monitoredItems: ReadonlyMap<number, Pick<Item, 'itemToMonitor'>>;
  readonly $session?: { readonly publishEngine: { readonly subscriptions: readonly Subscribed[] } };
};
type Creates = Subscribed & {
  preCreateMonitoredItem(space: AddressSpace, timestamps: number, request: CreateRequest): Created;
};
type Item = {
  readonly itemToMonitor: { readonly attributeId: number };
  filter: unknown;
  readonly $subscription?: { readonly publishingInterval: number; terminate(): void } | undefined;
  modify(timestamps: unknown, parameters: MonitoringParameters): MonitoredItemModifyResult;
};
type Tell = (this: Item, ...told: unknown[]) => void;
type Tells = Item & { [name in (typeof TOLD)[number]]: Tell } & { [PATCHED]?: Log };

/** What the library calls for each item when a node tells an event, or another value. */
const TOLD = ['_on_opcua_event', '_on_value_changed'] as const;
/** Of what one client can bring about at every event. */
const TOLD_AT_MOST = 20;
const PATCHED = Symbol('lifeline');

/**
 * One client's item is nobody else's trouble. `MonitoredItem` (2.186) takes an item for events without a filter of events, or
 * takes the filter away when it is modified, and throws when the next event comes: out of whatever raised it, which is an
 * alarm, and the process is gone. Here such an item is refused, and what an item throws ends its subscription alone, which
 * its client is told.
 */
export function guardItems(log: Log): void {
  const items = MonitoredItem.prototype as unknown as Tells;
  const isNew = items[PATCHED] === undefined;
  items[PATCHED] = log;
  if (!isNew) return;
  const subscriptions = Subscription.prototype as unknown as Creates;
  const create = subscriptions.preCreateMonitoredItem;
  subscriptions.preCreateMonitoredItem = function (this: Creates, space, timestamps, request) {
    const statusCode = refusalOf(space, request, this);
    const { requestedParameters: asked } = request;
    asked.samplingInterval = settledInterval(asked.samplingInterval, this.publishingInterval);
    if (statusCode === null) return create.call(this, space, timestamps, request);
    const createResult = new MonitoredItemCreateResult({ statusCode });
    return { createResult, monitoredItemCreateRequest: request };
  };
  const { modify } = items;
  items.modify = function (this: Item, timestamps, parameters) {
    const isEvent = this.itemToMonitor.attributeId === AttributeIds.EventNotifier;
    const statusCode = isEvent ? refusedEvents(parameters.filter) : refusedFilter(parameters.filter);
    if (statusCode !== null) return new MonitoredItemModifyResult({ statusCode });
    const { samplingInterval: asked } = parameters;
    parameters.samplingInterval = settledInterval(asked, this.$subscription?.publishingInterval ?? 0);
    const before = this.filter;
    const modified = modify.call(this, timestamps, parameters);
    if (modified.statusCode.isNotGood()) this.filter = before; // the library has taken what it refuses
    return modified;
  };
  const heard = new Set<string>();
  for (const name of TOLD) {
    const tell = items[name];
    items[name] = function (this: Item, ...told) {
      try {
        tell.apply(this, told);
      } catch (error) {
        const said = `an item of a client cannot be told of a change, its subscription ends: ${error}`;
        if (!heard.has(said) && heard.size < TOLD_AT_MOST) items[PATCHED]?.info(said);
        heard.add(said);
        // not in the middle of telling the others
        queueMicrotask(() => this.$subscription?.terminate());
      }
    };
  }
}

/** Events are told by objects that are notifiers, and not without saying what is wanted of them (10000-4, 5.12.2). */
function refusalOf(space: AddressSpace, request: CreateRequest, subscription: Subscribed): StatusCode | null {
  const { nodeId, attributeId } = request.itemToMonitor;
  if (attributeId !== AttributeIds.EventNotifier) return refusedFilter(request.requestedParameters.filter);
  const node = space.findNode(nodeId);
  if (node === null) return null; // the library says that
  if (node.nodeClass !== NodeClass.Object) return StatusCodes.BadAttributeIdInvalid;
  if (((node as UAObject).eventNotifier & SUBSCRIBE_TO_EVENTS) === 0) return StatusCodes.BadNotSupported;
  const status = refusedEvents(request.requestedParameters.filter);
  if (status !== null) return status;
  return eventItemsOf(subscription) < OPCUA_CAPS.eventItems ? null : StatusCodes.BadTooManyMonitoredItems;
}

function refusedEvents(filter: unknown): StatusCode | null {
  return filter instanceof EventFilter ? refusedWhere(filter) : StatusCodes.BadEventFilterInvalid;
}

/** How many items the session of a subscription has that hear events. */
function eventItemsOf(subscription: Subscribed): number {
  const all = subscription.$session?.publishEngine.subscriptions ?? [subscription];
  return all
    .flatMap(({ monitoredItems }) => [...monitoredItems.values()])
    .filter(({ itemToMonitor }) => itemToMonitor.attributeId === AttributeIds.EventNotifier).length;
}

/** Bit 0 of EventNotifier (10000-3, 8.59). */
const SUBSCRIBE_TO_EVENTS = 1;
