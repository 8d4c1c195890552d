import { realpathSync } from 'node:fs';
import type { LineConnection } from './schema/siteSchema.ts';

/** What a person calls the port: the path of the adapter, or host and port. */
export function portName(connection: LineConnection): string {
  return connection.type === 'serial' ? connection.path : `${connection.host}:${connection.port}`;
}

/** Whether two names mean one port: `/dev/ttyUSB0` and its link under `/dev/serial/by-id` do. */
export function samePort(one: string, other: string): boolean {
  return one === other || adapterOf(one) === adapterOf(other);
}

function adapterOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // host and port, or an adapter that is not there
  }
}
