import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import { textProblem } from '../../drivers/text/textProblems.ts';
import { slipBehind } from '../../drivers/text/yamlSlips.ts';
import type { Problem } from '../core/result.ts';
import { siteProblem } from '../text/siteProblem.ts';

/** Where in the file: keys and indices from the top. */
export type Path = readonly (string | number)[];

/** A site file as text: what it says, and where it says it. */
export type SiteText = {
  readonly data: unknown;
  /** `file:line:column` of the value at `path`; of the nearest thing around it where there is none. */
  place(path: Path): string;
  /** The same of the key itself. */
  placeOfKey(path: Path): string;
};

/** A site of some hundred sensors has a tenth of either. More would hold up whoever reads it, and fill the memory. */
export const MOST_BYTES = 1_000_000;
const MOST_VALUES = 10_000;

/** Reads YAML 1.2. Problems name line and column; with any, `text` is undefined. */
export function readSiteText(
  file: string,
  source: string,
): { readonly text?: SiteText; readonly problems: readonly Problem[] } {
  const bytes = Buffer.byteLength(source);
  if (bytes > MOST_BYTES) return { problems: [tooLarge(file, bytes)] };
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  // one slip makes several errors: the first is the one to mend, and its line is the one to look at
  const [error] = document.errors;
  if (error !== undefined) {
    const slip = slipBehind(error, source);
    const problem = slip?.problem ?? siteProblem('site.yaml', { message: firstLine(error.message) });
    return { problems: [{ ...problem, where: placeAt(slip?.offset ?? error.pos[0]) }] };
  }
  if (document.contents === null) return { problems: [{ ...siteProblem('site.empty'), where: file }] };
  if (valuesOf(document) > MOST_VALUES)
    return { problems: [{ ...siteProblem('site.too-many-values', { most: MOST_VALUES }), where: file }] };
  const alias = danglingAlias(document);
  if (alias !== undefined) {
    const problem = textProblem('yaml.alias', { text: `*${alias.name}` });
    return { problems: [{ ...problem, where: placeAt(alias.offset) }] };
  }
  const data = plain(document);
  if (data === TOO_MANY_ALIASES) return { problems: [{ ...siteProblem('site.yaml/aliases'), where: file }] };
  const nodeAt = (path: Path): Node => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node)) return node;
    }
    return document.contents as Node;
  };
  const keyAt = (path: Path): Node | undefined => {
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    if (!isMap(parent)) return undefined;
    const pair = parent.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(path.at(-1)),
    );
    return isScalar(pair?.key) ? pair.key : undefined;
  };
  const offset = (node: Node) => node.range?.[0] ?? 0;
  return {
    text: {
      data,
      place: (path) => placeAt(offset(nodeAt(path))),
      placeOfKey: (path) => placeAt(offset(keyAt(path) ?? nodeAt(path))),
    },
    problems: [],
  };
}

/** `devices[2].unit` */
export function formatPath(path: Path): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('');
}

/** A file that is not even looked into. */
export function tooLarge(file: string, bytes: number): Problem {
  const named = { kb: Math.ceil(bytes / 1000), most: MOST_BYTES / 1000 };
  return { ...siteProblem('site.too-large', named), where: file };
}

/** Values of the file: keys do not count. Counting ends soon after there are too many. */
function valuesOf(document: Document): number {
  let values = 0;
  visit(document, {
    Node: (key) => {
      if (key !== 'key') values++;
      return values > MOST_VALUES ? visit.BREAK : undefined;
    },
  });
  return values;
}

/** An alias of nothing: somebody wrote a star where text should be. */
function danglingAlias(document: Document): { readonly name: string; readonly offset: number } | undefined {
  let found: { name: string; offset: number } | undefined;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      found = { name: alias.source, offset: alias.range?.[0] ?? 0 };
      return visit.BREAK;
    },
  });
  return found;
}

const TOO_MANY_ALIASES = Symbol();

/** Aliases that multiply each other would fill the memory; the reader throws when it meets them. */
function plain(document: Document): unknown {
  try {
    return document.toJS() as unknown;
  } catch {
    return TOO_MANY_ALIASES;
  }
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
