import { AttributeIds } from 'node-opcua-data-model';
import { MonitoredItem, type OPCUAServer } from 'node-opcua-server';
import { StatusCode } from 'node-opcua-status-code';
import { OPCUA_CAPS } from './caps.ts';

type Notification = { value?: { statusCode: StatusCode } };
type Inside = {
  _setOverflowBit(notification: Notification): void;
  readonly $subscription?: { readonly subscriptionDiagnostics?: { monitoringQueueOverflowCount: number } };
};

/**
 * Where a queue is full, `MonitoredItem` (2.186) marks the next value in it, and throws when its status is not good, which
 * is whenever a sensor dies and the client is slow. Any status may carry the mark (10000-4, 7.39.1).
 */
export function markOverflows(): void {
  const prototype = MonitoredItem.prototype as unknown as Inside;
  prototype._setOverflowBit = function (this: Inside, { value }: Notification): void {
    if (value !== undefined)
      value.statusCode = StatusCode.makeStatusCode(value.statusCode, 'Overflow | InfoTypeDataValue');
    const diagnostics = this.$subscription?.subscriptionDiagnostics;
    if (diagnostics !== undefined) diagnostics.monitoringQueueOverflowCount++;
  };
}

type Parameters = { queueSize: number; samplingInterval: number };
type ItemsRequest = {
  readonly itemsToCreate?:
    | readonly {
        readonly itemToMonitor: { readonly attributeId: number };
        readonly requestedParameters: Parameters;
      }[]
    | null;
  readonly itemsToModify?: readonly { readonly requestedParameters: Parameters }[] | null;
};

/**
 * Holds queues to the cap: the library shows `maxMonitoredItemsQueueSize` to clients and grants 5,000 all the same. Events
 * get more, because a refresh tells all that stands at once.
 */
export function capQueues(server: OPCUAServer): void {
  server.on('request', (request) => {
    const { itemsToCreate, itemsToModify } = request as unknown as ItemsRequest;
    for (const { itemToMonitor, requestedParameters } of itemsToCreate ?? []) {
      const isEvent = itemToMonitor.attributeId === AttributeIds.EventNotifier;
      cap(requestedParameters, isEvent ? OPCUA_CAPS.eventQueue : OPCUA_CAPS.queue);
    }
    for (const { requestedParameters } of itemsToModify ?? []) cap(requestedParameters, OPCUA_CAPS.queue);
  });
}

function cap(parameters: Parameters, most: number): void {
  parameters.queueSize = Math.min(parameters.queueSize, most);
  // no number at all: as often as is published (10000-4, 7.21); the library would fail
  if (!Number.isFinite(parameters.samplingInterval)) parameters.samplingInterval = -1;
}
