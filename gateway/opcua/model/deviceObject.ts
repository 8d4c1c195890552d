import type { Namespace, UAObject, UAVariable } from 'node-opcua-address-space';
import { StatusCodes } from 'node-opcua-status-code';
import { DataType, Variant } from 'node-opcua-variant';
import type { Device, Point } from '../../site/installation.ts';
import { speaker } from '../../text/catalogue.ts';
import type { Language } from '../../text/language.ts';
import { OPCUA_MESSAGES } from '../../text/opcuaMessages.ts';
import { VERIFICATION_WORDS } from '../../text/siteTerms.ts';
import { inBoth, inEnglish, localized } from './localized.ts';
import { describe } from './namesByLocale.ts';
import { declarePoint, fitPoint } from './pointVariable.ts';
import { isSame, type ProfileTypes } from './profileTypes.ts';
import type { SourceTimes } from './sourceTimes.ts';
import { sayText } from './valueByLocale.ts';

/** DeviceHealth of DI, after NAMUR NE 107 (10000-100, 4.5.4). */
export const NE107 = {
  normal: 0,
  failure: 1,
  'check-function': 2,
  'off-spec': 3,
  'maintenance-required': 4,
} as const;
export type DeviceVerdict = keyof typeof NE107;

const IDENTIFYING = ['Manufacturer', 'Model', 'ProductCode', 'SerialNumber', 'DeviceManual'];

/** A point of a device as it is shown. */
export type PointNode = { readonly point: Point; readonly variable: UAVariable };

/** A device of the site as an object of its profile's type: its points, who made it, and how it is. */
export class DeviceNode {
  readonly object: UAObject;
  readonly points = new Map<string, PointNode>(); // by full id
  readonly #types: ProfileTypes;
  readonly #namespace: Namespace;
  readonly #parameters: UAObject;
  readonly #health: UAVariable;
  #device: Device;

  constructor(types: ProfileTypes, namespace: Namespace, parent: UAObject, device: Device) {
    this.#types = types;
    this.#namespace = namespace;
    this.#device = device;
    const points = shownPoints(device);
    this.object = types.of(device.profile).instantiate({
      ...{ browseName: device.id, nodeId: `s=${device.id}`, namespace, componentOf: parent },
      displayName: inEnglish(device.name),
      optionals: [
        ...['DeviceHealth', 'Identification', 'ProductCode'],
        ...points.map(({ profile }) => `ParameterSet.${profile.id}`),
      ],
    });
    this.#parameters = this.object.getChildByName('ParameterSet', types.di) as UAObject;
    this.#health = this.object.getChildByName('DeviceHealth', types.di) as UAVariable;
    for (const point of points) this.#take(point, this.#variableOf(point));
    this.#identify();
    this.#describe();
  }

  /** What tells one device from another, in the group that clients of DI look into (10000-100, 5.2). */
  #identify(): void {
    for (const node of this.#identifying())
      this.#identification?.addReference({ referenceType: 'Organizes', nodeId: node.nodeId });
  }

  /** To be called before its object is deleted: the library would delete twice what is also in the group. */
  leave(): void {
    for (const { nodeId } of this.#identifying())
      this.#identification?.removeReference({ referenceType: 'Organizes', nodeId });
  }

  get #identification(): UAObject | null {
    return this.object.getChildByName('Identification', this.#types.di) as UAObject | null;
  }

  #identifying(): UAVariable[] {
    return IDENTIFYING.flatMap((name) => this.object.getPropertyByName(name, this.#types.di) ?? []);
  }

  get device(): Device {
    return this.#device;
  }

  health(verdict: DeviceVerdict): void {
    this.#health.setValueFromSource({ dataType: DataType.Int32, value: NE107[verdict] });
  }

  /** Guard does not answer: nobody knows how the device is. */
  healthLost(at: ReturnType<SourceTimes['now']>): void {
    const nothing = new Variant({ dataType: DataType.Null });
    this.#health.setValueFromSource(nothing, StatusCodes.BadNoCommunication, at);
  }

  /** Whether it can become this device: what a client has of it stays, but for points that are gone. */
  canBe(device: Device): boolean {
    return isSame(device.profile, this.#device.profile);
  }

  /** Takes over how the site has it now. */
  become(device: Device): void {
    this.#device = device;
    const points = new Map(shownPoints(device).map((point) => [point.id, point]));
    for (const [id, { variable }] of this.points) {
      if (points.has(id)) continue;
      this.#namespace.deleteNode(variable);
      this.points.delete(id);
    }
    for (const point of points.values())
      this.#take(point, this.points.get(point.id)?.variable ?? this.#added(point));
    this.#describe();
  }

  #added(point: Point): UAVariable {
    const nodeId = `${this.#parameters.nodeId.toString()}-${point.profile.id}`;
    return declarePoint(this.#namespace, this.#parameters, point.profile, nodeId, {
      browseName: { name: point.profile.id, namespaceIndex: this.#types.index },
    });
  }

  #variableOf(point: Point): UAVariable {
    const variable = this.#parameters.getChildByName(point.profile.id, this.#types.index);
    if (variable === null) throw new Error(`${point.id} has no variable`);
    return variable as UAVariable;
  }

  #take(point: Point, variable: UAVariable): void {
    fitPoint(variable, point.profile, point.unit);
    this.points.set(point.id, { point, variable });
  }

  #describe(): void {
    const { object } = this;
    const { name, profile } = this.#device;
    const set = (property: string, dataType: DataType, value: unknown) =>
      (object.getChildByName(property, this.#types.di) as UAVariable | null)?.setValueFromSource({
        dataType,
        value,
      });
    object.setDisplayName(localized(name));
    for (const [property, text] of [
      ['Manufacturer', profile.vendor],
      ['Model', profile.names],
    ] as const)
      sayText(object.getChildByName(property, this.#types.di) as UAVariable | null, text);
    set('ProductCode', DataType.String, profile.id);
    set('DeviceManual', DataType.String, profile.source.en);
    set('SerialNumber', DataType.String, '');
    for (const property of ['HardwareRevision', 'SoftwareRevision', 'DeviceRevision'])
      set(property, DataType.String, '');
    set('RevisionCounter', DataType.Int32, -1); // it has none (10000-100, 4.5.3)
    describe(
      object,
      inBoth((language) => about(this.#device, language)),
    );
  }
}

/** Where it is on its line, how far its profile was tried, and when it has to be calibrated. */
function about({ unit, profile, calibrationDue, madeOf }: Device, language: Language): string {
  const say = speaker(OPCUA_MESSAGES, language);
  if (madeOf !== undefined) return say('device.made-of', { devices: madeOf.join(', ') });
  const verification = VERIFICATION_WORDS[profile.verification][language];
  const told = say('device.about', { unit, verification });
  return calibrationDue === undefined
    ? told
    : say('device.calibration', { about: told, date: calibrationDue });
}

/** Points of its profile; what guard finds out by itself stands elsewhere. */
function shownPoints({ profile, points }: Device): readonly Point[] {
  return points.filter((point) => profile.points.includes(point.profile));
}
