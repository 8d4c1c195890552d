import type { YAMLParseError } from 'yaml';
import type { Problem } from '../result.ts';
import { textProblem } from './textProblems.ts';

/** What somebody meant to write, and where in the text the slip is. */
export type Slip = { readonly problem: Problem & { hint: string }; readonly offset: number };

// what an input method leaves behind, and what YAML or a number wants there
const HALF_WIDTH: Readonly<Record<string, string>> = {
  ...{ '：': ':', '，': ',', '；': ';', '＃': '#', '－': '-', '．': '.', '％': '%', '／': '/' },
  ...{ '“': '"', '”': '"', '＂': '"', '‘': "'", '’': "'", '＇': "'" },
  ...{ '［': '[', '］': ']', '【': '[', '】': ']', '｛': '{', '｝': '}', '（': '(', '）': ')' },
  ...Object.fromEntries([...'０１２３４５６７８９'].map((digit, value) => [digit, String(value)])),
};
const WIDE_SPACE = '\u3000';
/** What a page or a chat leaves in copied text: looks like a space, or like nothing, and is a letter to YAML. */
const INVISIBLE = /[\u00a0\u2007\u202f\u200b\u200e\u2060\ufeff]/;
const TAB_INDENT = /^ *\t/;

/**
 * The slip behind an error of the YAML reader, where it is a common one: the reader sees its consequences, often several,
 * and names them in words that help nobody who has not written a YAML reader. Undefined: the reader's words have to do.
 */
export function slipBehind({ code, pos, message }: YAMLParseError, source: string): Slip | undefined {
  const [at] = pos;
  if (code === 'TAB_AS_INDENT') return tabs(source);
  if (code === 'DUPLICATE_KEY') return twice(source, at);
  if (code === 'MULTIPLE_DOCS') return { problem: textProblem('yaml.documents'), offset: at };
  const line = lineAt(source, at);
  const above = lineAt(source, line.offset - 1);
  return (
    fullWidthIn(line) ??
    (line.offset > 0 ? fullWidthIn(above) : undefined) ??
    (message.startsWith('Plain value cannot start with') ? unquoted(source, at) : undefined) ??
    otherLanguage(line) ??
    (line.offset > 0 ? otherLanguage(above) : undefined) ??
    badDash(line) ??
    (line.offset > 0 ? badDash(above) : undefined) ??
    openEnd(source, at) ??
    commaMissing(line) ??
    closeColon(line) ??
    loneText(line) ??
    misaligned(message, line)
  );
}

function twice(source: string, at: number): Slip {
  const [key = ''] = /^[^\s:,{}]+/.exec(source.slice(at)) ?? [];
  return { problem: textProblem('yaml.twice', { key }), offset: at };
}

