import type { EventFilter } from 'node-opcua-service-filter';
import { type StatusCode, StatusCodes } from 'node-opcua-status-code';
import { ElementOperand, FilterOperator, LiteralOperand, SimpleAttributeOperand } from 'node-opcua-types';
import { DataType } from 'node-opcua-variant';

type Element = NonNullable<NonNullable<EventFilter['whereClause']['elements']>[number]>;

const ORDERED: ReadonlySet<FilterOperator> = new Set([
  ...[FilterOperator.LessThan, FilterOperator.LessThanOrEqual],
  ...[FilterOperator.GreaterThan, FilterOperator.GreaterThanOrEqual, FilterOperator.Between],
]);
const JUDGED: ReadonlySet<FilterOperator> = new Set([
  ...ORDERED,
  ...[FilterOperator.Equals, FilterOperator.And, FilterOperator.Or, FilterOperator.Not],
  ...[FilterOperator.OfType, FilterOperator.InList],
]);
/** What the library compares; a literal of any other type is neither greater nor less to it than anything. */
const COMPARED: ReadonlySet<DataType> = new Set([
  ...[DataType.SByte, DataType.Byte, DataType.Int16, DataType.UInt16, DataType.Int32, DataType.UInt32],
  ...[DataType.Double, DataType.String, DataType.DateTime, DataType.Guid, DataType.ByteString],
]);

/**
 * Why the library (2.186) cannot judge events by this filter; null: it can. It takes such filters, and every event is then as if
 * it were not asked for: a client would wait for alarms that it is never told of.
 */
export function refusedWhere({ whereClause }: EventFilter): StatusCode | null {
  for (const element of whereClause?.elements ?? []) {
    const status = element === null ? null : refused(element);
    if (status !== null) return status;
  }
  return null;
}

function refused({ filterOperator, filterOperands }: Element): StatusCode | null {
  if (!JUDGED.has(filterOperator)) return StatusCodes.BadFilterOperatorUnsupported;
  for (const operand of filterOperands ?? []) {
    if (operand instanceof LiteralOperand) {
      const { dataType } = operand.value;
      if (ORDERED.has(filterOperator) && !COMPARED.has(dataType)) return StatusCodes.BadFilterLiteralInvalid;
      // of conditions alone, by their ids
      if (filterOperator === FilterOperator.InList && dataType !== DataType.NodeId)
        return StatusCodes.BadFilterLiteralInvalid;
    } else if (!(operand instanceof SimpleAttributeOperand || operand instanceof ElementOperand))
      return StatusCodes.BadFilterOperandInvalid; // no other is for events (10000-4, 7.22.3)
  }
  return null;
}
