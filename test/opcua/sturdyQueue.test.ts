import { MonitoredItem } from 'node-opcua-server';
import { type StatusCode, StatusCodes } from 'node-opcua-status-code';
import { expect, test } from 'vitest';
import { markOverflows } from '../../gateway/opcua/server/sturdyQueue.ts';

type Marks = { _setOverflowBit(notification: { value: { statusCode: StatusCode } }): void };

test('a value that others were dropped before is marked, whatever its status', () => {
  const item = Object.create(MonitoredItem.prototype) as Marks;
  const marked = (statusCode: StatusCode) => {
    const value = { statusCode };
    item._setOverflowBit({ value });
    return value.statusCode;
  };
  markOverflows();
  for (const status of [StatusCodes.Good, StatusCodes.BadNoCommunication, StatusCodes.UncertainSubNormal]) {
    // bit 7, and InfoType DataValue in bits 10 and 11 (10000-4, table 178)
    expect(marked(status).value >>> 0).toBe((status.value | 0x0480) >>> 0);
  }
});
