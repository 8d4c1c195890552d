import { format } from 'node:util';
import { setErrorLogger, setWarningLogger } from 'node-opcua-debug';
import type { Log } from '../../core/log.ts';

const LONGEST = 200;
/** Colours of a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they are made of
const COLOURS = /\u001b\[[0-9;]*m/g;

type SaidAt = { readonly filename?: string; readonly callerline?: number };

/**
 * What the library has to say, as lines of this program: what a stranger sends makes it say the same again and again, so
 * each place of it is heard once, with its first words.
 */
export function hearLibrary(log: Log): void {
  const heard = new Set<string>();
  const hear = (at: unknown, ...words: unknown[]) => {
    const { filename = '', callerline = 0 } = at as SaidAt;
    const place = `${filename.split('/').at(-1)}:${callerline}`;
    if (heard.has(place)) return;
    heard.add(place);
    const [line = ''] = format(...words)
      .replaceAll(COLOURS, '')
      .trim()
      .split('\n');
    log.info(`the OPC UA library says (${place}, and will not be heard again): ${line.slice(0, LONGEST)}`);
  };
  setErrorLogger(hear);
  setWarningLogger(hear);
}
