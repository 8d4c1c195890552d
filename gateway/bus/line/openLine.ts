import type { Clock } from '../../core/clock.ts';
import type { Connection } from '../../site/schema.ts';
import { SerialPort } from '../port/serialPort.ts';
import { TcpPort } from '../port/tcpPort.ts';
import type { LineClient } from '../types.ts';
import { RtuLine } from './rtuLine.ts';
import { TcpLine } from './tcpLine.ts';

/** The client for a line of the site. Nothing is opened before its `open()`. */
export function openLine(connection: Connection, clock: Clock): LineClient {
  switch (connection.type) {
    case 'serial':
      return new RtuLine(new SerialPort(connection.path, connection, clock), connection, clock);
    case 'rtu-over-tcp':
      return new RtuLine(new TcpPort(connection.host, connection.port, clock), connection, clock);
    case 'modbus-tcp':
      return new TcpLine(new TcpPort(connection.host, connection.port, clock), connection, clock);
  }
}
