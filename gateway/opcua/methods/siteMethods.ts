import type { ISessionContext, UAObject } from 'node-opcua-address-space';
import { StatusCodes } from 'node-opcua-status-code';
import { DataType, Variant, VariantArrayType } from 'node-opcua-variant';
import type { PeopleFile } from '../../people/peopleFile.ts';
import type { JournalHistory } from '../history/journalHistory.ts';
import type { SiteModel } from '../model/siteModel.ts';
import {
  type MethodAnswer,
  type PaperDesk,
  readExaminationPiece,
  readLiftMonthPiece,
} from './paperMethods.ts';
import { pastAlarms } from './pastAlarms.ts';

export type MethodParts = PaperDesk & { readonly people: PeopleFile; readonly history: JournalHistory };

type Argument = {
  readonly name: string;
  readonly dataType: DataType;
  readonly description: string;
  readonly list?: true;
};
type SiteMethod = {
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly Argument[];
  readonly outputs: readonly Argument[];
  call(inputs: readonly unknown[], parts: MethodParts): Promise<MethodAnswer>;
};

const PAGE = 500;

const PAPER_INPUTS: readonly Argument[] = [
  { name: 'Format', dataType: DataType.String, description: 'html or json' },
  { name: 'Language', dataType: DataType.String, description: 'en or zh' },
  { name: 'Piece', dataType: DataType.UInt32, description: 'which piece of it, from 1; 0: the first' },
];
const PAPER_OUTPUTS: readonly Argument[] = [
  { name: 'Report', dataType: DataType.String, description: 'a piece of the HTML for A4, or of the JSON' },
  { name: 'Pieces', dataType: DataType.UInt32, description: 'how many there are, to be put together' },
  { name: 'Sha256', dataType: DataType.String, description: 'of all of it (UTF-8), in hex' },
];

/** What the library has no service for: alarms of the past, and papers. For everybody who may come in. */
const METHODS: readonly SiteMethod[] = [
  {
    name: 'ReadPastAlarms',
    description: 'steps of alarms from the journal, newest first, each as JSON; Next goes on, 0 at the end',
    inputs: [
      {
        name: 'Before',
        dataType: DataType.UInt32,
        description: 'sequence to go on before; 0: from the newest',
      },
      { name: 'Most', dataType: DataType.UInt32, description: 'how many, 500 at most' },
    ],
    outputs: [
      { name: 'Alarms', dataType: DataType.String, list: true, description: 'one JSON object each' },
      { name: 'Next', dataType: DataType.UInt32, description: 'for the next call; 0: that was all' },
    ],
    async call([before, most], { history }) {
      const count = Math.min(Math.max(1, Number(most)), PAGE);
      const { alarms, next } = await pastAlarms(history, Number(before) || null, count);
      return { status: StatusCodes.Good, outputs: [strings(alarms), number(next ?? 0)] };
    },
  },
  {
    name: 'ReadLiftMonth',
    description: "the report of a lift's month",
    inputs: [
      { name: 'Lift', dataType: DataType.String, description: 'id of the lift' },
      { name: 'Month', dataType: DataType.String, description: 'such as 2026-11' },
      ...PAPER_INPUTS,
    ],
    outputs: PAPER_OUTPUTS,
    call: readLiftMonthPiece,
  },
  {
    name: 'ReadExamination',
    description: 'the examination report of the building for a period; a copy that is not signed',
    inputs: [
      { name: 'From', dataType: DataType.String, description: 'first day, such as 2026-11-01' },
      { name: 'To', dataType: DataType.String, description: 'last day' },
      ...PAPER_INPUTS,
    ],
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
  { name, description, inputs, outputs, call }: SiteMethod,
  parts: MethodParts,
): void {
  const node = namespace.addMethod(gateway, {
    ...{ browseName: name, description, nodeId: `s=${gateway.browseName.name}/${name}` },
    ...{ inputArguments: inputs.map(argument), outputArguments: outputs.map(argument) },
  });
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

function argument({ name, dataType, description, list }: Argument) {
  const shape = list === true ? { valueRank: 1, arrayDimensions: [0] } : { valueRank: -1 };
  return { name, dataType, description: { text: description }, ...shape };
}

function strings(value: readonly string[]): Variant {
  return new Variant({ dataType: DataType.String, arrayType: VariantArrayType.Array, value: [...value] });
}

function number(value: number): Variant {
  return new Variant({ dataType: DataType.UInt32, value });
}
