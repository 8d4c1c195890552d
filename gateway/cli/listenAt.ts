import type { Listen } from '../desk/http/addresses.ts';
import { UsageError } from './verb.ts';

/** Where desk is to be reached: for whoever starts it. */
export const DESK_OPTIONS = { listen: { type: 'string' }, plain: { type: 'string' } } as const;

/** `HOST:PORT`, `[IPv6]:PORT` or a port alone, which listens everywhere. */
export function listenAt(text: string): Listen {
  const [, bracketed, plain, digits = ''] = /^(?:(?:\[([^\]]+)\]|([^:]+)):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === '' || port > 65_535)
    throw new UsageError({ en: `${text} is not HOST:PORT`, zh: `${text} 不是“主机:端口”` });
  return { host: bracketed ?? plain ?? '::', port };
}
