import type { AddressSpace, UADataType, UAObjectType } from 'node-opcua-address-space';
import type { LocalizedText } from 'node-opcua-data-model';
import { inEnglish, localized } from '../model/localized.ts';
import { LIFT_ENUMS, type LiftEnumName } from './liftModel.ts';
import { LIFT_GROUPS, LIFT_NAME } from './liftNodeSet.ts';

/**
 * Gives the lift type its names in both languages. The library takes the last one of a nodeset and forgets its language.
 * To be called before lifts are made, which take their names from the type.
 */
export function nameLiftType(addressSpace: AddressSpace, type: UAObjectType, index: number): void {
  type.setDisplayName(localized(LIFT_NAME));
  for (const { name, variables, ...names } of LIFT_GROUPS) {
    const group = type.getComponentByName(name, index);
    group?.setDisplayName(localized(names));
    for (const variable of variables)
      group?.getChildByName(variable.name, index)?.setDisplayName(localized(variable));
  }
  for (const name of Object.keys(LIFT_ENUMS) as LiftEnumName[])
    nameFields(addressSpace.findDataType(name, index), LIFT_ENUMS[name]);
}

type Fields = Readonly<Record<string, { readonly en: string; readonly zh: string }>>;

/** A field of an enumeration holds one text: the English one. */
function nameFields(dataType: UADataType | null, names: Fields): void {
  const { fields } = (dataType?.getEnumDefinition() ?? {}) as {
    fields?: { name?: string | null; displayName: LocalizedText }[] | null;
  };
  for (const field of fields ?? []) {
    const known = names[field.name ?? ''];
    if (known !== undefined) field.displayName = inEnglish(known);
  }
}
