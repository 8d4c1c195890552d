import type { AddressSpace, Namespace, UAObjectType } from 'node-opcua-address-space';
import type { Profile } from '../../../drivers/profile/schema.ts';
import { speaker } from '../../text/catalogue.ts';
import { OPCUA_MESSAGES } from '../../text/opcuaMessages.ts';
import { inBoth, localized } from './localized.ts';
import { describe } from './namesByLocale.ts';
import { declarePoint } from './pointVariable.ts';

export const DI_URI = 'http://opcfoundation.org/UA/DI/';
export const PROFILES_URI = 'urn:lifeline-gateway:profiles';

/** One ObjectType per profile that the site uses, under DI's DeviceType, each point in its ParameterSet. */
export class ProfileTypes {
  readonly #namespace: Namespace;
  readonly #di: number;
  readonly #deviceType: UAObjectType;
  readonly #types = new Map<string, { readonly profile: Profile; readonly type: UAObjectType }>();

  constructor(addressSpace: AddressSpace) {
    this.#di = addressSpace.getNamespaceIndex(DI_URI);
    this.#namespace = addressSpace.registerNamespace(PROFILES_URI);
    const deviceType = addressSpace.findObjectType('DeviceType', this.#di);
    if (deviceType === null) throw new Error('the DI nodeset holds no DeviceType');
    this.#deviceType = deviceType;
  }

  /** Index of DI's namespace. */
  get di(): number {
    return this.#di;
  }

  /** Index of the namespace that points are named in. */
  get index(): number {
    return this.#namespace.index;
  }

  /** Made at the first asking, and anew for a profile that is another one by now: no device of the old one may be left. */
  of(profile: Profile): UAObjectType {
    const known = this.#types.get(profile.id);
    if (known !== undefined && isSame(known.profile, profile)) return known.type;
    if (known !== undefined) this.#namespace.deleteNode(known.type);
    const type = this.#namespace.addObjectType({
      ...{ browseName: profile.id, nodeId: `s=${profile.id}`, subtypeOf: this.#deviceType },
      displayName: localized(profile.names),
    });
    describe(
      type,
      inBoth((language) =>
        speaker(OPCUA_MESSAGES, language)('type.about', {
          ...{ names: profile.names[language], source: profile.source[language] },
        }),
      ),
    );
    const parameters = this.#namespace.addObject({
      ...{ browseName: { name: 'ParameterSet', namespaceIndex: this.#di }, componentOf: type },
      ...{
        nodeId: `s=${profile.id}/ParameterSet`,
        typeDefinition: 'BaseObjectType',
        modellingRule: 'Mandatory',
      },
    });
    for (const point of profile.points)
      declarePoint(this.#namespace, parameters, point, `s=${profile.id}/${point.id}`, {
        ...{ browseName: point.id, modellingRule: 'Optional' },
      });
    this.#types.set(profile.id, { profile, type });
    return type;
  }
}

/** Whether two readings of a profile say the same. */
export function isSame(one: Profile, other: Profile): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
