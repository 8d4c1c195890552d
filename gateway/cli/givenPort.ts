import { existsSync } from 'node:fs';
import type { SerialFormat } from '../core/serialFormat.ts';
import { connectionSchema, type LineConnection } from '../site/schema/siteSchema.ts';
import { speaker } from '../text/catalogue.ts';
import { USAGE_MESSAGES } from '../text/usageMessages.ts';
import { UsageError } from './verb.ts';

/** How a port is to be opened, as somebody said it on the command line. */
export type SerialOptions = {
  readonly baud?: string | undefined;
  readonly parity?: string | undefined;
  readonly 'stop-bits'?: string | undefined;
};

type Usage = Parameters<ReturnType<typeof speaker<typeof USAGE_MESSAGES>>>;

/** The rate and format that were said, each by itself; what was not said is as `usual`. */
export function givenFormat(
  { baud, parity, 'stop-bits': stopBits }: SerialOptions,
  usual: SerialFormat,
): SerialFormat {
  const rate = baud === undefined ? usual.baud : Number(baud);
  if (!Number.isInteger(rate) || rate <= 0) throw wrong('baud-wrong', { text: baud ?? '' });
  const even = parity === undefined ? usual.parity : PARITIES.find((known) => known === parity);
  if (even === undefined) throw wrong('parity-wrong', { text: parity ?? '' });
  const bits = stopBits === undefined ? usual.stopBits : Number(stopBits);
  if (bits !== 1 && bits !== 2) throw wrong('stop-bits-wrong', { text: stopBits ?? '' });
  return { baud: rate, parity: even, stopBits: bits };
}

const PARITIES = ['none', 'even', 'odd'] as const;

/** `/dev/ttyUSB0`, `rtu://host:port` or `tcp://host:port`. A slip is told as what it is, and never as a port that is missing. */
export function givenPort(port: string, format: SerialFormat): LineConnection {
  if (/^\\*\.?\\?com\d+:?$/i.test(port)) throw wrong('port-windows', { port });
  const [, scheme, rest = ''] = /^([a-z]+):\/\/(.*)$/i.exec(port) ?? [];
  if (scheme === undefined) {
    const address = /^[\w.-]+:\d+$|^\d+(\.\d+){3}$/.test(port);
    if (address) throw wrong('port-address', { port });
    if (!port.includes('/') && !existsSync(port)) throw wrong('port-word', { port });
    return connectionSchema.parse({ type: 'serial', path: port, ...format });
  }
  const [, host, digits] = /^([^:/]+):(\d+)\/?$/.exec(rest) ?? [];
  const type = scheme === 'rtu' ? 'rtu-over-tcp' : scheme === 'tcp' ? 'modbus-tcp' : null;
  const parsed = connectionSchema.safeParse({
    ...{ type, host, port: Number(digits) },
    ...(type === 'rtu-over-tcp' ? format : {}),
  });
  if (!parsed.success) throw wrong('port-remote', { port });
  return parsed.data;
}

function wrong(key: Usage[0], named: Record<string, string>): UsageError {
  const say = (language: 'en' | 'zh') =>
    (speaker(USAGE_MESSAGES, language) as (key: string, named: Record<string, string>) => string)(key, named);
  return new UsageError({ en: say('en'), zh: say('zh') });
}
