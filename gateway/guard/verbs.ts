import type { Bus } from '../bus/bus.ts';
import type { GuardStatus } from '../control/protocol.ts';
import type { ControlHandlers } from '../control/server.ts';
import type { Clock } from '../core/clock.ts';
import { err, formatProblem, ok, type Problem, type Result } from '../core/result.ts';
import type { JournalWriter } from '../journal/types.ts';
import type { Installation } from '../site/installation.ts';
import { portName } from '../site/portName.ts';
import type { AlarmKeeper } from './alarmKeeper.ts';
import type { Board } from './board.ts';
import type { ClockKeeper } from './clockKeeper.ts';
import { commandRow } from './rows.ts';
import { placed } from './startingSite.ts';

type Parts = {
  readonly installation: () => Installation; // the one in force
  readonly clock: Clock;
  readonly clockKeeper: ClockKeeper;
  readonly alarms: AlarmKeeper;
  readonly bus: Bus;
  readonly journal: JournalWriter;
  readonly board: Board;
  readonly software: string;
  readonly startedAt: number;
  readonly reload: () => Promise<Result<null, readonly Problem[]>>;
};

/** What may be asked of guard. Each command that changes something is journaled with its actor, also when refused. */
export function guardVerbs(parts: Parts): ControlHandlers {
  const { clock, alarms, board, bus, journal } = parts;
  return {
    delivered: async ({ deliveries }) => {
      for (const delivery of deliveries) journal.delivered(delivery);
      return ok(null);
    },
    acknowledge: async ({ occurrence, actor }) => {
      const result = alarms.command({ verb: 'acknowledge', occurrence, actor });
      audit('acknowledge', actor, occurrence, result.ok);
      return result;
    },
    reload: async ({ actor }) => {
      const result = await parts.reload();
      if (result.ok) {
        audit('reload', actor, 'the site file was taken up', true);
        return result;
      }
      const what = result.error.map(formatProblem).join('; ');
      audit('reload', actor, what, false);
      const hint = 'correct the site file; until then the one in force stays';
      return err({ code: 'guard.not-reloaded', what, hint });
    },
    alarms: async () => ok(alarms.alarms()),
    status: async () => ok(await status(parts)),
    read: async ({ line, unit, table, address, count }) =>
      bus.request(line, { op: 'read', unit, table, address, count }),
  };

  function audit(verb: string, actor: string, detail: string, accepted: boolean): void {
    journal.appendEvent(commandRow({ boot: clock.boot, mono: clock.mono() }, verb, actor, detail, accepted));
  }

  async function status({ installation, clockKeeper, software, startedAt }: Parts): Promise<GuardStatus> {
    const inForce = installation();
    const { gateway, lines } = inForce;
    return {
      gateway: gateway.id,
      software,
      boot: clock.boot,
      upMs: clock.mono() - startedAt,
      time: clockKeeper.time,
      lines: [...board.lines.values()],
      ports: Object.fromEntries(lines.map((line) => [line.id, portName(placed(line, inForce))])),
      devices: [...board.devices.values()],
      journal: await journal.stat(),
      problems: board.problems,
    };
  }
}
