import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { journalStat } from '../../gateway/journal/read/journalStat.ts';
import { openJournalReader } from '../../gateway/journal/read/reader.ts';
import { type EventMessage, STREAMS } from '../../gateway/telemetry/index.ts';
import { HOUSE, houseBuilding, houseSiteWithUplink } from '../harness/house.ts';
import { writeOutage } from '../harness/outageJournal.ts';
import type { PlatformSide } from '../harness/platformSide.ts';
import { SOAK } from '../harness/soak.ts';
import { openStage, type Stage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const GAS = 'rooms.kitchen.gas';
/** Of the telemetry that waits in the journal at the start so much may stay. */
const BUDGET_SHARE = 0.8;
/** A quarter of a minute, on a machine that does nothing else. */
const PATIENCE_MS = 240_000;

/** `begin` breaks the disk of the journal and returns what mends it. `code`: how guard names it. */
type Mend = () => void | Promise<void>;
type DiskFault = {
  readonly name: string;
  readonly code: string;
  begin(disk: Disk): Mend | Promise<Mend>;
};
type Disk = { readonly folder: string; readonly guard: number };

const faults: readonly DiskFault[] = [
  {
    name: 'full',
    code: 'journal.disk-full',
    begin: ({ guard }) => fail(guard, ['pwrite64'], 'ENOSPC'),
  },
  { name: 'refusing writes', code: 'journal.disk-error', begin: ({ guard }) => fail(guard, ['pwrite64']) },
  {
    name: 'failing to sync',
    code: 'journal.disk-error',
    begin: ({ guard }) => fail(guard, ['fsync', 'fdatasync']),
  },
  {
    name: 'unreadable',
    code: 'journal.disk-error',
    async begin({ guard }) {
      const mend = await fail(guard, ['pread64', 'pwrite64']);
      return async () => {
        await mend();
        const readable = await fail(guard, ['pread64']); // still unreadable when it takes writes again
        await readable();
      };
    },
  },
];

/**
 * These calls answer with an error, in all threads of guard but the one that sounds the siren: that one writes nothing to a disk, and
 * what it has in memory goes on. Only one such can hold a thread at a time.
 */
async function fail(guard: number, calls: readonly string[], error = 'EIO'): Promise<Mend> {
  const names = calls.join(',');
  const threads = readdirSync(`/proc/${guard}/task`).filter((thread) => thread !== String(guard));
  return straced([
    ...threads.flatMap((thread) => ['-p', thread]),
    ...['-o', '/dev/null', '-e', `trace=${names}`, '-e', `inject=${names}:error=${error}`],
  ]);
}

/** Resolves when strace has as many threads as are named. */
async function straced(options: readonly string[]): Promise<Mend> {
  const wanted = options.filter((option) => option === '-p').length;
  const strace = spawn('strace', options, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  strace.stderr.on('data', (words) => {
    said += words;
  });
  const gone = new Promise((resolve) => strace.once('exit', resolve));
  onTestFinished(() => void strace.kill());
  await until('strace has guard', () => said.split(' attached').length > wanted);
  return async () => {
    strace.kill();
    await gone;
  };
}

/** Its writes and syncs neither succeed nor fail: strace keeps each for as long as it is there. */
const notAnswering: DiskFault = {
  name: 'not answering',
  code: 'journal.no-answer',
  async begin({ folder, guard }) {
    const calls = 'pwrite64,write,fsync,fdatasync';
    const files = ['journal.db', 'journal.db-wal', 'alarms.json.new', 'journal.head'];
    return straced([
      ...['-f', '-p', String(guard), '-o', '/dev/null', '-e', `trace=${calls}`],
      ...['-e', `inject=${calls}:delay_enter=600s`],
      ...files.flatMap((file) => ['-P', join(folder, file)]),
    ]);
  },
};

test('while the disk of the journal is out of order alarms are told as volatile, and journaled once it is mended', {
  timeout: PATIENCE_MS,
}, async () => {
  const { stage, building, platform, desk, disk, waiting } = await aHouseOnASmallDisk();
  await untilAllIsTold('a budget that is reached', stage, platform);
  const evicted = platform.report.tombstoned;
  expect(evicted).toMatchObject([{ epoch: waiting.epoch, stream: 'telemetry', from: 1, reason: 'evicted' }]);
  expect(evicted[0]?.to).toBeLessThan(waiting.telemetry / 2);
  await goesOnInItsOwnRoom(disk, building, desk);
  await untilAllIsTold('a disk that others had filled', stage, platform);
  // ten seconds of silence are needed before it counts as that
  const met = SOAK ? [...faults, notAnswering] : faults;
  for (const { name, code, begin } of met) {
    const before = platform.events.length;
    const since = () => platform.events.slice(before);
    const mend = await begin(disk);
    // what the log still has room for, or what was written before strace had hold of every thread, is on the disk and told as that
    await until('guard notices', async () => (await desk.status()).journal?.trouble?.code === code);
    await building.set(GAS, 60);
    // nobody acknowledges it: the alarm before stands as returned, and is raised again as the same occurrence
    const { occurrence, declared } = await until(`guard raises the alarm with a disk that is ${name}`, () =>
      [desk.alarm('gas-high')].find((alarm) => alarm?.condition === 'unacknowledged-active'),
    );
    const raised = await until('the platform hears of the alarm', () =>
      stepOf(since(), occurrence, 'raised', declared.mono),
    );
    expect([name, raised.durable]).toEqual([name, false]);
    const told = await until('and of the fault', () =>
      since().find(({ event }) => event.type === 'system' && event.code === code),
    );
    expect(told).toMatchObject({ durable: false, epoch: raised.epoch });
    expect([name, desk.alarm('gas-high')?.durable]).toEqual([name, false]);
    await mend();
    const journaled = await until(`the row is on the disk that was ${name}`, () =>
      since().find(({ epoch, seq, durable }) => durable && epoch === raised.epoch && seq === raised.seq),
    );
    expect(journaled.event).toEqual(raised.event);
    await until('the alarm is shown durable', () => desk.alarm('gas-high')?.durable);
    await building.set(GAS, 0);
    await until('the end of the alarm is journaled as ever', () => {
      const step = stepOf(since(), occurrence, 'returned', declared.mono);
      return step?.durable && step.epoch !== raised.epoch;
    });
    await until('guard has no trouble any more', async () => (await desk.status()).journal?.trouble === null);
    await untilAllIsTold(`a disk that was ${name}`, stage, platform);
  }
  // not a row was lost in all that: guard had room for them in its memory
  expect(platform.report.tombstoned).toEqual(evicted);

  const { epoch: deleted = '' } = platform.totals?.state ?? {};
  for (const file of readdirSync(stage.journal).filter((name) => name.startsWith('journal.db')))
    rmSync(join(stage.journal, file));
  await until('a new journal stands where the old one was deleted', () =>
    readdirSync(stage.journal).includes('journal.db'),
  );
  await until('the platform hears of that', () =>
    platform.events.find(({ event }) => event.type === 'system' && event.code === 'journal.gone'),
  );
  const heard = platform.events.length;
  await building.set(GAS, 60);
  await until('and of the next alarm, durable', () => {
    const { occurrence = '' } = desk.alarm('gas-high') ?? {};
    return stepOf(platform.events.slice(heard), occurrence, 'raised', 0)?.durable;
  });

  await untilAllIsTold('a journal that was deleted', stage, platform);
  expect(platform.messages.some((one) => one.kind === 'birth' && one.birth.previous?.epoch === deleted)).toBe(
    true,
  );

  // neither lost nor numbered twice
  const keys = new Map<string, Set<string>>();
  for (const { event, epoch, seq } of platform.events) {
    if (event.type !== 'alarm') continue;
    const step = `${event.occurrence} ${event.cause} ${event.at.mono}`;
    keys.set(step, (keys.get(step) ?? new Set()).add(`${epoch} ${seq}`));
  }
  expect([...keys.values()].filter(({ size }) => size !== 1)).toEqual([]);
  const raised = [...keys.keys()].filter((step) => /^gas-high.* raised /.test(step));
  expect(raised).toHaveLength(met.length + 2);
  expect(platform.undecoded).toEqual([]);
  expect(platform.report).toMatchObject({ missing: [], behindHead: [], conflicts: [], complete: true });
});

/** What the log has taken at its start is its own: an alarm is durable on a disk that others have filled to the last block. */
async function goesOnInItsOwnRoom(
  { folder }: Disk,
  building: Awaited<ReturnType<Stage['simulate']>>,
  desk: Awaited<ReturnType<Stage['desk']>>,
): Promise<void> {
  const ballast = join(folder, 'ballast');
  fill(ballast);
  await building.set(GAS, 60);
  await until('the alarm is durable on a full disk', () => desk.alarm('gas-high')?.durable);
  rmSync(ballast);
  await building.set(GAS, 0);
  await until('it has returned', () => desk.alarm('gas-high')?.condition === 'returned-unacknowledged');
}

/** The first such step that was taken at `mono` (ms) or later; what came before may be sent again. */
function stepOf(
  events: readonly EventMessage[],
  occurrence: string,
  cause: string,
  mono: number,
): EventMessage | undefined {
  return events.find(
    ({ event }) =>
      event.type === 'alarm' &&
      event.occurrence === occurrence &&
      event.cause === cause &&
      event.at.mono >= Math.floor(mono),
  );
}

/** Everything that is in the journal now has reached the platform, and of what is not it was told that it is gone. */
async function untilAllIsTold(after: string, stage: Stage, platform: PlatformSide): Promise<void> {
  const journal = openJournalReader(join(stage.journal, 'journal.db'));
  if (!journal.ok) throw new Error(journal.error.what);
  const { epoch } = journal.value.identity();
  const heads = journal.value.heads();
  journal.value.close();
  await until(`the platform has all events and all telemetry after ${after}`, () => {
    const { state = null, complete } = platform.totals ?? {};
    const named = state?.epoch === epoch && STREAMS.every((of) => state.heads[of].seq >= heads[of].seq);
    return named && complete;
  });
}

/** Telemetry that waits in the journal, more of it than the site has room for. */
function moreThanFits(journal: string) {
  const channels = Array.from({ length: 20 }, (_, index) => ({
    ...{ index, point: `old/p${index}`, name: 'old', unit: '', exponent: -1, profile: 'old' },
  }));
  const column = (channel: number, n: number) => {
    const value = ((channel + 3) * n * 7919) % 10_007;
    return {
      channel,
      min: [value],
      mean: [value + 1],
      max: [value + 2],
      n: [60],
      qualities: ['good' as const],
    };
  };
  const parts = Array.from({ length: 50 }, (_, n) => ({
    ...{ from: n * 1000, to: (n + 1) * 1000, samples: [] },
    reports: [{ times: [(n + 1) * 1000], columns: channels.map(({ index }) => column(index, n)) }],
  }));
  const time = { mono: 0, utc: 0, quality: 'ntp' as const };
  const when = { boot: 'b007b007b007b007', fromMono: 0, time };
  return writeOutage(journal, { gateway: HOUSE, channels, parts, periods: 3_000, events: 0, ...when });
}

/** Guard, its journal in a file system of its own, and everything that hears of it. */
async function aHouseOnASmallDisk() {
  const stage = openStage();
  mkdirSync(stage.journal, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', stage.journal]);
  stage.onClose(() => spawnSync('umount', ['-l', stage.journal]));
  const waiting = moreThanFits(stage.journal);
  const telemetryMb = ((telemetryIn(stage.journal)?.bytes ?? 0) * BUDGET_SHARE) / 2 ** 20;
  const broker = await stage.broker();
  const platform = await stage.platform(broker, HOUSE);
  const building = await stage.simulate(houseBuilding);
  const site = { ...houseSiteWithUplink(broker.url), journal: { telemetryMb } };
  const guard = await stage.guard(site);
  await until(
    'telemetry has gone to make room',
    () => (telemetryIn(stage.journal)?.tombstones.length ?? 0) > 0,
  );
  await stage.courier();
  const desk = await stage.desk();
  await until('live telemetry arrives', () => platform.messages.some(({ kind }) => kind === 'telemetry'));
  return {
    stage,
    building,
    platform,
    desk,
    waiting,
    disk: { folder: stage.journal, guard: guard.pid },
  };
}

function telemetryIn(journal: string) {
  const stat = journalStat(join(journal, 'journal.db'));
  return stat.ok ? stat.value.streams.telemetry : null;
}

function fill(path: string): void {
  for (let size = 4 * 1024 * 1024; size >= 512; size /= 2)
    for (;;)
      try {
        writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
      } catch {
        break;
      }
}
