import type { DeviceHealth, LineHealth } from '../../control/health.ts';
import type { GuardStatus } from '../../control/protocol.ts';
import type { Installation, Line } from '../../site/installation.ts';
import type { LineNow, LinesNow } from '../http/api/buildingApi.ts';
import { promisedOf } from './promised.ts';
import { worded } from './worded.ts';

/** What guard has said of lines and devices; `status` null: it does not answer. */
export type LinesHeard = {
  readonly lines: ReadonlyMap<string, LineHealth>;
  readonly devices: ReadonlyMap<string, DeviceHealth>;
  readonly status: GuardStatus | null;
};

/** Every line of the site: how it runs, beside what is promised of it. */
export function linesNow(installation: Installation, heard: LinesHeard): LinesNow {
  return {
    lines: installation.lines.map((line) => lineNow(line, installation, heard)),
    exceeded: heard.status?.alarmTime?.exceeded ?? 0,
  };
}

function lineNow(line: Line, installation: Installation, heard: LinesHeard): LineNow {
  const { id, connection } = line;
  const promised = promisedOf(installation);
  const health = heard.status === null ? undefined : heard.lines.get(id);
  const measured = heard.status?.alarmTime?.lines[id];
  const counts = { online: 0, failing: 0, offline: 0, unknown: 0 };
  for (const device of line.devices)
    if (device.madeOf === undefined && device.points.length > 0)
      counts[heard.devices.get(device.id)?.state ?? 'unknown']++;
  return {
    line: id,
    kind: connection.type,
    address: heard.status?.ports[id] ?? addressOf(line),
    setting: settingOf(line),
    state: health?.state ?? null,
    problem: health?.problem === undefined ? null : worded(health.problem),
    busy: health?.utilisation ?? null,
    deadShare: health?.deadShare ?? null,
    plannedShare: promised.load.get(id) ?? 0,
    devices: counts,
    boundMs: promised.lines.get(id) ?? null,
    measured: measured?.count ?? 0,
    slowest:
      measured?.worst == null
        ? null
        : { latencyMs: measured.worst.latencyMs, boundMs: measured.worst.boundMs },
  };
}

function addressOf({ connection }: Line): string {
  return connection.type === 'serial' ? connection.path : `${connection.host}:${connection.port}`;
}

function settingOf({ connection }: Line): string | null {
  if (connection.type === 'modbus-tcp') return null;
  return `${connection.baud} 8${connection.parity.charAt(0).toUpperCase()}${connection.stopBits}`;
}
