import type { ISessionContext, UAVariable } from 'node-opcua-address-space';
import { NodeClass } from 'node-opcua-data-model';
import { DataValue, TimestampsToReturn } from 'node-opcua-data-value';
import type { NodeId } from 'node-opcua-nodeid';
import type { OPCUAServer } from 'node-opcua-server';
import {
  HistoryData,
  type HistoryReadDetails,
  type HistoryReadRequest,
  HistoryReadResult,
  ReadProcessedDetails,
  ReadRawModifiedDetails,
} from 'node-opcua-service-history';
import { StatusCode, StatusCodes } from 'node-opcua-status-code';
import { DataType, Variant } from 'node-opcua-variant';
import type { PointKind } from '../model/pointKind.ts';
import { variantOf } from '../model/siteValues.ts';
import { statusOf } from '../model/statusOf.ts';
import { OPCUA_CAPS } from '../server/caps.ts';
import { ContinuationPoints, type HistoryCursor, type HistoryReading } from './continuationPoints.ts';
import { sayHistory } from './historyCapabilities.ts';
import { type PastAggregate, type PastBucket, readProcessed, readRaw } from './historyReads.ts';
import type { JournalHistory } from './journalHistory.ts';
import type { PastValue } from './rowValues.ts';

/** 10000-13, by their numbers in the standard nodeset. */
const AGGREGATES: Readonly<Record<number, PastAggregate>> = {
  2342: 'average',
  2346: 'minimum',
  2347: 'maximum',
  2352: 'count',
};

type ReadsHistory = {
  historyRead(context: unknown, request: HistoryReadRequest): Promise<HistoryReadResult[]>;
  historyReadNode(
    context: unknown,
    node: { readonly nodeId: NodeId },
    ...rest: unknown[]
  ): Promise<HistoryReadResult>;
};

type Continuation = {
  readonly continuationPoint?: Buffer | null;
  readonly releaseContinuationPoints?: boolean;
};

/**
 * History of variables straight from the journal. What a client still has to come stands in the continuation point itself,
 * so that nothing of it is kept here; one read at a time for all clients.
 */
