import { join } from 'node:path';
import type { Listening } from '../../commission/scan/runScan.ts';
import { type ControlClient, connectControl } from '../../control/client.ts';
import { hearThroughGuard } from '../../control/hearThroughGuard.ts';
import type { GuardStatus } from '../../control/protocol.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { SerialPort } from '../../core/serialPort.ts';
import { RtuLine } from '../../guard/bus/line/rtuLine.ts';
import { TcpPort } from '../../guard/bus/port/tcpPort.ts';
import { portName, samePort } from '../../site/portName.ts';
import type { LineConnection } from '../../site/schema/siteSchema.ts';
import { DEFAULT_RUN_FOLDER, type Io } from '../verb.ts';

/** Who listens, and whether it is guard, which goes on watching. */
export type ScanListener = Listening & {
  readonly throughGuard: boolean;
  close(): Promise<void>;
};

/** Without a guard nothing waits for the line. */
const NO_LIMIT_MS = 3_000;
const PATIENCE_MS = 3_000;

/** A line with a port of our own; when the running guard holds the port, through guard. */
export async function listenerFor(
  connection: Exclude<LineConnection, { type: 'modbus-tcp' }>,
  lifts: ReadonlySet<number>,
  run: string | undefined,
  io: Io,
): Promise<Result<ScanListener, Problem>> {
  const port =
    connection.type === 'serial'
      ? new SerialPort(connection.path, connection, io.clock)
      : new TcpPort(connection.host, connection.port, io.clock);
  const line = new RtuLine(port, connection, io.clock, lifts);
  const opened = await line.open();
  if (opened.ok)
    return ok({
      hear: (what) => line.hear({ ...what, stays: true }),
      limitMs: NO_LIMIT_MS,
      throughGuard: false,
      close: () => line.close(),
    });
  await line.close();
  const client = connectControl(join(run ?? DEFAULT_RUN_FOLDER, 'desk.sock'), io.clock, { name: 'cli' });
  const guard = await throughGuard(client, portName(connection));
  if (guard !== null) return ok(guard);
  await client.stop();
  return err(opened.error);
}

async function throughGuard(client: ControlClient, port: string): Promise<ScanListener | null> {
  if (!(await client.opened(PATIENCE_MS)).ok) return null;
  const status = await client.request({ verb: 'status' });
  if (!status.ok) return null;
  const { ports } = status.value as GuardStatus;
  const line = Object.entries(ports).find(([, name]) => samePort(name, port))?.[0];
  if (line === undefined) return null;
  return {
    hear: (what) => hearThroughGuard(client, line, what),
    limitMs: NO_LIMIT_MS, // guard takes what it can spare
    throughGuard: true,
    close: () => client.stop(),
  };
}
