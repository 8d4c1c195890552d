import type { AlarmTimeView } from '../../control/alarmTimeView.ts';
import { BoxFindings, findingsText } from '../../control/boxFindings.ts';
import type { GuardStatus } from '../../control/protocol.ts';
import type { ControlHandlers } from '../../control/server.ts';
import { UplinkTroubles } from '../../control/uplinkTroubles.ts';
import { type Clock, sleep } from '../../core/clock.ts';
import { err, ok } from '../../core/result.ts';
import type { JournalWriter } from '../../journal/types.ts';
import type { Installation } from '../../site/installation.ts';
import { portName } from '../../site/portName.ts';
import { PAPER_VERB, readPaperPiece } from '../../telemetry/wire/paperPieces.ts';
import { recordProblem } from '../../text/problems/recordProblems.ts';
import type { Bus } from '../bus/bus.ts';
import type { AlarmKeeper } from '../keepers/alarmKeeper.ts';
import type { ClockKeeper } from '../keepers/clockKeeper.ts';
import { commandRow, systemRow } from '../rows.ts';
import { placed } from '../startup.ts';
import type { StatusBoard } from '../statusBoard.ts';
import type { GuardWorld } from '../world.ts';
import { alarmScreen } from './alarmScreen.ts';
import { type AlarmDesk, alarmVerbs } from './alarmVerbs.ts';
import type { Annunciation } from './annunciation.ts';
import { type LiftDesk, liftVerbs } from './liftVerbs.ts';
import { lineVerbs } from './lineVerbs.ts';
import { valueScreen } from './presentValues.ts';
import { type SiteTurns, siteVerbs } from './siteVerbs.ts';

const STAT_PATIENCE_MS = 1_000;

type GuardVerbParts = {
  readonly installation: () => Installation; // the one in force
  readonly clock: Clock;
  readonly clockKeeper: ClockKeeper;
  readonly alarms: AlarmDesk & Pick<AlarmKeeper, 'mayReset'>;
  readonly annunciation: Annunciation;
  readonly lifts: LiftDesk;
  readonly bus: Bus;
  readonly journal: JournalWriter;
  readonly board: StatusBoard;
  readonly world: Pick<GuardWorld, 'software' | 'fellBack'>;
  readonly startedAt: number;
  readonly site: SiteTurns;
  readonly alarmTime: () => AlarmTimeView; // measured beside the bound
  readonly stalls: () => GuardStatus['stalls'];
};

/** What may be asked of guard. Each command that changes something is journaled with its actor, also when refused. */
export function guardVerbs(parts: GuardVerbParts): ControlHandlers {
  const { clock, alarms, annunciation, board, bus, journal } = parts;
  const now = () => ({ boot: clock.boot, mono: clock.mono() });
  const uplinks = new UplinkTroubles(clock);
  // those who are told of alarms are in trouble as uplinks are; rows wait for uplinks alone
  const uplinkIds = () =>
    [...parts.installation().uplinks, ...parts.installation().notifications].map(({ id }) => id);
  const findings = new BoxFindings((keys) => {
    const severity = keys.length === 0 ? 'none' : 'yellow';
    journal.appendEvent(systemRow(now(), 'doctor.findings', findingsText(keys), severity));
  }, parts.world.fellBack ?? null);
  const problems = () => [
    ...board.problems,
    ...uplinks.standing(uplinkIds()),
    ...findings.standing,
    ...parts.site.concerns,
  ];
  return {
    ...alarmVerbs({ installation: parts.installation, alarms, annunciation, audit }),
    ...lineVerbs({ bus, audit }),
    ...siteVerbs(parts.site, audit),
    ...liftVerbs({ ...parts, audit, time: () => parts.clockKeeper.time }),
    delivered: async ({ deliveries }) => {
      const known = parts.installation().uplinks.map(({ id }) => id);
      for (const delivery of deliveries) if (known.includes(delivery.uplink)) journal.delivered(delivery);
      return ok(null);
    },
    asked: async ({ command, actor, detail, accepted }) => {
      audit(command, actor, detail, accepted);
      return ok(null);
    },
    'keep-paper': async ({ actor, piece }) => {
      if (readPaperPiece(piece) === null) return err(recordProblem('record.no-piece'));
      audit(PAPER_VERB, actor, piece, true);
      return ok(null);
    },
    uplink: async (request) => uplinks.take(request, uplinkIds()),
    examined: async (request) => findings.take(request.findings),
    alarms: async () =>
      ok(
        alarmScreen({
          installation: parts.installation(),
          provenance: parts.installation().provenance,
          alarms: alarms.alarms(),
          mayReset: (occurrence) => alarms.mayReset(occurrence),
          maintenance: alarms.maintenance(),
          annunciation: annunciation.screen(),
          board: {
            devices: board.devices,
            lines: board.lines,
            problems: problems(),
            reading: (point) => board.reading(point),
          },
          now: now(),
          time: parts.clockKeeper.time,
          trial: parts.site.trial,
        }),
      ),
    values: async () =>
      ok(
        valueScreen({
          installation: parts.installation(),
          board,
          alarms: alarms.alarms(),
          now: now(),
          time: parts.clockKeeper.time,
        }),
      ),
    status: async () => ok(await status(parts)),
  };

  function audit(verb: string, actor: string, detail: string, accepted: boolean): void {
    journal.appendEvent(commandRow(now(), verb, actor, detail, accepted));
  }

  async function status({
    installation,
    clockKeeper,
    world,
    startedAt,
  }: GuardVerbParts): Promise<GuardStatus> {
    const inForce = installation();
    const { gateway, lines } = inForce;
    return {
      gateway: gateway.id,
      software: world.software,
      boot: clock.boot,
      upMs: clock.mono() - startedAt,
      time: clockKeeper.time,
      lines: [...board.lines.values()],
      ports: Object.fromEntries(lines.map((line) => [line.id, portName(placed(line, inForce))])),
      devices: [...board.devices.values()],
      // a disk that does not answer must not keep anybody from hearing how the rest is
      journal: await Promise.race([
        journal.stat(),
        sleep(clock, STAT_PATIENCE_MS, 'journal stat').then(() => null),
      ]),
      problems: problems(),
      annunciation: annunciation.screen(),
      alarmTime: parts.alarmTime(),
      stalls: parts.stalls(),
    };
  }
}
