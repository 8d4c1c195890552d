import type { BlockRead } from '../../../drivers/plan/blockRead.ts';
import type { Profile, Span } from '../../../drivers/profile/schema.ts';
import type { Request } from '../../../drivers/request.ts';
import { deviceTiming, STRANGER_TIMING } from '../../alarmTime/deviceTiming.ts';
import type { GuardStatus } from '../../control/protocol.ts';
import { type Clock, sleep } from '../../core/clock.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { openLine } from '../../guard/bus/line/openLine.ts';
import { toldHabit, troubleProblem } from '../../guard/bus/poller/deviceTrouble.ts';
import { takesTurns } from '../../guard/bus/poller/takingTurns.ts';
import type { ExchangeResult, LineClient } from '../../guard/bus/types.ts';
import { portName, samePort } from '../../site/portName.ts';
import type { LineConnection } from '../../site/schema/siteSchema.ts';
import { siteProblem } from '../../text/siteProblem.ts';
import { askGuard } from '../askGuard.ts';
import type { Io } from '../verb.ts';

/** Asks one device of a line, by itself or through the guard that holds the port. */
export type Asker = {
  read(span: Span, unit: number): Promise<Result<ExchangeResult, Problem>>;
  /** A write that makes a device measure. Guard does none for a caller. */
  write(request: Request): Promise<Result<ExchangeResult, Problem>>;
  /** What was odd about the answers, when all is read; asks a little more to be sure. A block with points tells more than a span. */
  oddity(span: Span | BlockRead, unit: number): Promise<Problem | null>;
  close(): Promise<void>;
};

/** How often more is asked to be sure what is odd. */
const MOST_AGAIN = 4;

/**
 * Opens the port; when the running guard holds it, asks through guard instead.
 *
 * @param profile of the device; null: nobody has said which it is, and it is given time enough for nearly anything
 */
export async function askerFor(
  connection: LineConnection,
  profile: Profile | null,
  run: string | undefined,
  io: Io,
): Promise<Result<Asker, Problem>> {
  const line = openLine(connection, io.clock);
  const opened = await line.open();
  if (opened.ok) return ok(ownLine(line, connection, profile, io.clock));
  await line.close();
  const status = await askGuard({ verb: 'status' }, run, io);
  if (!status.ok) return err(opened.error);
  const { ports } = status.value as GuardStatus;
  const held = Object.entries(ports).find(([, name]) => samePort(name, portName(connection)));
  return held === undefined ? err(opened.error) : ok(throughGuard(held[0], run, io));
}

function ownLine(line: LineClient, connection: LineConnection, profile: Profile | null, clock: Clock): Asker {
  const timing = profile === null ? STRANGER_TIMING : deviceTiming(profile);
  const named = { id: profile?.id ?? '?' };
  const read = ({ table, address, count }: Span, unit: number) =>
    line.exchange({ op: 'read', unit, table, address, count }, timing);
  /** Whether two devices are heard by turns; a lift is not asked so often. */
  const byTurns = async (block: Span | BlockRead, unit: number) => {
    if (!('points' in block) || profile === null || profile.lift !== undefined) return false;
    return takesTurns(block, clock, async (span) => {
      const answer = await read(span, unit);
      return answer.kind === 'ok' ? answer.values : undefined;
    });
  };
  return {
    read: async (span, unit) => ok(await read(span, unit)),
    async oddity(span, unit) {
      // a second answer, or a late one, has come by then
      await sleep(clock, timing.lateWindowMs, 'more answers');
      for (let again = 0; again < MOST_AGAIN && line.lateSeen(unit) > 0 && !line.habit(unit); again++) {
        await read(span, unit);
        await sleep(clock, timing.lateWindowMs, 'more answers');
      }
      const habit =
        line.habit(unit) ?? ((await byTurns(span, unit)) ? ({ kind: 'shared' } as const) : undefined);
      const told = toldHabit(habit, connection);
      return told === undefined ? null : troubleProblem(told, { ...named, unit, profile: named }, timing);
    },
    write: async (request) => ok(await line.exchange(request, timing)),
    close: () => line.close(),
  };
}

function throughGuard(line: string, run: string | undefined, io: Io): Asker {
  return {
    async read({ table, address, count }, unit) {
      const answer = await askGuard({ verb: 'read', line, unit, table, address, count }, run, io);
      return answer.ok ? ok(answer.value as ExchangeResult) : answer;
    },
    oddity: async () => null, // guard says so itself
    write: async () => err(siteProblem('read.held')),
    close: async () => {},
  };
}
