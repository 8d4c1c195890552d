import type { LineConnection } from '../../site/schema/siteSchema.ts';
import type { SiteReportVoice } from './siteReportVoice.ts';

/** Where a line is reached, and how it is set: `/dev/ttyUSB0 at 9600 8N1`. */
export function connectionText(connection: LineConnection, { say }: SiteReportVoice): string {
  if (connection.type === 'modbus-tcp') {
    const { host, port } = connection;
    return say('line.modbus-tcp', { host, port });
  }
  const { baud, parity, stopBits } = connection;
  const frame = `8${parity.charAt(0).toUpperCase()}${stopBits}`;
  if (connection.type === 'serial') return say('line.serial', { port: connection.path, baud, frame });
  const { host, port } = connection;
  return say('line.rtu-over-tcp', { host, port, baud, frame });
}
