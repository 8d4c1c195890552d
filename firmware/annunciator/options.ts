import { parseArgs } from 'node:util';
import { err, ok, type Problem, type Result } from '../../drivers/result.ts';
import { DEFAULT_PINS, type PinMap, readPins } from './pins.ts';

export const USAGE = `usage: annunciator --port DEVICE [--tcp PORT] [--host ADDRESS] [--rtu DEVICE] [--state FILE] [--pins …]
  --port       serial port of the board that runs StandardFirmata, e.g. /dev/serial/by-id/usb-Arduino…
  --tcp        serve Modbus TCP on this port (default: 1502 without --rtu; 0 for any)
  --host       address to serve it on (default: 127.0.0.1; Modbus asks nobody who he is)
  --rtu        serve Modbus RTU on this serial port
  --unit       its unit id (default: 1)
  --baud, --parity none|even|odd, --stop-bits 1|2   of that port (default: 9600, none, 1)
  --state      file for what must survive a restart (default: run/annunciator.json)
  --pins       e.g. siren=2,mains=12; what is not named stays as it is
`;

export type NodeOptions = {
  readonly port: string;
  readonly tcp: { readonly host: string; readonly port: number } | undefined;
  readonly rtu: Rtu | undefined;
  readonly state: string;
  readonly pins: PinMap;
};
export type Rtu = {
  readonly path: string;
  readonly unit: number;
  readonly baud: number;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
};

/** The command line, or what is wrong with it. */
export function readOptions(args: readonly string[]): Result<NodeOptions, Problem> {
  let values: Record<string, string | undefined>;
  try {
    const text = { type: 'string' } as const;
    ({ values } = parseArgs({
      args: [...args],
      options: {
        port: text,
        tcp: text,
        host: text,
        rtu: text,
        unit: text,
        baud: text,
        parity: text,
        'stop-bits': text,
        state: text,
        pins: text,
      },
    }));
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error), 'see the usage below');
  }
  const { port, host = '127.0.0.1', rtu, parity = 'none', state = 'run/annunciator.json' } = values;
  if (port === undefined)
    return refuse('--port is missing', 'name the serial port of the board; `ls /dev/serial/by-id` shows it');
  const tcp = number(values.tcp ?? '1502', 0, 65_535);
  const unit = number(values.unit ?? '1', 1, 247);
  const baud = number(values.baud ?? '9600', 300, 1_000_000);
  const stopBits = number(values['stop-bits'] ?? '1', 1, 2);
  if (tcp === null) return refuse(`--tcp ${values.tcp}`, 'write a port from 0 to 65535');
  if (unit === null) return refuse(`--unit ${values.unit}`, 'write a unit id from 1 to 247');
  if (baud === null) return refuse(`--baud ${values.baud}`, 'write a rate such as 9600');
  if (stopBits === null) return refuse(`--stop-bits ${values['stop-bits']}`, 'write 1 or 2');
  if (parity !== 'none' && parity !== 'even' && parity !== 'odd')
    return refuse(`--parity ${parity}`, 'write none, even or odd');
  const pins = values.pins === undefined ? ok(DEFAULT_PINS) : readPins(values.pins);
  if (!pins.ok) return pins;
  return ok({
    port,
    tcp: rtu !== undefined && values.tcp === undefined ? undefined : { host, port: tcp },
    rtu: rtu === undefined ? undefined : { path: rtu, unit, baud, parity, stopBits: stopBits === 2 ? 2 : 1 },
    state,
    pins: pins.value,
  });
}

function number(text: string, low: number, high: number): number | null {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= low && value <= high ? value : null;
}

function refuse(what: string, hint: string): Result<never, Problem> {
  return err({ code: 'node.options', what, hint });
}
