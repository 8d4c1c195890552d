import type { AddressSpace, Namespace, UAObject, UAVariable } from 'node-opcua-address-space';
import { BrowseDirection, type LocalizedText } from 'node-opcua-data-model';
import { ModelChangeStructureDataType } from 'node-opcua-types';
import { DataType, VariantArrayType } from 'node-opcua-variant';
import type { Installation } from '../../site/installation.ts';
import { inLanguage } from '../../text/language.ts';
import { DeviceNode } from './deviceObject.ts';
import { LineNode } from './lineObject.ts';
import { localized } from './localized.ts';
import { describe } from './namesByLocale.ts';
import { ProfileTypes } from './profileTypes.ts';

/** `http://…/UA/DI/` keeps all devices of a server in one set, by this number. */
const DEVICE_SET = 5001;
/** That references came and went (10000-5, 12.16: bits 2 and 3). */
const CHANGED = 4 + 8;

/**
 * The site as clients browse it: `Objects/<gateway>` with its lines, its places as folders with the devices in them, and its
 * lifts; every device once more in DI's DeviceSet. Numbers of nodes come from the ids of the site file and stay, over a changed
 * site too: what is still there is left as it is, for the clients that look at it.
 */
export class SiteModel {
  readonly gateway: UAObject;
  readonly namespace: Namespace;
  readonly devices = new Map<string, DeviceNode>();
  readonly lines = new Map<string, LineNode>();
  readonly #addressSpace: AddressSpace;
  readonly #types: ProfileTypes;
  readonly #set: UAObject; // DI's DeviceSet
  readonly #lineFolder: UAObject;
  readonly #placeFolder: UAObject;
  readonly #places = new Map<string, UAObject>();
  readonly #version: UAVariable;
  #changes = 0;

