import type { AddressSpace, BaseNode, UAMethod, UAVariable } from 'node-opcua-address-space';
import { AccessLevelFlag, NodeClass } from 'node-opcua-data-model';
import { StatusCodes } from 'node-opcua-status-code';

const WRITING =
  AccessLevelFlag.CurrentWrite |
  AccessLevelFlag.HistoryWrite |
  AccessLevelFlag.StatusWrite |
  AccessLevelFlag.TimestampWrite;

/**
 * Takes every right to write from every variable of the address space, those of the standard included; methods that mean
 * nothing here cannot be executed, and say so.
 */
export function sealAddressSpace(addressSpace: AddressSpace): void {
  for (const namespace of addressSpace.getNamespaceArray()) sealNamespace(namespace);
}

/** The same for one namespace: the library adds variables about each session to the server's own. */
export function sealNamespace(namespace: object): void {
  for (const node of (namespace as unknown as { nodeIterator(): Iterable<BaseNode> }).nodeIterator()) {
    if (node.nodeClass === NodeClass.Method) sealMethod(node as UAMethod);
    if (node.nodeClass !== NodeClass.Variable) continue;
    const variable = node as UAVariable;
    const user = variable.userAccessLevel ?? variable.accessLevel;
    if (((variable.accessLevel | user) & WRITING) === 0) continue;
    variable.accessLevel &= ~WRITING;
    variable.userAccessLevel = user & ~WRITING;
  }
}

/**
 * `SetSubscriptionDurable`: with it a client that is gone would keep its items, of which there are 3,000 for all, for a
 * hundred days. Here nothing of a subscription is kept on a disk.
 */
const NEVER: ReadonlySet<string> = new Set(['ns=0;i=12749', 'ns=0;i=12746']);

/** The library answers a call of a method that nobody has bound with an internal error. */
function sealMethod(method: UAMethod): void {
  if (method.isBound() && !NEVER.has(method.nodeId.toString())) return;
  method.bindMethod((_inputs, _context, callback) => {
    callback(null, { statusCode: StatusCodes.BadNotExecutable });
  });
  (method as unknown as { _getExecutableFlag: () => boolean })._getExecutableFlag = () => false;
}
