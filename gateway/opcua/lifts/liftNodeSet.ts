import { euInformation } from '../model/units.ts';
import { CAR_GROUPS } from './carGroups.ts';
import { LIFT_ENUMS, type LiftEnumName, type LiftGroup, type LiftVariable } from './liftModel.ts';
import { RECORD_GROUPS } from './recordGroups.ts';

export const LIFT_URI = 'urn:lifeline-gateway:lift';
export const LIFT_GROUPS: readonly LiftGroup[] = [...CAR_GROUPS, ...RECORD_GROUPS];
export const LIFT_NAME = { en: 'Lift', zh: '电梯' };
const VERSION = '1.0.0';
const PUBLISHED = '2026-11-01T00:00:00Z';

/** Numbers of nodes: never given again to something else. A new variable goes to the end of its group. */
const LIFT_TYPE = 1001;
const ENUMS_FROM = 3001;
const GROUPS_FROM = 5000;
const PER_GROUP = 100;

/**
 * The lift namespace as NodeSet2 XML (10000-6, annex F): an ObjectType `LiftType` with its groups, and the enumerations of
 * their states. It needs the standard nodeset alone. `deploy/opcua/Lifeline.Lift.NodeSet2.xml` is this text; a test holds
 * the two together.
 */
export function liftNodeSet(): string {
  const enums = Object.keys(LIFT_ENUMS) as LiftEnumName[];
  return `<?xml version="1.0" encoding="utf-8"?>
<UANodeSet xmlns="http://opcfoundation.org/UA/2011/03/UANodeSet.xsd" xmlns:uax="http://opcfoundation.org/UA/2008/02/Types.xsd" LastModified="${PUBLISHED}">
  <NamespaceUris>
    <Uri>${LIFT_URI}</Uri>
  </NamespaceUris>
  <Models>
    <Model ModelUri="${LIFT_URI}" Version="${VERSION}" PublicationDate="${PUBLISHED}">
      <RequiredModel ModelUri="http://opcfoundation.org/UA/" Version="1.04.0" PublicationDate="2018-05-15T00:00:00Z" />
    </Model>
  </Models>
  <Aliases>
${[...Object.entries(ALIASES), ...enums.map((name, i) => [name, `ns=1;i=${ENUMS_FROM + i}`] as const)].map(([name, id]) => `    <Alias Alias="${name}">${id}</Alias>`).join('\n')}
  </Aliases>
${enums.map((name, i) => enumeration(name, ENUMS_FROM + i)).join('\n')}
  <UAObjectType NodeId="ns=1;i=${LIFT_TYPE}" BrowseName="1:LiftType">
${texts('DisplayName', LIFT_NAME.en, LIFT_NAME.zh)}
    <Description Locale="en">A lift as a maintenance firm looks at it. Read only.</Description>
    <References>
      <Reference ReferenceType="HasSubtype" IsForward="false">i=58</Reference>
    </References>
  </UAObjectType>
${LIFT_GROUPS.map((group, i) => groupNodes(group, GROUPS_FROM + i * PER_GROUP)).join('\n')}
</UANodeSet>
`;
}

const ALIASES: Readonly<Record<string, string>> = {
  ...{
    Boolean: 'i=1',
    Int32: 'i=6',
    Double: 'i=11',
    String: 'i=12',
    DateTime: 'i=13',
    EUInformation: 'i=887',
  },
  ...{ HasModellingRule: 'i=37', HasTypeDefinition: 'i=40', HasSubtype: 'i=45' },
  ...{ HasProperty: 'i=46', HasComponent: 'i=47' },
};

function enumeration(name: LiftEnumName, id: number): string {
  const fields = Object.entries(LIFT_ENUMS[name]).map(
    ([field, { number, en, zh }]) =>
      `      <Field Name="${field}" Value="${number}"><DisplayName Locale="en">${en}</DisplayName><DisplayName Locale="zh">${zh}</DisplayName></Field>`,
  );
  return `  <UADataType NodeId="ns=1;i=${id}" BrowseName="1:${name}">
    <DisplayName>${name}</DisplayName>
    <References>
      <Reference ReferenceType="HasSubtype" IsForward="false">i=29</Reference>
    </References>
    <Definition Name="1:${name}">
${fields.join('\n')}
    </Definition>
  </UADataType>`;
}

function groupNodes({ name, en, zh, variables }: LiftGroup, id: number): string {
  return `  <UAObject NodeId="ns=1;i=${id}" BrowseName="1:${name}" ParentNodeId="ns=1;i=${LIFT_TYPE}">
${texts('DisplayName', en, zh)}
    <References>
      <Reference ReferenceType="HasComponent" IsForward="false">ns=1;i=${LIFT_TYPE}</Reference>
      <Reference ReferenceType="HasTypeDefinition">i=58</Reference>
      <Reference ReferenceType="HasModellingRule">i=78</Reference>
    </References>
  </UAObject>
${variables.map((variable, i) => variableNodes(variable, id, id + 1 + 2 * i)).join('\n')}`;
}

/** An analog variable of the standard (BaseAnalogType, i=15318) where it has a unit, else a BaseDataVariableType. */
function variableNodes({ name, type, list, unit, en, zh }: LiftVariable, parent: number, id: number): string {
  const rank = list === true ? ' ValueRank="1" ArrayDimensions="0"' : '';
  const typed = unit === undefined ? 'i=63' : 'i=15318';
  const property = unit === undefined ? '' : `\n${unitProperty(unit, id)}`;
  return `  <UAVariable NodeId="ns=1;i=${id}" BrowseName="1:${name}" ParentNodeId="ns=1;i=${parent}" DataType="${type}"${rank} AccessLevel="1" UserAccessLevel="1">
${texts('DisplayName', en, zh)}
    <References>
      <Reference ReferenceType="HasComponent" IsForward="false">ns=1;i=${parent}</Reference>
      <Reference ReferenceType="HasTypeDefinition">${typed}</Reference>
      <Reference ReferenceType="HasModellingRule">i=78</Reference>
    </References>
  </UAVariable>${property}`;
}

function unitProperty(unit: string, of: number): string {
  const { namespaceUri, unitId, displayName, description } = euInformation(unit);
  return `  <UAVariable NodeId="ns=1;i=${of + 1}" BrowseName="EngineeringUnits" ParentNodeId="ns=1;i=${of}" DataType="EUInformation" AccessLevel="1" UserAccessLevel="1">
    <DisplayName>EngineeringUnits</DisplayName>
    <References>
      <Reference ReferenceType="HasProperty" IsForward="false">ns=1;i=${of}</Reference>
      <Reference ReferenceType="HasTypeDefinition">i=68</Reference>
      <Reference ReferenceType="HasModellingRule">i=78</Reference>
    </References>
    <Value>
      <ExtensionObject xmlns="http://opcfoundation.org/UA/2008/02/Types.xsd">
        <TypeId><Identifier>i=888</Identifier></TypeId>
        <Body>
          <EUInformation>
            <NamespaceUri>${namespaceUri}</NamespaceUri>
            <UnitId>${unitId}</UnitId>
            <DisplayName><Text>${displayName.text}</Text></DisplayName>
            <Description><Text>${description.text}</Text></Description>
          </EUInformation>
        </Body>
      </ExtensionObject>
    </Value>
  </UAVariable>`;
}

function texts(element: string, en: string, zh: string): string {
  return `    <${element} Locale="en">${en}</${element}>\n    <${element} Locale="zh">${zh}</${element}>`;
}