/** A comment, or a value given to a key, as other languages write them. */
function otherLanguage({ text, offset }: TextLine): Slip | undefined {
  const [, before = '', comment] = /^(\s*)\/\/\s*(.*)$/.exec(text) ?? [];
  if (comment !== undefined)
    return { problem: textProblem('yaml.comment', { text: comment }), offset: offset + before.length };
  const [, indent = '', key = '', value = ''] =
    /^(\s*(?:- )?)([A-Za-z]\w*)\s*=\s*(\S.*?)\s*$/.exec(text) ?? [];
  if (value === '') return undefined;
  return { problem: textProblem('yaml.equals', { key, text: value }), offset: offset + indent.length };
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** A bracket or quote that is opened before the error and never closed: the reader complains where it gave up. */
function openEnd(source: string, at: number): Slip | undefined {
  const open: { character: string; offset: number }[] = [];
  const end = Math.min(source.length, at + 1);
  for (let i = 0; i < end; i++) {
    const character = source.charAt(i);
    const before = i === 0 ? '\n' : source.charAt(i - 1);
    if (character === '#' && /\s/.test(before)) i = endOfLine(source, i);
    else if ((character === '"' || character === "'") && /[\s[{,:-]/.test(before)) {
      const close = source.indexOf(character, i + 1);
      if (close === -1) return { problem: textProblem('yaml.quote-open', { character }), offset: i };
      i = close;
    } else if (character in CLOSING) open.push({ character, offset: i });
    else if (character === '}' || character === ']') {
      const last = open.pop();
      const closing = CLOSING[last?.character ?? ''];
      if (last !== undefined && closing !== undefined && closing !== character)
        return {
          problem: textProblem('yaml.bracket-other', {
            character: last.character,
            found: character,
            closing,
          }),
          offset: i,
        };
    }
  }
  const last = open.at(-1);
  if (last === undefined) return undefined;
  const inLine = lineAt(source, last.offset);
  // one that is closed further down is no slip of this line
  if (inLine.offset === lineAt(source, at).offset && source.slice(at).includes(CLOSING[last.character] ?? ''))
    return undefined;
  const closing = CLOSING[last.character] ?? '';
  return {
    problem: textProblem('yaml.bracket-open', { character: last.character, closing }),
    offset: last.offset,
  };
}

function endOfLine(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end === -1 ? source.length : end;
}

/** `{ bus: l unit: 1 }` */
function commaMissing({ text, offset }: TextLine): Slip | undefined {
  const found = /[{,]\s*[\w.-]+:\s+(?:"[^"]*"|[^\s,{}[\]"']+)\s+([\w.-]+):\s/.exec(text);
  const [whole = '', key] = found ?? [];
  if (found === null || key === undefined) return undefined;
  const at = offset + found.index + whole.lastIndexOf(key);
  return { problem: textProblem('yaml.comma', { key }), offset: at };
}

/** All that is left of the reader's complaints about columns. */
function misaligned(message: string, { text, offset }: TextLine): Slip | undefined {
  if (!/column|indent|implicit|block|compact|Nested mapping|Sequence item|indicator/i.test(message))
    return undefined;
  const indent = text.length - text.trimStart().length;
  return { problem: textProblem('yaml.column', { count: indent }), offset: offset + indent };
}

/** The first full-width or invisible character of a line outside quotes and comments, which YAML takes for a letter. */
export function fullWidthIn({ text, offset }: TextLine): Slip | undefined {
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '#' && (i === 0 || /\s/.test(text.charAt(i - 1)))) return undefined;
    else if (character === WIDE_SPACE)
      return { problem: textProblem('yaml.full-width-space'), offset: offset + i };
    else if (INVISIBLE.test(character)) {
      const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      return { problem: textProblem('yaml.invisible', { code }), offset: offset + i };
    } else {
      const ascii = HALF_WIDTH[character];
      if (ascii !== undefined)
        return { problem: textProblem('yaml.full-width', { character, ascii }), offset: offset + i };
    }
  }
  return undefined;
}

/** An entry of a list that begins with a dash of a word processor, or without a space behind it. */
function badDash({ text, offset }: TextLine): Slip | undefined {
  const [, indent = '', dash = '', space = '', rest = ''] =
    /^( *)([-–—−‐‑])( *)([A-Za-z"'{].*)$/.exec(text) ?? [];
  if (rest === '' || (dash === '-' && space !== '')) return undefined;
  const key = dash === '-' ? 'yaml.dash/space' : 'yaml.dash';
  const problem = key === 'yaml.dash' ? textProblem(key, { dash, rest }) : textProblem(key, { rest });
  return { problem, offset: offset + indent.length };
}

/** A text with a colon and a space in it, or with something behind its closing quote or bracket: it wants quotes around all of it. */
function loneText({ text, offset }: TextLine): Slip | undefined {
  const [, before = '', value = ''] = /^(\s*(?:- )?[A-Za-z][\w-]*:\s+)(\S.*?)\s*$/.exec(text) ?? [];
  const hasColon = /^[^"'[{].*: /.test(value);
  const goesOn = /^(?:"[^"]*"|'[^']*'|\[[^\]]*\])\s*[^\s,#\]}]/.test(value);
  if (!hasColon && !goesOn) return undefined;
  const [, inner = value] = /^'(.*)'$/.exec(value) ?? []; // with an apostrophe in it
  const quoted = inner.includes('"') ? `'${inner}'` : `"${inner}"`;
  return { problem: textProblem('yaml.whole-text', { text: value, quoted }), offset: offset + before.length };
}

/** A line of the text and where it begins. */
export type TextLine = { readonly text: string; readonly offset: number };

export function lineAt(source: string, at: number): TextLine {
  const offset = at <= 0 ? 0 : source.lastIndexOf('\n', at - 1) + 1;
  const end = source.indexOf('\n', offset);
  return { text: source.slice(offset, end === -1 ? source.length : end), offset };
}

function tabs(source: string): Slip {
  const lines = source.split('\n');
  const first = lines.findIndex((line) => TAB_INDENT.test(line));
  const count = lines.filter((line) => TAB_INDENT.test(line)).length;
  const offset = lines.slice(0, Math.max(0, first)).reduce((sum, line) => sum + line.length + 1, 0);
  return { problem: textProblem('yaml.tabs', { count }), offset };
}

function unquoted(source: string, at: number): Slip {
  const [text = ''] = /^[^\s,\]}#]*/.exec(source.slice(at)) ?? [];
  return { problem: textProblem('yaml.quotes', { text, character: text.charAt(0) }), offset: at };
}

/** `baud:9600` is one word to YAML. */
function closeColon({ text, offset }: TextLine): Slip | undefined {
  const found = /(?:^|[\s{,-])([A-Za-z][\w-]*):(?!\/\/)([^\s,}]+)/.exec(text.replace(/(^|\s)#.*$/, ''));
  const [, key, value] = found ?? [];
  if (found === null || key === undefined || value === undefined) return undefined;
  return {
    problem: textProblem('yaml.colon', { key, text: value }),
    offset: offset + found.index + found[0].indexOf(key),
  };
}
