import type { AddressSpace, BaseNode, UAVariable } from 'node-opcua-address-space';
import { AccessLevelFlag, NodeClass } from 'node-opcua-data-model';

const WRITING =
  AccessLevelFlag.CurrentWrite |
  AccessLevelFlag.HistoryWrite |
  AccessLevelFlag.StatusWrite |
  AccessLevelFlag.TimestampWrite;

/** Takes every right to write from every variable of the address space, those of the standard included. */
export function sealAddressSpace(addressSpace: AddressSpace): void {
  for (const namespace of addressSpace.getNamespaceArray()) sealNamespace(namespace);
}

/** The same for one namespace: the library adds variables about each session to the server's own. */
export function sealNamespace(namespace: object): void {
  for (const node of (namespace as unknown as { nodeIterator(): Iterable<BaseNode> }).nodeIterator()) {
    if (node.nodeClass !== NodeClass.Variable) continue;
    const variable = node as UAVariable;
    const user = variable.userAccessLevel ?? variable.accessLevel;
    if (((variable.accessLevel | user) & WRITING) === 0) continue;
    variable.accessLevel &= ~WRITING;
    variable.userAccessLevel = user & ~WRITING;
  }
}
