import {
  type ClientMonitoredItem,
  type ClientSession,
  ClientSubscription,
  TimestampsToReturn,
} from 'node-opcua-client';
import { AttributeIds } from 'node-opcua-data-model';
import { coerceNodeId, type NodeId } from 'node-opcua-nodeid';
import { constructEventFilter } from 'node-opcua-service-filter';
import { SimpleAttributeOperand } from 'node-opcua-types';
import { type DataType, Variant } from 'node-opcua-variant';

const FIELDS = [
  ...[
    'EventId',
    'EventType',
    'SourceName',
    'Time',
    'Message',
    'Severity',
    'ConditionName',
    'Retain',
    'Comment',
  ],
  ...['ClientUserId', 'Quality', 'ActiveState.Id', 'AckedState.Id', 'LatchedState.Id', 'SilenceState.Id'],
  ...[
    'SuppressedState.Id',
    'OutOfServiceState.Id',
    'ShelvingState.CurrentState',
    'LimitState.CurrentState',
    'SuppressedOrShelved',
  ],
  ...['ActiveState.TransitionTime', 'ActiveState.EffectiveTransitionTime'],
] as const;
export type UaEvent = Readonly<Record<(typeof FIELDS)[number], unknown>> & {
  readonly condition: NodeId | null;
};

/** What a client hears of events at the Server object, and of conditions when it asks for a refresh. */
export class UaEvents {
  readonly heard: UaEvent[] = [];
  readonly #session: ClientSession;
  readonly #subscription: ClientSubscription;

  private constructor(session: ClientSession, subscription: ClientSubscription) {
    this.#session = session;
    this.#subscription = subscription;
  }

  static async of(session: ClientSession): Promise<UaEvents> {
    const subscription = ClientSubscription.create(session, {
      ...{ requestedPublishingInterval: 250, requestedLifetimeCount: 1000, requestedMaxKeepAliveCount: 20 },
      ...{ maxNotificationsPerPublish: 100, publishingEnabled: true, priority: 1 },
    });
    await new Promise<void>((resolve) => subscription.once('started', () => resolve()));
    const events = new UaEvents(session, subscription);
    const filter = constructEventFilter([...FIELDS]);
    // the condition itself is an attribute of the event (10000-9, 5.5.2), without a browse path
    filter.selectClauses?.push(
      new SimpleAttributeOperand({
        typeDefinitionId: coerceNodeId('i=2782'),
        attributeId: AttributeIds.NodeId,
      }),
    );
    const item = await subscription.monitor(
      { nodeId: coerceNodeId('i=2253'), attributeId: AttributeIds.EventNotifier },
      { samplingInterval: 0, queueSize: 100, discardOldest: true, filter },
      TimestampsToReturn.Both,
    );
    (item as ClientMonitoredItem).on('changed', (values) => {
      const list = values as unknown as Variant[];
      const fields = Object.fromEntries(FIELDS.map((name, i) => [name, list[i]?.value ?? null]));
      events.heard.push({ ...fields, condition: list[FIELDS.length]?.value ?? null } as UaEvent);
    });
    return events;
  }

  /** The newest event of a condition, by its name. */
  last(name: string): UaEvent | undefined {
    return this.heard.findLast((event) => event.ConditionName === name);
  }

  /** Its number. */
  get subscription(): number {
    return this.#subscription.subscriptionId;
  }

  async refresh(): Promise<string> {
    return this.call('i=2782', 'i=3875', {
      dataType: 7 as DataType,
      value: this.#subscription.subscriptionId,
    });
  }

  /** Calls a method. @returns the name of the status that the server answers */
  async call(
    objectId: string | NodeId,
    methodId: string,
    ...inputs: { dataType: DataType; value: unknown }[]
  ): Promise<string> {
    const result = await this.#session.call({
      ...{ objectId, methodId, inputArguments: inputs.map((input) => new Variant(input)) },
    });
    return result.statusCode.name;
  }
}
