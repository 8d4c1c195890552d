import type { Log } from '../../core/log.ts';

/** Of these a client can bring about as many as it likes. */
const TOLD_AT_MOST = 20;

/**
 * Whether an error came up in the library alone. It (2.186) asserts what a client has sent, in handlers that nobody waits for:
 * one request with a number that is none would end the process, and with it everybody's connection. Its client gets no
 * answer, all others go on.
 */
export function isLibraryFault(error: unknown): boolean {
  const frames = (error instanceof Error ? (error.stack ?? '') : '').split('\n').filter(isFrame);
  return frames.some(isLibrary) && frames.every((frame) => isLibrary(frame) || !frame.includes('/gateway/'));
}

/** What to do with an error that nobody has caught: the library's are told, once each; any other is thrown again. */
export function hearFaults(log: Log): (error: unknown) => void {
  const heard = new Set<string>();
  return (error) => {
    if (!isLibraryFault(error)) throw error;
    const [what = '', where = ''] = String((error as Error).stack)
      .split('\n')
      .filter(Boolean);
    const said = `a request of a client is not answered, the OPC UA library failed: ${what} ${where.trim()}`;
    if (!heard.has(said) && heard.size < TOLD_AT_MOST) log.info(said);
    heard.add(said);
  };
}

function isFrame(line: string): boolean {
  return /^\s+at /.test(line);
}

function isLibrary(frame: string): boolean {
  return /\/node_modules\/(node-opcua|thenify)/.test(frame);
}
