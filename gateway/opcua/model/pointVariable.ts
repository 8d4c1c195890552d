import type { Namespace, UAObject, UAVariable } from 'node-opcua-address-space';
import { Range } from 'node-opcua-data-access';
import { EnumValueType } from 'node-opcua-types';
import { DataType, Variant } from 'node-opcua-variant';
import { defaultUnit } from '../../../drivers/codec/unit.ts';
import type { ProfilePoint } from '../../../drivers/profile/schema.ts';
import { inEnglish, localized } from './localized.ts';
import { pointKind } from './pointKind.ts';
import { euInformation } from './units.ts';

/** Read, and read in the past: nothing of a site is ever written to from here. */
export const READ_ONLY = 'CurrentRead | HistoryRead';

type PointName = string | { readonly name: string; readonly namespaceIndex: number };

/**
 * The declaration of a point in the type of its profile, or a point of a device: an AnalogItem where it has a unit, a TwoStateDiscrete or
 * MultiStateValueDiscrete where it has names for what it may be, else a plain variable.
 */
export function declarePoint(
  namespace: Namespace,
  parent: UAObject,
  point: ProfilePoint,
  nodeId: string,
  named: { readonly browseName: PointName; readonly modellingRule?: 'Optional' },
): UAVariable {
  const common = {
    ...{ ...named, componentOf: parent, nodeId },
    ...{ displayName: localized(point.names), accessLevel: READ_ONLY, userAccessLevel: READ_ONLY },
    minimumSamplingInterval: Math.min(point.periodMs, 60_000),
  };
  switch (pointKind(point)) {
    case 'quantity': {
      const [low, high] = point.range ?? [-1e9, 1e9];
      return namespace.addAnalogDataItem({
        ...common,
        dataType: 'Double',
        engineeringUnitsRange: { low, high },
        engineeringUnits: euInformation(defaultUnit(point)),
      });
    }
    case 'two-state':
      return namespace.addTwoStateDiscrete({
        ...common,
        trueState: point.states?.['1']?.en ?? 'on',
        falseState: point.states?.['0']?.en ?? 'off',
      });
    case 'multi-state':
      return namespace.addMultiStateValueDiscrete({
        ...common,
        dataType: 'Int32',
        enumValues: enumValues(point),
      });
    case 'number':
      return namespace.addVariable({ ...common, dataType: 'Double', typeDefinition: 'DataItemType' });
    case 'text':
      return namespace.addVariable({ ...common, dataType: 'String', typeDefinition: 'DataItemType' });
  }
}

/** The variable of a device where the site says something else than the profile: its unit and range. */
export function fitPoint(variable: UAVariable, point: ProfilePoint, unit: string): void {
  if (pointKind(point) !== 'quantity') return;
  property(
    variable,
    'EngineeringUnits',
    new Variant({ dataType: DataType.ExtensionObject, value: euInformation(unit) }),
  );
  if (unit !== defaultUnit(point) || point.range === undefined) return;
  const [low, high] = point.range;
  property(
    variable,
    'EURange',
    new Variant({ dataType: DataType.ExtensionObject, value: new Range({ low, high }) }),
  );
}

function property(variable: UAVariable, name: string, value: Variant): void {
  variable.getPropertyByName(name, 0)?.setValueFromSource(value);
}

function enumValues({ states = {} }: ProfilePoint): EnumValueType[] {
  return Object.entries(states).map(
    ([code, names]) =>
      new EnumValueType({
        value: [Number(code) < 0 ? 0xffffffff : 0, Number(code) >>> 0],
        displayName: inEnglish(names),
        description: localized(names)[1] ?? inEnglish(names),
      }),
  );
}