export class HistoryService {
  readonly #history: JournalHistory;
  readonly #points = new ContinuationPoints();
  readonly #bound = new WeakSet<UAVariable>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(history: JournalHistory) {
    this.#history = history;
  }

  /** Answers history reads of this variable with what the journal has of the point. */
  bind(variable: UAVariable, point: string, kind: PointKind): void {
    if (this.#bound.has(variable)) return;
    this.#bound.add(variable);
    variable.historizing = true;
    const hook = variable as unknown as { historyRead: unknown };
    hook.historyRead = (
      { session }: ISessionContext,
      details: HistoryReadDetails,
      range: { isDefined(): boolean } | null,
      encoding: { readonly name?: string | null } | null,
      continuation: Continuation,
    ) => {
      if (range?.isDefined() === true) return failed(StatusCodes.BadIndexRangeNoData); // no value is a list
      if ((encoding?.name ?? '') !== '') return failed(StatusCodes.BadDataEncodingInvalid);
      const reading = { session: String(session?.getSessionId()), point };
      const read = this.#last.then(() => this.#read(reading, kind, details, continuation));
      this.#last = read.catch(() => {});
      return read.catch(() => failed(StatusCodes.BadInternalError));
    };
  }

  /**
   * Says what is here, and keeps one node of a request from spoiling the others: the library throws for one that is no
   * variable, and answers for one alone where the aggregates are not as many as the nodes.
   */
  serve(server: OPCUAServer): void {
    sayHistory(server, Object.keys(AGGREGATES).map(Number));
    const accessor = (server.engine as unknown as { addressSpaceAccessor: ReadsHistory })
      .addressSpaceAccessor;
    const readAll = accessor.historyRead.bind(accessor);
    accessor.historyRead = async (context, request) => {
      const { historyReadDetails: details, nodesToRead } = request;
      const nodes = nodesToRead ?? [];
      if (details instanceof ReadProcessedDetails && details.aggregateType?.length !== nodes.length)
        return nodes.map(() => failed(StatusCodes.BadAggregateListMismatch));
      if (request.timestampsToReturn === TimestampsToReturn.Neither)
        return nodes.map(() => failed(StatusCodes.BadTimestampsToReturnInvalid)); // 10000-11, 6.5.1
      return readAll(context, request);
    };
    const read = accessor.historyReadNode.bind(accessor);
    accessor.historyReadNode = async (context, node, ...rest) => {
      const found = server.engine.addressSpace?.findNode(node.nodeId);
      if (found !== null && found !== undefined && found.nodeClass !== NodeClass.Variable)
        return failed(StatusCodes.BadHistoryOperationUnsupported);
      return read(context, node, ...rest);
    };
  }

  async #read(
    reading: HistoryReading,
    kind: PointKind,
    details: HistoryReadDetails,
    { continuationPoint, releaseContinuationPoints }: Continuation,
  ): Promise<HistoryReadResult> {
    if (releaseContinuationPoints === true) return new HistoryReadResult({ statusCode: StatusCodes.Good });
    const given =
      continuationPoint == null || continuationPoint.length === 0
        ? null
        : this.#points.take(continuationPoint, reading);
    if (given === 'bad') return failed(StatusCodes.BadContinuationPointInvalid);
    if (details instanceof ReadRawModifiedDetails) return this.#raw(reading, kind, details, given);
    if (details instanceof ReadProcessedDetails) return this.#processed(reading, details, given);
    return failed(StatusCodes.BadHistoryOperationUnsupported);
  }

  async #raw(
    reading: HistoryReading,
    kind: PointKind,
    details: ReadRawModifiedDetails,
    given: HistoryCursor | null,
  ): Promise<HistoryReadResult> {
    if (details.isReadModified) return failed(StatusCodes.BadHistoryOperationUnsupported);
    const [start, end] = [instantOf(details.startTime), instantOf(details.endTime)];
    const asked = details.numValuesPerNode;
    // two of start, end and number are needed (10000-11, 6.5.3.2)
    if ((start === null && end === null) || ((start === null || end === null) && asked === 0))
      return failed(StatusCodes.BadHistoryOperationInvalid);
    if (given !== null && 'next' in given) return failed(StatusCodes.BadContinuationPointInvalid);
    const from = start ?? end ?? 0;
    const to = start === null ? Number.MIN_SAFE_INTEGER : (end ?? Number.MAX_SAFE_INTEGER);
    // a number without an end is all that is asked for, in as many answers as it takes; with one it is that of each answer
    const isAll = start === null || end === null;
    const wanted = (isAll ? given?.left : undefined) ?? asked;
    const room = Math.min(wanted === 0 ? OPCUA_CAPS.historyValues : wanted, OPCUA_CAPS.historyValues);
    const most = details.returnBounds && room > 2 ? room - 2 : room; // bounds count too
    const { point } = reading;
    const { values, next } = await readRaw(this.#history, { point, from, to, most }, given);
    const found = values.map((value) => dataValue(value, kind));
    if (details.returnBounds) {
      const onwards = to < from ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
      const bound = (at: number, until: number) =>
        this.#boundOf({ point, from: at, to: until, most: 1 }, kind);
      if (given === null && start !== null && values[0]?.utc !== start)
        found.unshift(await bound(start, -onwards));
      if (next === null && start !== null && end !== null && end !== start)
        found.push(await bound(end, onwards));
    }
    const left = wanted - found.length;
    return this.#answer(found, next === null || !isAll ? next : left > 0 ? { ...next, left } : null, reading);
  }

  /** The value at the end of a range or next outside it; where none is, or none near enough to be looked for, that is said (10000-11, 6.5.3.2). */
  async #boundOf(ask: Parameters<typeof readRaw>[1], kind: PointKind): Promise<DataValue> {
    const { values, next } = await readRaw(this.#history, ask, null);
    const at = new Date(ask.from);
    return values[0] !== undefined
      ? dataValue(values[0], kind)
      : new DataValue({
          ...{ sourceTimestamp: at, serverTimestamp: at },
          statusCode: next === null ? StatusCodes.BadBoundNotFound : StatusCodes.BadBoundNotSupported,
        });
  }

  async #processed(
    reading: HistoryReading,
    details: ReadProcessedDetails,
    given: HistoryCursor | null,
  ): Promise<HistoryReadResult> {
    const [start, end] = [instantOf(details.startTime), instantOf(details.endTime)];
    const aggregate = AGGREGATES[Number((details.aggregateType?.[0] as NodeId | undefined)?.value)];
    if (aggregate === undefined) return failed(StatusCodes.BadAggregateNotSupported);
    const { processingInterval } = details;
    if (start === null || end === null || end === start)
      return failed(StatusCodes.BadHistoryOperationInvalid);
    // none of less than a millisecond, which is what a time is kept in
    if (!(processingInterval === 0 || processingInterval >= 1) || !Number.isFinite(processingInterval))
      return failed(StatusCodes.BadInvalidArgument);
    if (given !== null && !('next' in given)) return failed(StatusCodes.BadContinuationPointInvalid);
    // zero: one interval from start to end (10000-11, 6.5.4.2)
    const intervalMs = processingInterval > 0 ? processingInterval : Math.abs(end - start);
    const ask = { point: reading.point, from: given?.next ?? start, to: end, intervalMs };
    const most = OPCUA_CAPS.historyValues;
    const { buckets, next } = await readProcessed(this.#history, { ...ask, most }, aggregate);
    return this.#answer(
      buckets.map((bucket) => bucketValue(bucket, aggregate)),
      next === null ? null : { next },
      reading,
    );
  }

  #answer(dataValues: DataValue[], next: HistoryCursor | null, reading: HistoryReading): HistoryReadResult {
    return new HistoryReadResult({
      historyData: new HistoryData({ dataValues }),
      statusCode: dataValues.length === 0 && next === null ? StatusCodes.GoodNoData : StatusCodes.Good,
      ...(next === null ? {} : { continuationPoint: this.#points.give(next, reading) }),
    });
  }
}

