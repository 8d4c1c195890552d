import { AggregateFilter, DataChangeFilter, DeadbandType } from 'node-opcua-service-subscription';
import { type StatusCode, StatusCodes } from 'node-opcua-status-code';

/**
 * Any negative interval means that of the subscription (10000-4, 7.21). The library (2.186) knows -1 alone: of all others it
 * throws when an item is modified, and the client gets no answer. What is no number is taken like that too.
 */
export function settledInterval(asked: number, publishing: number): number {
  return asked >= 0 ? asked : publishing;
}

/**
 * Why no item can have this filter; null: the library looks further. It takes aggregates, and tells single values under their
 * name; and a deadband that no change ever passes, with which a client would never hear that something is wrong.
 */
export function refusedFilter(filter: unknown): StatusCode | null {
  if (filter instanceof AggregateFilter) return StatusCodes.BadMonitoredItemFilterUnsupported;
  if (!(filter instanceof DataChangeFilter)) return null;
  const { deadbandType, deadbandValue } = filter;
  if (deadbandType === DeadbandType.None) return null;
  const isKnown = deadbandType === DeadbandType.Absolute || deadbandType === DeadbandType.Percent;
  return isKnown && Number.isFinite(deadbandValue) && deadbandValue >= 0
    ? null
    : StatusCodes.BadDeadbandFilterInvalid;
}
