import type { Namespace, UAObject, UAVariable } from 'node-opcua-address-space';
import { Range } from 'node-opcua-data-access';
import { EnumValueType } from 'node-opcua-types';
import { DataType, Variant, VariantArrayType } from 'node-opcua-variant';
import { defaultUnit, unitsOf } from '../../../drivers/codec/unit.ts';
import type { ProfilePoint } from '../../../drivers/profile/schema.ts';
import type { PointValue } from '../../../drivers/reading.ts';
import type { Language } from '../../text/language.ts';
import { OPCUA_MESSAGES } from '../../text/opcuaMessages.ts';
import { localized, localizedIn } from './localized.ts';
import { pointKind } from './pointKind.ts';
import { euInformation } from './units.ts';
import { sayInBoth, sayText } from './valueByLocale.ts';

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
    case 'quantity':
      return declareQuantity(namespace, point, { ...common, dataType: 'Double' });
    case 'two-state':
      return namespace.addTwoStateDiscrete({
        ...common,
        trueState: twoStates(point).TrueState.en,
        falseState: twoStates(point).FalseState.en,
      });
    case 'multi-state':
      return namespace.addMultiStateValueDiscrete({
        ...common,
        dataType: 'Int32',
        enumValues: enumValues(point, 'en'),
      });
    case 'number':
      return namespace.addVariable({ ...common, dataType: 'Double', typeDefinition: 'DataItemType' });
    case 'text':
      return namespace.addVariable({ ...common, dataType: 'String', typeDefinition: 'DataItemType' });
  }
}

/**
 * An AnalogItem with its range where the profile knows it in the unit that is shown; an AnalogUnit elsewhere: by a range that was
 * made up a client would scale its picture, and reckon a deadband in percent that no change ever passes (10000-8, 5.3.2).
 */
function declareQuantity(
  namespace: Namespace,
  point: ProfilePoint,
  common: Parameters<Namespace['addVariable']>[0],
): UAVariable {
  const engineeringUnits = euInformation(defaultUnit(point));
  if (point.range !== undefined && unitsOf(point).length === 1) {
    const engineeringUnitsRange = rangeOf(point.range);
    return namespace.addAnalogDataItem({
      ...common,
      ...{ dataType: 'Double', engineeringUnitsRange, engineeringUnits },
    });
  }
  const variable = namespace.addVariable({ ...common, typeDefinition: 'AnalogUnitType' });
  namespace.addVariable({
    ...{ browseName: { name: 'EngineeringUnits', namespaceIndex: 0 }, propertyOf: variable },
    ...{ typeDefinition: 'PropertyType', dataType: 'EUInformation' },
    ...{ accessLevel: 'CurrentRead', userAccessLevel: 'CurrentRead' },
    ...(common.modellingRule === undefined ? {} : { modellingRule: 'Mandatory' }),
    value: new Variant({ dataType: DataType.ExtensionObject, value: engineeringUnits }),
  });
  return variable;
}

/** The variable of a device: its unit, which the site may say otherwise than the profile, and its states in both languages. */
export function fitPoint(variable: UAVariable, point: ProfilePoint, unit: string): void {
  const property = (name: string) => variable.getPropertyByName(name, 0);
  switch (pointKind(point)) {
    case 'quantity':
      property('EngineeringUnits')?.setValueFromSource({
        dataType: DataType.ExtensionObject,
        value: euInformation(unit),
      });
      if (point.range !== undefined)
        property('EURange')?.setValueFromSource({
          dataType: DataType.ExtensionObject,
          value: rangeOf(point.range),
        });
      return;
    case 'two-state':
      for (const [name, text] of Object.entries(twoStates(point))) sayText(property(name), text);
      return;
    case 'multi-state': {
      const values = (language: Language) => ({
        ...{ dataType: DataType.ExtensionObject, arrayType: VariantArrayType.Array },
        value: enumValues(point, language),
      });
      const node = property('EnumValues');
      if (node !== null) sayInBoth(node, { en: values('en'), zh: values('zh') });
    }
  }
}

/** `ValueAsText` of a MultiStateValueDiscrete follows its value; a number that has no name has no text. */
export function showText(variable: UAVariable, point: ProfilePoint, value: PointValue): void {
  if (pointKind(point) !== 'multi-state') return;
  sayText(variable.getPropertyByName('ValueAsText', 0), point.states?.[String(value)] ?? '');
}

function rangeOf([low, high]: readonly [number, number]): Range {
  return new Range({ low, high });
}

function twoStates({ states }: ProfilePoint) {
  return {
    TrueState: states?.['1'] ?? OPCUA_MESSAGES['value.on'],
    FalseState: states?.['0'] ?? OPCUA_MESSAGES['value.off'],
  };
}

function enumValues({ states = {} }: ProfilePoint, language: Language): EnumValueType[] {
  return Object.entries(states).map(
    ([code, names]) =>
      new EnumValueType({
        value: [Number(code) < 0 ? 0xffffffff : 0, Number(code) >>> 0],
        displayName: localizedIn(names, language),
      }),
  );
}