function instantOf(date: { getTime(): number } | null | undefined): number | null {
  const utc = date?.getTime();
  return utc === undefined || utc <= BEGINNING ? null : utc;
}

/** OPC UA's "no time" is 1601-01-01. */
const BEGINNING = Date.UTC(1601, 0, 2);

const CALCULATED = StatusCode.makeStatusCode(StatusCodes.Good, 'HistorianCalculated');
const PARTIAL = StatusCode.makeStatusCode(StatusCodes.Good, 'HistorianCalculated | HistorianPartial');

function dataValue({ utc, value, quality, mean }: PastValue, kind: PointKind): DataValue {
  return new DataValue({
    value: variantOf(value, kind),
    statusCode: mean ? CALCULATED : statusOf(quality),
    sourceTimestamp: new Date(utc),
    serverTimestamp: new Date(utc),
  });
}

/** A count is an Int32, what is reckoned of values a Double (10000-13, 5.4.3). */
function bucketValue({ utc, value, partial }: PastBucket, aggregate: PastAggregate): DataValue {
  const dataType = aggregate === 'count' ? DataType.Int32 : DataType.Double;
  return new DataValue({
    value: new Variant(value === null ? { dataType: DataType.Null } : { dataType, value }),
    statusCode: value === null ? StatusCodes.BadNoData : partial ? PARTIAL : CALCULATED,
    sourceTimestamp: new Date(utc),
    serverTimestamp: new Date(utc),
  });
}

function failed(statusCode: StatusCode): HistoryReadResult {
  return new HistoryReadResult({ statusCode });
}
