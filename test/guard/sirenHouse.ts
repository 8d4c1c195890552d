import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Alarm } from '../../gateway/control/alarm.ts';
import type { AlarmScreen } from '../../gateway/control/alarmScreen.ts';
import type { ControlAsk } from '../../gateway/control/client.ts';
import type { Problem, Result } from '../../gateway/core/result.ts';
import type { LineClient } from '../../gateway/guard/bus/types.ts';
import type { Installation } from '../../gateway/site/installation.ts';
import { RoomGuard } from '../harness/roomGuard.ts';
import type { VirtualClock } from '../harness/virtualClock.ts';

/** The real guard between a reading and a relay, on a virtual clock. */
export type SirenGuard = {
  /** What happened, in its order: `declared <rule>`, `command <verb> <actor>`. */
  readonly happened: string[];
  alarms(): readonly Alarm[];
  /** The standing alarm of a rule. */
  alarm(rule: string): Alarm | undefined;
  annunciation(): Promise<AlarmScreen['annunciation']>;
  screen(): Promise<AlarmScreen>;
  /** What guard has put in its log, in its order. */
  readonly problems: readonly Problem[];
  ask(request: ControlAsk): Promise<Result<unknown, Problem>>;
  /** The newest alarm whose first write was handed to a line, line by line, as guard measured it. */
  measured(): Promise<readonly string[]>;
  stop(): Promise<readonly string[]>;
};

/** A folder for the state files of one gateway: a guard that is started on it again remembers. */
export function stateFolder(): string {
  return mkdtempSync(join(tmpdir(), 'lifeline-sirens-'));
}

/** Starts it; `lineOf` reaches the field, by the id of the line. */
export async function startGuard(
  installation: Installation,
  clock: VirtualClock,
  folder: string,
  lineOf: (line: Installation['lines'][number]) => LineClient,
): Promise<SirenGuard> {
  const happened: string[] = [];
  const room: RoomGuard = new RoomGuard({
    ...{ installation, clock, folder },
    lineOf: (connection) => {
      const line = installation.lines.find((one) => samePort(one.connection, connection));
      if (line === undefined) throw new Error('no such line');
      return lineOf(line);
    },
  });
  let told = 0;
  const look = () => {
    for (const event of room.events.slice(told)) {
      if (event.type === 'alarm' && event.cause === 'raised') happened.push(`declared ${event.rule}`);
      if (event.type === 'command') happened.push(`command ${event.verb} ${event.actor}`);
    }
    told = room.events.length;
  };
  await room.guard.start();
  return {
    get happened() {
      look();
      return happened;
    },
    alarms: () => room.alarms(),
    alarm: (rule) => room.alarm(rule),
    annunciation: async () => (await room.screen()).annunciation,
    screen: () => room.screen(),
    problems: room.problems,
    ask: (request) => room.ask(request),
    measured: async () =>
      Object.values((await room.status()).alarmTime?.lines ?? {}).flatMap(
        ({ newest }) => newest?.occurrence ?? [],
      ),
    stop: () => clock.until(room.guard.stop()),
  };
}

function samePort(a: object, b: object): boolean {
  const name = (one: object) => ('path' in one ? String(one.path).split('/').at(-1) : JSON.stringify(one));
  return name(a) === name(b);
}
