import type { AddressSpace, Namespace, UAObject } from 'node-opcua-address-space';
import type { Installation } from '../../site/installation.ts';
import { inLanguage } from '../../text/language.ts';
import { type DeviceNode, deviceObject } from './deviceObject.ts';
import { LineNode } from './lineObject.ts';
import { inEnglish, localized } from './localized.ts';
import { ProfileTypes } from './profileTypes.ts';

/** The nodes of a site, by what they stand for. */
export type SiteModel = {
  readonly gateway: UAObject;
  readonly namespace: Namespace;
  readonly di: number;
  readonly devices: ReadonlyMap<string, DeviceNode>;
  readonly lines: ReadonlyMap<string, LineNode>;
};

/** `http://…/UA/DI/` keeps all devices of a server in one set, by this number. */
const DEVICE_SET = 5001;

/**
 * The site as clients browse it: `Objects/<gateway>` with its lines, its places as folders with the devices in them, and its
 * lifts; every device once more in DI's DeviceSet. Numbers of nodes come from the ids of the site file and stay.
 */
export function siteModel(addressSpace: AddressSpace, installation: Installation): SiteModel {
  const namespace = addressSpace.getOwnNamespace();
  const types = new ProfileTypes(addressSpace);
  const { gateway: named, lines, devices } = installation;
  const server = addressSpace.rootFolder.objects.server;
  const gateway = namespace.addObject({
    ...{ browseName: named.id, nodeId: `s=${named.id}`, organizedBy: addressSpace.rootFolder.objects },
    ...{ displayName: localized(named.name ?? named.id), notifierOf: server, eventNotifier: 1 },
    description: inEnglish(named.place ?? ''),
  });
  const folder = (name: string, shown: { en: string; zh: string }) =>
    namespace.addObject({
      ...{ typeDefinition: 'FolderType', organizedBy: gateway },
      browseName: name,
      displayName: localized(shown),
      nodeId: `s=${named.id}/${name}`,
    });
  const set = addressSpace.findNode(`ns=${types.di};i=${DEVICE_SET}`) as UAObject;
  const nodes = new Map<string, DeviceNode>();
  for (const device of devices.values()) {
    const node = deviceObject(types, namespace, set, device);
    gateway.addReference({ referenceType: 'HasEventSource', nodeId: node.object });
    nodes.set(device.id, node);
  }
  const lineFolder = folder('Lines', { en: 'Lines', zh: '总线' });
  const lineNodes = lines.map((line) => {
    const node = new LineNode(namespace, lineFolder, line);
    gateway.addReference({ referenceType: 'HasEventSource', nodeId: node.object });
    for (const { id } of line.devices) {
      const device = nodes.get(id);
      if (device !== undefined)
        node.object.addReference({ referenceType: 'Organizes', nodeId: device.object });
    }
    return [line.id, node] as const;
  });
  addPlaces(folder('Places', { en: 'Places', zh: '位置' }), namespace, installation, nodes);
  return { gateway, namespace, di: types.di, devices: nodes, lines: new Map(lineNodes) };
}

/** A folder for each place that devices are at; those without one are at the gateway's. */
function addPlaces(
  parent: UAObject,
  namespace: Namespace,
  { gateway, devices }: Installation,
  nodes: ReadonlyMap<string, DeviceNode>,
): void {
  const folders = new Map<string, UAObject>();
  for (const device of devices.values()) {
    const place = device.place ?? gateway.place ?? gateway.name ?? gateway.id;
    const name = inLanguage(place, 'en');
    const folder =
      folders.get(name) ??
      namespace.addObject({
        ...{ typeDefinition: 'FolderType', organizedBy: parent },
        ...{ browseName: name, displayName: localized(place), nodeId: `s=${gateway.id}/Places/${name}` },
      });
    folders.set(name, folder);
    const node = nodes.get(device.id);
    if (node !== undefined) folder.addReference({ referenceType: 'Organizes', nodeId: node.object });
  }
}
