import { statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Problem } from '../../core/result.ts';
import { doctorProblem } from '../../text/problems/doctorProblems.ts';
import { at, type Box, type CheckResult, looked, NOT_LOOKED, realDevice, systemNumber } from '../box.ts';
import { groupName, isMember, userOf } from '../users.ts';

const MOVING_NAME = /^\/dev\/tty(USB|ACM)\d+$/;

/** Every serial adapter of the site: there, under a name that stays, quick enough, and open to guard. */
export function checkAdapters(box: Box): CheckResult {
  const lines = (box.installation?.lines ?? []).flatMap(({ id, connection }) =>
    connection.type === 'serial'
      ? [
          {
            line: id,
            path: resolve(box.installation?.folder ?? '/', connection.path),
            ms: connection.adapterMs,
          },
        ]
      : [],
  );
  if (lines.length === 0) return NOT_LOOKED;
  return looked(`${lines.length}`, ...lines.flatMap((line) => findings(box, line)));
}

type SerialLine = { readonly line: string; readonly path: string; readonly ms: number };

function findings(box: Box, { line, path, ms: reckoned }: SerialLine): readonly Problem[] {
  const device = realDevice(box, path);
  if (device === null) return [at(path, doctorProblem('doctor.adapter-missing', { line }))];
  const file = `/sys/bus/usb-serial/devices/${basename(device)}/latency_timer`;
  const ms = systemNumber(box, file); // FTDI alone has one
  const found: (Problem | null)[] = [
    ms !== null && ms > reckoned
      ? at(device, doctorProblem('doctor.adapter-latency', { line, ms, reckoned, file }))
      : null,
    MOVING_NAME.test(path) ? at(path, doctorProblem('doctor.adapter-name', { line, path })) : null,
    rights(box, line, device),
  ];
  return found.filter((problem) => problem !== null);
}

/** Guard opens it by its group; on a machine without a user for guard nothing can be said. */
function rights(box: Box, line: string, device: string): Problem | null {
  const user = userOf(box, 'lifeline-guard');
  if (user === null) return null;
  const { mode, uid, gid } = statSync(join(box.root, device));
  const opens =
    (uid === user.uid && (mode & 0o600) === 0o600) ||
    (isMember(box, user, gid) && (mode & 0o060) === 0o060) ||
    (mode & 0o006) === 0o006;
  if (opens) return null;
  const named = { line, user: user.name, mode: (mode & 0o777).toString(8), group: groupName(box, gid) };
  return at(device, doctorProblem('doctor.adapter-rights', named));
}
