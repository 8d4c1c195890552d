import type { ISessionContext, UAObject, UAVariable } from 'node-opcua-address-space';
import { Argument as UaArgument } from 'node-opcua-service-call';
import { StatusCodes } from 'node-opcua-status-code';
import { DataType, Variant, VariantArrayType } from 'node-opcua-variant';
import type { PeopleFile } from '../../people/peopleFile.ts';
import type { Language } from '../../text/language.ts';
import { OPCUA_MESSAGES } from '../../text/opcuaMessages.ts';
import type { JournalHistory } from '../history/journalHistory.ts';
import { localized, localizedIn } from '../model/localized.ts';
import { describe } from '../model/namesByLocale.ts';
import type { SiteModel } from '../model/siteModel.ts';
import { sayInBoth } from '../model/valueByLocale.ts';
import {
  type MethodAnswer,
  type PaperDesk,
  readExaminationPiece,
  readLiftMonthPiece,
} from './paperMethods.ts';
import { pastAlarms } from './pastAlarms.ts';

export type MethodParts = PaperDesk & { readonly people: PeopleFile; readonly history: JournalHistory };

type Argument = readonly [name: ArgumentName, dataType: DataType, list?: 'list'];
type Prefixed<P extends string, K> = K extends `${P}.${infer Name}` ? Name : never;
type ArgumentName = Prefixed<'argument', keyof typeof OPCUA_MESSAGES>;
type SiteMethod = {
  readonly name: 'ReadPastAlarms' | 'ReadLiftMonth' | 'ReadExamination';
  readonly inputs: readonly Argument[];
  readonly outputs: readonly Argument[];
  call(inputs: readonly unknown[], parts: MethodParts): Promise<MethodAnswer>;
};

const PAGE = 500;

const PAPER_INPUTS: readonly Argument[] = [
  ['Format', DataType.String],
  ['Language', DataType.String],
  ['Piece', DataType.UInt32],
];
const PAPER_OUTPUTS: readonly Argument[] = [
  ['Report', DataType.String],
  ['Pieces', DataType.UInt32],
  ['Sha256', DataType.String],
];

/** What the library has no service for: alarms of the past, and papers. For everybody who may come in. */
const METHODS: readonly SiteMethod[] = [
  {
    name: 'ReadPastAlarms',
    inputs: [
      ['Before', DataType.UInt32],
      ['Most', DataType.UInt32],
    ],
    outputs: [
      ['Alarms', DataType.String, 'list'],
      ['Next', DataType.UInt32],
    ],
    async call([before, most], { history }) {
      const count = Math.min(Math.max(1, Number(most)), PAGE);
      const { alarms, next } = await pastAlarms(history, Number(before) || null, count);
      return { status: StatusCodes.Good, outputs: [strings(alarms), number(next ?? 0)] };
    },
  },
  {
    name: 'ReadLiftMonth',
    inputs: [['Lift', DataType.String], ['Month', DataType.String], ...PAPER_INPUTS],
    outputs: PAPER_OUTPUTS,
    call: readLiftMonthPiece,
  },
  {
    name: 'ReadExamination',
    inputs: [['From', DataType.String], ['To', DataType.String], ...PAPER_INPUTS],
    outputs: PAPER_OUTPUTS,
    call: readExaminationPiece,
  },
];

/** Adds the methods to the object of the gateway. */
export function addSiteMethods({ gateway, namespace }: SiteModel, parts: MethodParts): void {
  for (const method of METHODS) addMethod(gateway, namespace, method, parts);
}

function addMethod(
  gateway: UAObject,
  namespace: SiteModel['namespace'],
  { name, inputs, outputs, call }: SiteMethod,
  parts: MethodParts,
): void {
  const node = namespace.addMethod(gateway, {
    ...{ browseName: name, nodeId: `s=${gateway.browseName.name}/${name}` },
    ...{ inputArguments: inputs.map(inLanguage('en')), outputArguments: outputs.map(inLanguage('en')) },
  });
  node.setDisplayName(localized(OPCUA_MESSAGES[`method.${name}`]));
  describe(node, OPCUA_MESSAGES[`method.${name}.about`]);
  sayArguments(node.inputArguments, inputs);
  sayArguments(node.outputArguments, outputs);
  node.bindMethod((given: Variant[], context: ISessionContext, callback) => {
    if (parts.people.find(context.getUserName()) === null) {
      callback(null, { statusCode: StatusCodes.BadUserAccessDenied });
      return;
    }
    call(
      given.map(({ value }) => value),
      parts,
    )
      .then(({ status, outputs: values = [] }) =>
        callback(null, { statusCode: status, outputArguments: [...values] }),
      )
      .catch(() => callback(null, { statusCode: StatusCodes.BadInternalError }));
  });
}

/** An argument with what is said about it in one language. */
function inLanguage(language: Language) {
  return ([name, dataType, list]: Argument) => ({
    ...{ name, dataType, description: localizedIn(OPCUA_MESSAGES[`argument.${name}`], language) },
    ...(list === 'list' ? { valueRank: 1, arrayDimensions: [0] } : { valueRank: -1 }),
  });
}

function sayArguments(property: UAVariable | undefined | null, all: readonly Argument[]): void {
  if (property == null) return;
  const value = (language: Language) => ({
    ...{ dataType: DataType.ExtensionObject, arrayType: VariantArrayType.Array },
    value: all.map((one) => new UaArgument({ ...inLanguage(language)(one), dataType: one[1] })),
  });
  sayInBoth(property, { en: value('en'), zh: value('zh') });
}

function strings(value: readonly string[]): Variant {
  return new Variant({ dataType: DataType.String, arrayType: VariantArrayType.Array, value: [...value] });
}

function number(value: number): Variant {
  return new Variant({ dataType: DataType.UInt32, value });
}
