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