  constructor(addressSpace: AddressSpace, installation: Installation) {
    const { id } = installation.gateway;
    this.#addressSpace = addressSpace;
    this.namespace = addressSpace.getOwnNamespace();
    this.#types = new ProfileTypes(addressSpace);
    this.#set = addressSpace.findNode(`ns=${this.#types.di};i=${DEVICE_SET}`) as UAObject;
    this.gateway = this.namespace.addObject({
      ...{ browseName: id, nodeId: `s=${id}`, organizedBy: addressSpace.rootFolder.objects },
      ...{ notifierOf: addressSpace.rootFolder.objects.server, eventNotifier: 1 },
    });
    this.#version = this.namespace.addVariable({
      ...{ browseName: { name: 'NodeVersion', namespaceIndex: 0 }, nodeId: `s=${id}/NodeVersion` },
      ...{ propertyOf: this.gateway, dataType: 'String', accessLevel: 'CurrentRead' },
      userAccessLevel: 'CurrentRead',
    }) as UAVariable;
    this.#lineFolder = this.#folder(
      this.gateway,
      'Lines',
      localized({ en: 'Lines', zh: '总线' }),
      `${id}/Lines`,
    );
    const places = localized({ en: 'Places', zh: '位置' });
    this.#placeFolder = this.#folder(this.gateway, 'Places', places, `${id}/Places`);
    this.#show(installation);
  }

  /** Takes over a site that guard has taken up. @returns whether nodes came or went */
  follow(installation: Installation): boolean {
    const before = this.#nodes();
    this.#show(installation);
    const after = this.#nodes();
    return before.size !== after.size || ![...after].every((node) => before.has(node));
  }

  #nodes(): ReadonlySet<UAObject | UAVariable> {
    const devices = [...this.devices.values()].flatMap(({ object, points }) => [
      object,
      ...[...points.values()].map(({ variable }) => variable),
    ]);
    const lines = [...this.lines.values()].map(({ object }) => object);
    return new Set([...devices, ...lines, ...this.#places.values()]);
  }

  #show(installation: Installation): void {
    const { gateway, devices, lines } = installation;
    this.gateway.setDisplayName(localized(gateway.name ?? gateway.id));
    describe(this.gateway, gateway.place ?? '');
    // references first: with a folder the library deletes whatever it organizes
    for (const folder of [...this.#places.values(), ...[...this.lines.values()].map(({ object }) => object)])
      for (const referenceType of ['Organizes', 'HasEventSource'])
        for (const { nodeId } of folder.findReferencesEx(referenceType, BrowseDirection.Forward))
          folder.removeReference({ referenceType, nodeId });
    for (const [id, node] of this.devices) {
      const device = devices.get(id);
      if (device !== undefined && node.canBe(device)) node.become(device);
      else {
        node.leave();
        this.#remove(node.object, () => this.devices.delete(id));
      }
    }
    for (const device of devices.values())
      if (!this.devices.has(device.id))
        this.devices.set(device.id, new DeviceNode(this.#types, this.namespace, this.#set, device));
    for (const [id, node] of this.lines)
      if (!lines.some((line) => line.id === id)) this.#remove(node.object, () => this.lines.delete(id));
    for (const line of lines) {
      const node = this.lines.get(line.id) ?? new LineNode(this.namespace, this.#lineFolder, line);
      this.lines.set(line.id, node);
      for (const { id } of line.devices) organize(node.object, this.devices.get(id));
    }
    this.#showPlaces(installation);
  }

  #remove(object: UAObject, forget: () => void): void {
    for (const { nodeId } of object.findReferencesEx('HasEventSource', BrowseDirection.Inverse))
      (this.#addressSpace.findNode(nodeId) as UAObject | null)?.removeReference({
        ...{ referenceType: 'HasEventSource', nodeId: object.nodeId },
      });
    this.namespace.deleteNode(object);
    forget();
  }

  /**
   * A folder for each place that devices are at; those without one are at the gateway's. What a device tells is heard at its
   * place, and from there at the gateway: who looks after one place need not hear all others.
   */
  #showPlaces({ gateway, devices }: Installation): void {
    const used = new Set<string>();
    for (const device of devices.values()) {
      const place = device.place ?? gateway.place ?? gateway.name ?? gateway.id;
      const name = inLanguage(place, 'en');
      used.add(name);
      const folder =
        this.#places.get(name) ?? this.#place(name, localized(place), `${gateway.id}/Places/${name}`);
      this.#places.set(name, folder);
      const node = this.devices.get(device.id);
      organize(folder, node);
      if (node !== undefined)
        folder.addReference({ referenceType: 'HasEventSource', nodeId: node.object.nodeId });
    }
    for (const [name, folder] of this.#places) {
      if (used.has(name)) continue;
      this.gateway.removeReference({ referenceType: 'HasNotifier', nodeId: folder.nodeId });
      this.namespace.deleteNode(folder);
      this.#places.delete(name);
    }
  }

  #place(name: string, displayName: LocalizedText[], nodeId: string): UAObject {
    const folder = this.#folder(this.#placeFolder, name, displayName, nodeId);
    folder.setEventNotifier(1);
    this.gateway.addReference({ referenceType: 'HasNotifier', nodeId: folder.nodeId });
    return folder;
  }

  #folder(parent: UAObject, browseName: string, displayName: LocalizedText[], nodeId: string): UAObject {
    const folder = this.namespace.addObject({
      ...{ typeDefinition: 'FolderType', organizedBy: parent, browseName, nodeId: `s=${nodeId}` },
    });
    folder.setDisplayName(displayName);
    return folder;
  }

  /** Tells that what was browsed has changed: clients that listen for it browse anew (10000-3, 9.32). */
  tell(): void {
    this.#changes++;
    this.#version.setValueFromSource({ dataType: DataType.String, value: String(this.#changes) });
    const change = new ModelChangeStructureDataType({
      ...{ affected: this.gateway.nodeId, affectedType: this.gateway.typeDefinition, verb: CHANGED },
    });
    this.#addressSpace.rootFolder.objects.server.raiseEvent('GeneralModelChangeEventType', {
      changes: { dataType: DataType.ExtensionObject, arrayType: VariantArrayType.Array, value: [change] },
      message: { dataType: DataType.LocalizedText, value: { locale: 'en', text: 'the site has changed' } },
      severity: { dataType: DataType.UInt16, value: 1 },
    });
  }
}

function organize(parent: UAObject, device: DeviceNode | undefined): void {
  if (device !== undefined) parent.addReference({ referenceType: 'Organizes', nodeId: device.object });
}
