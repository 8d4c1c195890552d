import type { UAObject } from 'node-opcua-address-space';
import type { OPCUAServer } from 'node-opcua-server';
import { OPCUA_CAPS } from '../server/caps.ts';

/** `AggregateFunctions` of HistoryServerCapabilities and of ServerCapabilities, by their numbers in the standard nodeset. */
const FOLDERS = ['i=11201', 'i=2997'];

/**
 * Says what of history is here, where clients look for it (10000-11, 5.4.2): the library says that there is none, and lists no
 * aggregate.
 */
export function sayHistory({ engine }: OPCUAServer, aggregates: readonly number[]): void {
  Object.assign(engine.historyServerCapabilities, {
    accessHistoryDataCapability: true,
    maxReturnDataValues: OPCUA_CAPS.historyValues,
  });
  for (const id of FOLDERS) {
    const folder = engine.addressSpace?.findNode(id) as UAObject;
    for (const aggregate of aggregates)
      folder.addReference({ referenceType: 'Organizes', nodeId: `i=${aggregate}` });
  }
}
