import type { Namespace, UAObject, UAVariable } from 'node-opcua-address-space';
import { DataType } from 'node-opcua-variant';
import type { Device, Point } from '../../site/installation.ts';
import { inEnglish, localized } from './localized.ts';
import { fitPoint } from './pointVariable.ts';
import type { ProfileTypes } from './profileTypes.ts';

/** DeviceHealth of DI, after NAMUR NE 107 (10000-100, 4.5.4). */
export const NE107 = {
  normal: 0,
  failure: 1,
  'check-function': 2,
  'off-spec': 3,
  'maintenance-required': 4,
} as const;
export type DeviceVerdict = keyof typeof NE107;

export type DeviceNode = {
  readonly device: Device;
  readonly object: UAObject;
  readonly points: ReadonlyMap<string, { readonly point: Point; readonly variable: UAVariable }>; // by full id
  health(verdict: DeviceVerdict): void;
};

/** A device of the site as an object of its profile's type: its points, who made it, and how it is. */
export function deviceObject(
  types: ProfileTypes,
  namespace: Namespace,
  parent: UAObject,
  device: Device,
): DeviceNode {
  const type = types.of(device.profile);
  const points = device.points.filter(({ profile }) => device.profile.points.includes(profile));
  const object = type.instantiate({
    ...{ browseName: device.id, nodeId: `s=${device.id}`, namespace, componentOf: parent },
    displayName: inEnglish(device.name),
    optionals: [
      ...['DeviceHealth', 'Identification', 'ProductCode'],
      ...points.map(({ profile }) => `ParameterSet.${profile.id}`),
    ],
  });
  object.setDisplayName(localized(device.name));
  describe(object, types.di, device);
  const parameters = object.getChildByName('ParameterSet', types.di) as UAObject;
  const nodes = new Map<string, { point: Point; variable: UAVariable }>();
  for (const point of points) {
    const variable = parameters.getChildByName(point.profile.id, types.index) as UAVariable | null;
    if (variable === null) throw new Error(`${point.id} has no variable`);
    fitPoint(variable, point.profile, point.unit);
    nodes.set(point.id, { point, variable });
  }
  const health = object.getChildByName('DeviceHealth', types.di) as UAVariable;
  return {
    ...{ device, object, points: nodes },
    health: (verdict) => health.setValueFromSource({ dataType: DataType.Int32, value: NE107[verdict] }),
  };
}

function describe(object: UAObject, di: number, { profile, unit, calibrationDue }: Device): void {
  const set = (name: string, dataType: DataType, value: unknown) =>
    (object.getChildByName(name, di) as UAVariable | null)?.setValueFromSource({ dataType, value });
  set('Manufacturer', DataType.LocalizedText, inEnglish(profile.vendor));
  set('Model', DataType.LocalizedText, inEnglish(profile.names));
  set('ProductCode', DataType.String, profile.id);
  set('DeviceManual', DataType.String, profile.source);
  set('SerialNumber', DataType.String, '');
  for (const name of ['HardwareRevision', 'SoftwareRevision', 'DeviceRevision'])
    set(name, DataType.String, '');
  set('RevisionCounter', DataType.Int32, -1); // it has none (10000-100, 4.5.3)
  object.setDescription(
    [
      `unit ${unit}`,
      `profile ${profile.verification}`,
      ...(calibrationDue === undefined ? [] : [`calibration due ${calibrationDue}`]),
    ].join(', '),
  );
}
