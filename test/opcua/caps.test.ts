import { expect, test } from 'vitest';
import { capabilities, OPCUA_CAPS, transportLimits } from '../../gateway/opcua/server/caps.ts';
import { opcuaSchema } from '../../gateway/site/schema/opcuaSchema.ts';

const hello = (receive: number, send: number, message: number, chunks: number) =>
  transportLimits({
    ...{ receiveBufferSize: receive, sendBufferSize: send, maxMessageSize: message, maxChunkCount: chunks },
  });

test('messages are 256 KiB in eight chunks at most, whatever a client would like; less where it asks for less', () => {
  const ours = {
    maxMessageSize: 262_144,
    maxChunkCount: 8,
    receiveBufferSize: 65_536,
    sendBufferSize: 65_536,
  };
  expect(hello(0, 0, 0, 0)).toEqual(ours); // 0: no limit of its own
  expect(hello(2 ** 31, 2 ** 31, 2 ** 31, 2 ** 31)).toEqual(ours);
  expect(hello(8_192, 8_192, 16_384, 2)).toEqual({
    ...{ maxMessageSize: 16_384, maxChunkCount: 2, receiveBufferSize: 8_192, sendBufferSize: 8_192 },
  });
  expect(hello(1, 1, 1, 1).receiveBufferSize).toBe(8_192); // the least there may be (10000-6, 7.1.2.3)
});

test('ten sessions unless the site says otherwise, and never more than twenty', () => {
  expect(opcuaSchema.parse({}).sessions).toBe(10);
  expect(opcuaSchema.safeParse({ sessions: 20 }).success).toBe(true);
  expect(opcuaSchema.safeParse({ sessions: 21 }).success).toBe(false);
  const { maxSessions, maxMonitoredItems, maxMonitoredItemsQueueSize, operationLimits } = capabilities(10);
  expect([maxSessions, maxMonitoredItems, maxMonitoredItemsQueueSize]).toEqual([10, 3_000, 100]);
  // a double with its status and both times is 30 bytes (10000-6, 5.2.2.17): all values of all nodes fit into one message
  const nodes = operationLimits?.maxNodesPerHistoryReadData ?? 0;
  expect(operationLimits?.maxNodesPerHistoryReadEvents).toBe(nodes); // the library holds both to this one
  expect(nodes * OPCUA_CAPS.historyValues * 30).toBeLessThan(OPCUA_CAPS.messageBytes);
});
