import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reading } from '../../drivers/reading.ts';
import type { Alarm } from '../../gateway/control/alarm.ts';
import { silentLog } from '../../gateway/core/log.ts';
import { StateFile } from '../../gateway/core/stateFile.ts';
import { Board } from '../../gateway/guard/board.ts';
import { Bus } from '../../gateway/guard/bus/bus.ts';
import type { LineClient } from '../../gateway/guard/bus/types.ts';
import { AlarmKeeper } from '../../gateway/guard/keepers/alarmKeeper.ts';
import type { AnnunciatorKeeper } from '../../gateway/guard/keepers/annunciatorKeeper.ts';
import { annunciatorsOf, sirensOf } from '../../gateway/guard/sirens.ts';
import type { JournalWriter } from '../../gateway/journal/types.ts';
import type { Installation, Line } from '../../gateway/site/installation.ts';
import type { EventBody } from '../../gateway/telemetry/wire/model.ts';
import type { VirtualClock } from '../harness/virtualClock.ts';

/** What of guard stands between a reading and a relay, on a virtual clock: bus, detection, annunciation. */
export type SmallGuard = {
  readonly alarms: AlarmKeeper;
  readonly sirens: AnnunciatorKeeper;
  readonly board: Board;
  /** What happened, in its order: `commanded <occurrence>`, `declared <rule>`, `command <verb> <actor>`. */
  readonly happened: string[];
  readonly obeys: Reading[];
  /** The standing alarm of a rule. */
  alarm(rule: string): Alarm | undefined;
  stop(): Promise<void>;
};

/** A folder for the state files of one gateway: a guard that is started on it again remembers. */
export function stateFolder(): string {
  return mkdtempSync(join(tmpdir(), 'lifeline-sirens-'));
}

/** Starts it; `lineOf` reaches the field. */
export async function startGuard(
  installation: Installation,
  clock: VirtualClock,
  folder: string,
  lineOf: (line: Line) => LineClient,
): Promise<SmallGuard> {
  let stopped = false;
  const happened: string[] = [];
  const obeys: Reading[] = [];
  const board = new Board();
  const file = (name: string) =>
    new StateFile(join(folder, name), ({ what }) => {
      throw new Error(what);
    });
  const alarms = new AlarmKeeper(installation, clock, file('alarms.json'), {
    declared({ transition }) {
      sirens.alarms(alarms.alarms());
      happened.push(`declared ${transition.rule}`);
    },
    saved: () => {},
    maintenance: () => {},
  });
  const accept = alarms.accept.bind(alarms);
  alarms.accept = (readings) => {
    obeys.push(...readings.filter(({ point }) => point.endsWith('annunciator.obeys')));
    accept(readings);
  };
  const journal = {
    appendEvent(event: EventBody) {
      if (event.type === 'command') happened.push(`command ${event.verb} ${event.actor}`);
    },
  } as Partial<JournalWriter> as JournalWriter;
  const sirens = sirensOf({
    ...{ installation, clock, board, journal, file: file('annunciation.json') },
    alarms: () => alarms,
    bus: () => bus,
    commanded: (_, occurrences) => happened.push(...occurrences.map((one) => `commanded ${one}`)),
  });
  const bus = new Bus({
    ...{ clock, log: silentLog, lines: installation.lines, openLine: lineOf },
    annunciators: annunciatorsOf(installation),
    events: {
      readings(readings) {
        alarms.accept(readings);
        sirens.readings(readings);
      },
      device: () => {},
      line: (health) => board.line(health),
    },
  });
  for (const lost of [alarms.start(), sirens.start(alarms.alarms())])
    if (lost !== null) throw new Error(lost.what);
  await bus.start();
  return {
    ...{ alarms, sirens, board, happened, obeys },
    alarm: (rule) => alarms.alarms().find((one) => one.rule === rule),
    async stop() {
      if (stopped) return;
      stopped = true;
      await sirens.stop();
      await clock.until(bus.stop());
      await alarms.stop();
    },
  };
}
