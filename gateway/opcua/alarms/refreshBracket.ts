import type { AddressSpace } from 'node-opcua-address-space';
import { LocalizedText } from 'node-opcua-data-model';
import { DataType } from 'node-opcua-variant';

type Raises = {
  raiseEvent(type: { readonly browseName: { readonly name: string | null } }, data: object): void;
};

const SAID: Readonly<Record<string, string>> = {
  RefreshStartEventType: 'what stands follows',
  RefreshEndEventType: 'that was all that stands',
};

type EventItem = {
  readonly monitoredItemId: number;
  readonly node: unknown;
  readonly _on_opcua_event_received_callback: unknown; // null: it listens to nothing, being disabled
  _on_opcua_event(event: unknown): void;
};
/** For whom the library refreshes just now; null: nobody. */
type Refreshed = {
  readonly _condition_refresh_scope?: {
    readonly subscription: { readonly monitoredItems: ReadonlyMap<number, EventItem> };
    readonly monitoredItemId?: number;
  } | null;
};
type Event = { readonly eventType?: { readonly value?: unknown } };

/** RefreshStartEventType and RefreshEndEventType. */
const BRACKET: ReadonlySet<string> = new Set(['ns=0;i=2787', 'ns=0;i=2788']);

/**
 * A refresh begins and ends for every item of the subscription that hears events (10000-9, 5.5.7). The library (2.186) raises
 * both at the Server object alone: who listens at a place or at a lift would be told all that stands, and never that it was
 * all.
 */
export function spreadRefreshEvents(addressSpace: AddressSpace): void {
  const { server } = addressSpace.rootFolder.objects;
  const refreshed = addressSpace as unknown as Refreshed;
  server.on('event', (event) => {
    const scope = refreshed._condition_refresh_scope ?? null;
    if (scope === null || !BRACKET.has(String((event as unknown as Event).eventType?.value))) return;
    for (const item of scope.subscription.monitoredItems.values()) {
      if (item.node === server || item._on_opcua_event_received_callback == null) continue;
      if (scope.monitoredItemId === undefined || scope.monitoredItemId === item.monitoredItemId)
        item._on_opcua_event(event);
    }
  });
}

/**
 * The library raises the two events around a refresh with severity 0 and no message. A severity is 1 to 1000, the least for
 * what is only told (10000-5, 6.4.2).
 */
export function fillRefreshEvents(addressSpace: AddressSpace): void {
  const server = addressSpace.rootFolder.objects.server as unknown as Raises;
  const raise = server.raiseEvent.bind(server);
  server.raiseEvent = (type, data) => {
    const text = SAID[type.browseName?.name ?? ''];
    if (text === undefined) raise(type, data);
    else
      raise(type, {
        severity: { dataType: DataType.UInt16, value: 1 },
        message: { dataType: DataType.LocalizedText, value: new LocalizedText({ locale: 'en', text }) },
        ...data,
      });
  };
}
