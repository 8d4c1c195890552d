import type { Connection } from './schema.ts';

/** What a person calls the port: the path of the adapter, or host and port. */
export function portName(connection: Connection): string {
  return connection.type === 'serial' ? connection.path : `${connection.host}:${connection.port}`;
}
