import type { ISessionContext, UAObject } from 'node-opcua-address-space';
import { type StatusCode, StatusCodes } from 'node-opcua-status-code';
import { DataType, Variant, VariantArrayType } from 'node-opcua-variant';
import type { Clock } from '../../core/clock.ts';
import { journalFile } from '../../journal/file/database.ts';
import type { PeopleFile } from '../../people/peopleFile.ts';
import { CivilTimes, isMonth } from '../../reports/lift/civilTimes.ts';
import { FaultNames } from '../../reports/lift/faultNames.ts';
import { monthReport } from '../../reports/lift/monthReport.ts';
import { reportPage } from '../../reports/lift/page/reportPage.ts';
import { readJournalOfLifts } from '../../reports/lift/readHistory.ts';
import type { Installation } from '../../site/installation.ts';
import { shippedLiftTables } from '../../site/liftTables.ts';
import type { JournalHistory } from '../history/journalHistory.ts';
import type { SiteModel } from '../model/siteModel.ts';
import { pastAlarms } from './pastAlarms.ts';

export type MethodParts = {
  readonly installation: Installation;
  readonly state: string;
  readonly people: PeopleFile;
  readonly history: JournalHistory;
  readonly clock: Clock;
};

type Argument = {
  readonly name: string;
  readonly dataType: DataType;
  readonly description: string;
  readonly list?: true;
};
type Answer = { readonly status: StatusCode; readonly outputs?: readonly Variant[] };
type SiteMethod = {
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly Argument[];
  readonly outputs: readonly Argument[];
  call(inputs: readonly unknown[], parts: MethodParts): Promise<Answer>;
};

const PAGE = 500;

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
      { name: 'Format', dataType: DataType.String, description: 'html or json' },
      { name: 'Language', dataType: DataType.String, description: 'en or zh' },
    ],
    outputs: [{ name: 'Report', dataType: DataType.String, description: 'HTML for A4, or JSON' }],
    async call([lift, month, format, language], parts) {
      if (typeof month !== 'string' || !isMonth(month)) return { status: StatusCodes.BadInvalidArgument };
      const report = liftMonth(String(lift), month, String(format), language === 'zh' ? 'zh' : 'en', parts);
      if (report === null) return { status: StatusCodes.BadNoData };
      return {
        status: StatusCodes.Good,
        outputs: [new Variant({ dataType: DataType.String, value: report })],
      };
    },
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

function liftMonth(
  lift: string,
  month: string,
  format: string,
  language: 'en' | 'zh',
  { installation, state, clock }: MethodParts,
): string | null {
  const journal = readJournalOfLifts(journalFile(state));
  const history = journal.ok ? journal.value.lifts.find((one) => one.lift === lift) : undefined;
  if (!journal.ok || history === undefined) return null;
  const known = installation.lifts.find(({ device }) => device.id === lift);
  const times = new CivilTimes(installation.gateway.timeZone);
  const { gateway, gatewayName, goneEvents } = journal.value;
  const about = {
    ...{ gateway, gatewayName, lift, name: history.name },
    place: known?.device.place ?? installation.gateway.place ?? null,
    ...{ registration: known?.registration ?? null, labels: known?.labels ?? null },
  };
  const data = monthReport(about, history, month, { goneEvents, monthOf: (utc) => times.month(utc) });
  if (format === 'json') return JSON.stringify(data);
  return reportPage(data, {
    language,
    times,
    faults: new FaultNames(shippedLiftTables()),
    made: clock.utc(),
  });
}

function strings(value: readonly string[]): Variant {
  return new Variant({ dataType: DataType.String, arrayType: VariantArrayType.Array, value: [...value] });
}

function number(value: number): Variant {
  return new Variant({ dataType: DataType.UInt32, value });
}
