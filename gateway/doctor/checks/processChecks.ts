import { doctorProblem } from '../../text/problems/doctorProblems.ts';
import { type Box, type CheckResult, looked, mb, NOT_LOOKED, systemFolder } from '../box.ts';
import type { BoxProcess, BoxProgram } from '../processes.ts';

/** Megabytes resident from which on something is wrong: what each should take after an hour, and half as much again. */
const MOST_MB: Readonly<Record<BoxProgram, number>> = { guard: 150, courier: 135, desk: 165, opcua: 270 };
/** What a card is reckoned with is 60 MB a day; a day with many alarms may write twice as much. */
const WRITES_MOST_MB = 120;
const WRITES_OVER_MS = 3_600_000;
const DAY_MS = 86_400_000;
const INIT = 1;

/** Programs that should run and do not, and such as run beside the one that systemd keeps. */
export function checkPrograms(box: Box, processes: readonly BoxProcess[]): CheckResult {
  const { installation, guard } = box;
  // who may not see the processes of others sees none of a guard that answers
  if (processes.length === 0 && guard !== null) return NOT_LOOKED;
  const running = new Set(processes.map(({ program }) => program));
  const enabled = systemFolder(box, 'etc/systemd/system/lifeline.target.wants');
  const wanted: BoxProgram[] = (installation?.uplinks.length ?? 0) > 0 ? ['courier'] : [];
  if (enabled.includes('lifeline-desk.service')) wanted.push('desk');
  if (enabled.includes('lifeline-opcua.service') && installation?.opcua !== undefined) wanted.push('opcua');
  return looked(
    processes.map(({ program }) => program).join(' ') || null,
    ...wanted
      .filter((program) => !running.has(program))
      .map((program) => doctorProblem('doctor.program-missing', { program })),
    ...processes
      .filter((one) => isOrphan(one, processes))
      .map(({ pid, program }) => doctorProblem('doctor.orphan', { pid, program })),
  );
}

/** Left to init without a unit; or one more beside the process that a unit keeps. */
function isOrphan(one: BoxProcess, all: readonly BoxProcess[]): boolean {
  if (one.unit === `lifeline-${one.program}.service`) return false;
  const kept = all.some(
    ({ program, unit }) => program === one.program && unit === `lifeline-${program}.service`,
  );
  return one.parent === INIT || kept;
}

/** Resident memory of every program. */
export function checkMemory(_box: Box, processes: readonly BoxProcess[]): CheckResult {
  const told = processes.flatMap(({ residentBytes, ...rest }) =>
    residentBytes === null ? [] : [{ ...rest, mb: mb(residentBytes) }],
  );
  if (told.length === 0) return NOT_LOOKED;
  return looked(
    told.map((one) => `${one.program} ${one.mb} MB`).join(', '),
    ...told.map(({ program, pid, mb: taken }) => {
      const most = MOST_MB[program];
      return taken > most ? doctorProblem('doctor.memory', { program, pid, mb: taken, most }) : null;
    }),
  );
}

/** What guard has written to the card, as the kernel counts it, as an amount a day. */
export function checkWrites(_box: Box, processes: readonly BoxProcess[]): CheckResult {
  const guard = processes.find(({ program }) => program === 'guard');
  if (guard === undefined || guard.writtenBytes === null || (guard.upMs ?? 0) < WRITES_OVER_MS)
    return NOT_LOOKED;
  const perDay = mb((guard.writtenBytes / (guard.upMs ?? DAY_MS)) * DAY_MS);
  const named = { mb: perDay, most: WRITES_MOST_MB };
  return looked(`${perDay} MB/d`, perDay > WRITES_MOST_MB ? doctorProblem('doctor.writes', named) : null);
}
