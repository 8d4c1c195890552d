import type { ISessionContext } from 'node-opcua-address-space';
import { DataValue } from 'node-opcua-data-value';
import { ServerSecureChannelLayer } from 'node-opcua-secure-channel';
import type { OPCUAServer } from 'node-opcua-server';
import { StatusCodes } from 'node-opcua-status-code';
import { BrowseRequest, ServiceFault } from 'node-opcua-types';

type Room = { getMaxResponseBodySize?(): number };
type Reads = { read(context: ISessionContext, request: unknown): Promise<DataValue[]> };
type Sends = { send_response(type: string, response: unknown, ...rest: unknown[]): void; [PATCHED]?: true };

/** Of an answer beside its values: its header. */
const HEADER_BYTES = 128;
const PATCHED = Symbol('lifeline');

/**
 * Answers that a client can take. A value that does not fit into the message any more is `BadResponseTooLarge`, and all others
 * of the request are there; it can be had by itself, or by index ranges. The library (2.186) answers such a request with
 * nothing but a status of the transport, after which some clients give up the connection. Where something else than a read is
 * too large, the whole answer is that status (10000-4, 7.38.2).
 */
export function fitAnswers(server: OPCUAServer): void {
  const accessor = (server.engine as unknown as { addressSpaceAccessor: Reads }).addressSpaceAccessor;
  const read = accessor.read.bind(accessor);
  accessor.read = async (context, request) => {
    const values = await read(context, request);
    const { channel } = (context.session ?? {}) as { readonly channel?: Room };
    const most = channel?.getMaxResponseBodySize?.() ?? 0;
    return most === 0 ? values : fitting(values, most - HEADER_BYTES);
  };
  server.on('request', (request) => {
    if (request instanceof BrowseRequest) capReferences(request);
  });
  const channels = ServerSecureChannelLayer.prototype as unknown as Sends;
  if (channels[PATCHED] === true) return;
  channels[PATCHED] = true;
  const send = channels.send_response;
  channels.send_response = function (this: Sends, type, response, ...rest) {
    if (
      response instanceof ServiceFault &&
      response.responseHeader.serviceResult === StatusCodes.BadTcpMessageTooLarge
    )
      response.responseHeader.serviceResult = StatusCodes.BadResponseTooLarge;
    send.call(this, type, response, ...rest);
  };
}

/** References of a node beyond these are had by a continuation point; a type is referred to by thousands. */
function capReferences(request: BrowseRequest): void {
  const most = Math.max(100, Math.floor(REFERENCES / Math.max(1, request.nodesToBrowse?.length ?? 1)));
  const asked = request.requestedMaxReferencesPerNode;
  request.requestedMaxReferencesPerNode = asked > 0 ? Math.min(asked, most) : most;
}

/** So many references fit into a message, with names as long as any that there are here. */
const REFERENCES = 1_000;

/** The values in their order as far as they fit, each of the others with its times and no value. */
export function fitting(values: readonly DataValue[], bytes: number): DataValue[] {
  let left = bytes - values.length * EMPTY_BYTES; // there is always room to say that there is none
  return values.map((value) => {
    const more = Math.max(0, value.binaryStoreSize() - EMPTY_BYTES);
    if (more <= left) {
      left -= more;
      return value;
    }
    const { sourceTimestamp, serverTimestamp } = value;
    return new DataValue({
      ...{ statusCode: StatusCodes.BadResponseTooLarge, sourceTimestamp, serverTimestamp },
    });
  });
}

/** Of a value that is none: status, two times with their parts of a microsecond (10000-6, 5.2.2.17). */
const EMPTY_BYTES = 1 + 4 + 2 * (8 + 2);
