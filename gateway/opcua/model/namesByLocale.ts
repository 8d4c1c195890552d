import type { AddressSpace, BaseNode, ISessionContext } from 'node-opcua-address-space';
import { AttributeIds, type LocalizedText, selectLocalizedText } from 'node-opcua-data-model';
import type { DataValue } from 'node-opcua-data-value';
import type { NodeId } from 'node-opcua-nodeid';
import type { Text } from '../../text/language.ts';
import { localized } from './localized.ts';

type Asked = { readonly getPreferredLocales?: () => readonly string[] } | null | undefined;
type Described = { readonly nodeId: NodeId; displayName: LocalizedText | null };
/** What every class of nodes has from one and the same prototype. */
type Base = {
  readonly addressSpace: AddressSpace;
  readAttribute(context: ISessionContext | null, attributeId: AttributeIds, ...others: unknown[]): DataValue;
  browseNode(description: unknown, context?: ISessionContext): Described[];
  [PATCHED]?: true;
};

const DESCRIBED = new WeakMap<BaseNode, readonly LocalizedText[]>();

/** Gives a node a description in both languages. */
export function describe(node: BaseNode, text: string | Text): void {
  const all = localized(text);
  DESCRIBED.set(node, all);
  node.setDescription(all[0] ?? '');
}

/**
 * Names and descriptions in the language that a session asked for (10000-4, 5.7.3). The library (2.186) keeps the locales of a
 * session, and gives everybody the first name of a node all the same. Who asks for a language that is not here gets the first.
 */
export function namesByLocale(addressSpace: AddressSpace): void {
  const base = baseOf(addressSpace.rootFolder);
  if (base[PATCHED] === true) return;
  base[PATCHED] = true;
  const { readAttribute, browseNode } = base;
  base.readAttribute = function (this: BaseNode & Base, context, attributeId, ...others) {
    const read = readAttribute.call(this, context, attributeId, ...others);
    if (attributeId === AttributeIds.DisplayName) read.value.value = nameFor(this, context);
    const described = attributeId === AttributeIds.Description ? DESCRIBED.get(this) : undefined;
    if (described !== undefined) read.value.value = chosen(described, context);
    return read;
  };
  base.browseNode = function (this: BaseNode & Base, description, context) {
    const found = browseNode.call(this, description, context);
    for (const one of found) {
      // without a text the client did not ask for the name
      const node = (one.displayName?.text ?? null) === null ? null : this.addressSpace.findNode(one.nodeId);
      if (node !== null) one.displayName = nameFor(node, context);
    }
    return found;
  };
}

function nameFor({ displayName }: BaseNode, context: Asked): LocalizedText {
  return chosen(displayName, context);
}

function chosen(texts: readonly LocalizedText[], context: Asked): LocalizedText {
  return selectLocalizedText([...texts], context?.getPreferredLocales?.() ?? []) as LocalizedText;
}

/** The prototype that reads what all nodes have: the last on the way up. */
function baseOf(node: BaseNode): Base {
  let base: object = node;
  for (let at: object | null = node; at !== null; at = Object.getPrototypeOf(at))
    if (Object.hasOwn(at, 'browseNode')) base = at;
  return base as Base;
}

const PATCHED = Symbol('lifeline');
