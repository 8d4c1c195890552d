import type { ClientSession } from 'node-opcua-client';
import { AttributeIds } from 'node-opcua-data-model';
import { coerceNodeId, type NodeId } from 'node-opcua-nodeid';
import {
  CreateMonitoredItemsRequest,
  CreateSubscriptionRequest,
  PublishRequest,
} from 'node-opcua-service-subscription';
import { Variant } from 'node-opcua-variant';

type Sends = { performMessageTransaction(request: unknown): Promise<unknown> };
type Wanted = {
  readonly filter?: unknown;
  readonly attributeId?: number;
  readonly monitoringMode?: number;
  readonly samplingInterval?: number;
};
type Published = {
  readonly subscriptionId: number;
  readonly notificationMessage: {
    readonly sequenceNumber: number;
    readonly notificationData?:
      | readonly {
          readonly events?: readonly { readonly clientHandle: number; readonly eventFields: Variant[] }[];
          readonly monitoredItems?: readonly {
            readonly clientHandle: number;
            readonly value: { readonly value: Variant };
          }[];
        }[]
      | null;
  };
};

/** Requests as a client of another make would send them: without what the library's client would put right, or forbid. */
export class RawUaSession {
  readonly #sends: Sends;
  readonly #session: ClientSession;
  readonly #nodes = new Map<number, string>(); // by client handle
  #events: (readonly [string, readonly unknown[]])[] = [];
  #values: (readonly [string, unknown])[] = [];
  #publishing = false;

  private constructor(session: ClientSession) {
    this.#session = session;
    this.#sends = session as unknown as Sends;
  }

  static async of(session: ClientSession): Promise<RawUaSession> {
    return new RawUaSession(session);
  }

  ask<T>(request: unknown): Promise<T> {
    return this.#sends.performMessageTransaction(request) as Promise<T>;
  }

  /** The status that the whole request is answered with. */
  async refusal(request: unknown): Promise<string> {
    try {
      await this.ask(request);
      return 'Good';
    } catch (error) {
      return /Bad\w+/.exec(String(error))?.[0] ?? String(error);
    }
  }

  /** @returns the id of a new subscription, whose notifications are kept from now on */
  async subscribe(): Promise<number> {
    const { subscriptionId } = await this.ask<{ subscriptionId: number }>(
      new CreateSubscriptionRequest({
        ...{ requestedPublishingInterval: 250, requestedLifetimeCount: 1000, requestedMaxKeepAliveCount: 20 },
        ...{ maxNotificationsPerPublish: 100, publishingEnabled: true, priority: 1 },
      }),
    );
    if (!this.#publishing) void this.#publish();
    return subscriptionId;
  }

  async monitor(subscriptionId: number, nodeId: string, wanted: Wanted) {
    const handle = this.#nodes.size + 1;
    this.#nodes.set(handle, nodeId);
    const { results } = await this.ask<{
      results: { statusCode: { name: string }; monitoredItemId: number }[];
    }>(
      new CreateMonitoredItemsRequest({
        ...{ subscriptionId, timestampsToReturn: 2 },
        itemsToCreate: [
          {
            itemToMonitor: {
              ...{
                nodeId: coerceNodeId(nodeId),
                attributeId: wanted.attributeId ?? AttributeIds.EventNotifier,
              },
            },
            monitoringMode: wanted.monitoringMode ?? 2,
            requestedParameters: {
              ...{ clientHandle: handle, queueSize: 100, discardOldest: true },
              samplingInterval: wanted.samplingInterval ?? 250,
              filter: (wanted.filter ?? null) as null,
            },
          },
        ],
      }),
    );
    const [result] = results;
    return { status: result?.statusCode.name, id: result?.monitoredItemId ?? 0 };
  }

  /** The fields of each event that an item at this node was told, oldest first. */
  events(nodeId: string): readonly (readonly unknown[])[] {
    return this.#events.flatMap(([at, fields]) => (at === nodeId ? [fields] : []));
  }

  /** The values that an item at this node was told. */
  values(nodeId: string): readonly unknown[] {
    return this.#values.flatMap(([at, value]) => (at === nodeId ? [value] : []));
  }

  forget(): void {
    this.#events = [];
    this.#values = [];
  }

  async call(objectId: string | NodeId, methodId: string, ...inputs: { dataType: number; value: unknown }[]) {
    const inputArguments = inputs.map((input) => new Variant(input));
    const { statusCode } = await this.#session.call({ objectId, methodId, inputArguments });
    return statusCode.name;
  }

  /** Until the session or its last subscription is over. */
  async #publish(): Promise<void> {
    this.#publishing = true;
    let subscriptionAcknowledgements: { subscriptionId: number; sequenceNumber: number }[] = [];
    try {
      for (;;) {
        const answer = await this.ask<Published>(new PublishRequest({ subscriptionAcknowledgements }));
        const { subscriptionId, notificationMessage } = answer;
        const { sequenceNumber, notificationData } = notificationMessage;
        subscriptionAcknowledgements = [];
        if ((notificationData?.length ?? 0) > 0)
          subscriptionAcknowledgements.push({ subscriptionId, sequenceNumber });
        for (const { events = [], monitoredItems = [] } of notificationData ?? []) {
          for (const { clientHandle, eventFields } of events)
            this.#events.push([
              this.#nodes.get(clientHandle) ?? '',
              eventFields.map(({ value }) => (value?.constructor?.name === 'NodeId' ? String(value) : value)),
            ]);
          for (const { clientHandle, value } of monitoredItems)
            this.#values.push([this.#nodes.get(clientHandle) ?? '', value.value.value]);
        }
      }
    } catch {
      this.#publishing = false;
    }
  }
}
