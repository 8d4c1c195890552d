import type { OPCUAServerOptions } from 'node-opcua-server';

/**
 * What all clients together may cost: half of what a board has is guard's and courier's. Engineering values, from memory
 * measured at the caps (`npm run bench -- --only opcua`).
 */
export const OPCUA_CAPS = {
  /** The largest message, either way, and the pieces it may come in. */
  messageBytes: 256 * 1024,
  chunks: 8,
  bufferBytes: 64 * 1024,
  /** Connections beside those of sessions: one that is being set up. */
  spareConnections: 8,
  /** Connections that wait for a place, or have said nothing yet. */
  waitingConnections: 64,
  /** From connecting to the first byte. */
  helloMs: 3_000,
  /** What everybody has to show a certificate, before others may take the place. */
  certificateMs: 1_000,
  subscriptionsPerSession: 10,
  monitoredItems: 3_000,
  queue: 100,
  /** Of an item that hears events. */
  eventQueue: 1_000,
  /** Items of a session that hear events, and what each may ask of one: all of it is looked up at every event. */
  eventItems: 20,
  selectClauses: 250,
  whereOperands: 100,
  /** The quickest that a value is looked at or published: no sensor here is quicker. */
  publishingMs: 250,
  /** From connecting to a session that is activated. */
  loginMs: 15_000,
  /** A connection with a session that says nothing: some clients read once in some minutes. Their sessions end before. */
  idleMs: 900_000,
  /** A session without its connection, while others wait for a session: clients come again within seconds. */
  aloneMs: 10_000,
  historyValues: 1_000,
  historyPoints: 8,
  /** A piece of a paper, within `maxStringLength`; the largest paper; how many may wait, are kept, and for how long. */
  pieceBytes: 60_000,
  paperBytes: 4 * 1024 * 1024,
  papersAsked: 4,
  papersKept: 2,
  paperKeptMs: 60_000,
  /** What its thread may take of time, and of memory beside its code. */
  paperMs: 60_000,
  paperThreadMb: 64,
  /** Steps of past alarms in one answer, in bytes of JSON. */
  pastBytes: 128 * 1024,
} as const;

/**
 * Facets that are here as the library has them (10000-7). None of conditions, which all want Enable and Disable, and none of
 * history, of whose bounds the near ones alone are here. The library would claim some that are not here at all.
 */
const CLAIMED = [
  'http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary',
  ...['DataAccess', 'Methods', 'StandardEventSubscription'].map(
    (facet) => `http://opcfoundation.org/UA-Profile/Server/${facet}`,
  ),
];

type Capabilities = NonNullable<OPCUAServerOptions['serverCapabilities']>;

export function capabilities(sessions: number): Capabilities {
  return {
    maxSessions: sessions,
    maxSubscriptions: sessions * OPCUA_CAPS.subscriptionsPerSession,
    maxSubscriptionsPerSession: OPCUA_CAPS.subscriptionsPerSession,
    maxMonitoredItems: OPCUA_CAPS.monitoredItems,
    maxMonitoredItemsPerSubscription: OPCUA_CAPS.monitoredItems,
    maxMonitoredItemsQueueSize: OPCUA_CAPS.queue,
    maxSelectClauseParameters: OPCUA_CAPS.selectClauses,
    maxWhereClauseParameters: OPCUA_CAPS.whereOperands,
    minSupportedSampleRate: OPCUA_CAPS.publishingMs,
    maxBrowseContinuationPoints: 10,
    maxHistoryContinuationPoints: OPCUA_CAPS.historyPoints,
    localeIdArray: ['en', 'zh'],
    serverProfileArray: [...CLAIMED],
    maxArrayLength: 10_000,
    maxStringLength: 64 * 1024,
    maxByteStringLength: 64 * 1024,
    operationLimits: {
      maxNodesPerRead: 1_000,
      maxNodesPerBrowse: 100, // with what each has of references they fit into one message
      maxNodesPerWrite: 100,
      maxNodesPerMethodCall: 100,
      maxNodesPerRegisterNodes: 1_000,
      maxNodesPerTranslateBrowsePathsToNodeIds: 1_000,
      maxMonitoredItemsPerCall: 1_000,
      // with 1,000 values each they fit into one message
      maxNodesPerHistoryReadData: 6,
      maxNodesPerHistoryReadEvents: 6, // the library holds reads of data to this one as well
      maxNodesPerHistoryUpdateData: 1,
      maxNodesPerHistoryUpdateEvents: 1,
      maxNodesPerNodeManagement: 1,
    },
  };
}

type Transport = NonNullable<OPCUAServerOptions['transportSettings']>;
type Hello = Parameters<Transport['adjustTransportLimits']>[0];

/** A client may ask for less, never for more (10000-6, 7.1.2.3 and 7.1.2.4). */
export function transportLimits(hello: Hello): Hello {
  const { messageBytes, chunks, bufferBytes } = OPCUA_CAPS;
  const least = (asked: number, most: number) => (asked > 0 ? Math.min(asked, most) : most);
  return {
    receiveBufferSize: Math.max(8_192, least(hello.receiveBufferSize, bufferBytes)),
    sendBufferSize: Math.max(8_192, least(hello.sendBufferSize, bufferBytes)),
    maxMessageSize: least(hello.maxMessageSize, messageBytes),
    maxChunkCount: least(hello.maxChunkCount, chunks),
  };
}
