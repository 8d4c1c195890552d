import type { Clock } from '../../../core/clock.ts';
import { SerialPort } from '../../../core/serialPort.ts';
import type { LineConnection } from '../../../site/schema/siteSchema.ts';
import { TcpPort } from '../port/tcpPort.ts';
import type { LineClient } from '../types.ts';
import { NO_LIFTS } from './readOnly.ts';
import { RtuLine } from './rtuLine.ts';
import { TcpLine } from './tcpLine.ts';

/**
 * The client for a line of the site. Nothing is opened before its `open()`.
 *
 * @param lifts units of the line that nothing but reads may reach (`liftUnits`)
 */
export function openLine(connection: LineConnection, clock: Clock, lifts = NO_LIFTS): LineClient {
  switch (connection.type) {
    case 'serial':
      return new RtuLine(new SerialPort(connection.path, connection, clock), connection, clock, lifts);
    case 'rtu-over-tcp':
      return new RtuLine(new TcpPort(connection.host, connection.port, clock), connection, clock, lifts);
    case 'modbus-tcp':
      return new TcpLine(new TcpPort(connection.host, connection.port, clock), connection, clock, lifts);
  }
}
