import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlarmScreen } from '../../gateway/control/alarmScreen.ts';
import { type ControlClient, connectControl } from '../../gateway/control/client.ts';
import type { SiteInForce } from '../../gateway/control/siteRequests.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import { silentLog } from '../../gateway/core/log.ts';
import { ok, type Problem } from '../../gateway/core/result.ts';
import { StateFile } from '../../gateway/core/stateFile.ts';
import type { Guard } from '../../gateway/guard/guard.ts';
import { runGuard } from '../../gateway/guard/runGuard.ts';
import { SiteKeeper } from '../../gateway/guard/siteKeeper.ts';
import type { GuardWorld } from '../../gateway/guard/world.ts';
import type { Installation } from '../../gateway/site/installation.ts';
import { revisionOf } from '../../gateway/site/revision.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { until } from '../harness/until.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { expectChinese } from '../text/inChinese.ts';

// A real guard whose serial ports do not exist: every device is lost at once, so that alarms stand.

const siteWith = (...devices: readonly string[]) =>
  JSON.stringify({
    gateway: { id: 'test' },
    buses: [{ id: 'rs485', connection: { type: 'serial', path: 'not-there', baud: 9600 } }],
    devices: devices.map((id, i) => ({ id, profile: 'ya-k300-s', bus: 'rs485', unit: i + 1 })),
  });
const TWO = siteWith('gas-1', 'gas-2');
const THREE = siteWith('gas-1', 'gas-2', 'gas-3');

describe('a changed site', () => {
  const clock = systemClock();
  let folder: string;
  let guard: Guard;
  let desk: ControlClient;
  const file = () => readFileSync(join(folder, 'site.yaml'), 'utf8');
  const copy = () => readFileSync(join(folder, 'site.yaml.last-good'), 'utf8');

  const start = async () => {
    const running = await runGuard({ site: join(folder, 'site.yaml'), run: folder, clock, log: silentLog });
    if (!running.ok) throw new Error(running.error.map(({ what }) => what).join());
    guard = running.value;
    desk = connectControl(join(folder, 'desk.sock'), clock, { name: 'test' });
    await desk.opened(10_000);
  };
  const stop = async () => {
    await desk.stop();
    await guard.stop();
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lifeline-trial-'));
    writeFileSync(join(folder, 'site.yaml'), TWO);
    await start();
  });
  afterEach(async () => {
    await stop();
    removeFolder(folder);
  });

  const site = async () => {
    const answer = await desk.request({ verb: 'site' });
    if (!answer.ok) throw new Error(answer.error.what);
    return answer.value as SiteInForce;
  };
  const screen = async () => {
    const answer = await desk.request({ verb: 'alarms' });
    if (!answer.ok) throw new Error(answer.error.what);
    return answer.value as AlarmScreen;
  };
  const apply = (text: string, base: string, actor = 'li') =>
    desk.request({ verb: 'site-apply', actor, base, text, reason: 'a third one', trialS: 600 });

  it('is in force at once, with the alarms that stood as they were; the file is written when somebody keeps it', async () => {
    await until('both are lost', async () => (await screen()).alarms.length === 2);
    const before = (await screen()).alarms.map(({ occurrence }) => occurrence);
    const { revision } = await site();
    expect(await apply(THREE, revision)).toMatchObject({ ok: true });
    expect([file() === TWO, copy() === THREE]).toEqual([true, true]);
    const shown = await screen();
    expect(shown.trial).toMatchObject({ revision: revisionOf(THREE), by: 'desk:li' });
    for (const occurrence of before)
      expect(shown.alarms.map((alarm) => alarm.occurrence)).toContain(occurrence);
    expect(await desk.request({ verb: 'site-keep', actor: 'li', revision: revisionOf(THREE) })).toMatchObject(
      { ok: true },
    );
    expect([file(), (await site()).trial, (await screen()).trial]).toEqual([THREE, null, null]);
    expect((await site()).versions.map(({ by, state }) => [by, state])).toEqual([
      ['desk:li', 'kept'],
      ['file', 'kept'],
    ]);
  });

  it('goes back when it is taken back, and after a guard that was stopped before it was kept', async () => {
    const { revision } = await site();
    await apply(THREE, revision);
    const trial = revisionOf(THREE);
    expect(
      await desk.request({ verb: 'site-revert', actor: 'li', revision: trial, reason: null }),
    ).toMatchObject({
      ok: true,
    });
    expect([copy(), (await site()).revision]).toEqual([TWO, revision]);
    await apply(THREE, revision);
    await stop();
    await start();
    expect([copy(), (await site()).revision, (await site()).trial]).toEqual([TWO, revision, null]);
    expect((await site()).versions.map(({ state }) => state)).toEqual(['reverted', 'reverted', 'kept']);
  });

  it('tells the second of two who change it at once, and whoever would undo what was written with an editor', async () => {
    const { revision } = await site();
    const [first, second] = await Promise.all([
      apply(THREE, revision),
      apply(siteWith('gas-1'), revision, 'wang'),
    ]);
    expect(first).toMatchObject({ ok: true });
    expect(second).toMatchObject({ ok: false, error: { code: 'guard.site-on-trial' } });
    await desk.request({ verb: 'site-keep', actor: 'li', revision: revisionOf(THREE) });
    const late = await apply(siteWith('gas-1'), revision, 'wang');
    expect(late).toMatchObject({ ok: false, error: { code: 'guard.site-changed' } });
    expect(late.ok ? '' : late.error.what).toContain('(li)');
    writeFileSync(join(folder, 'site.yaml'), `${THREE}\n# by hand\n`);
    expect(await apply(TWO, revisionOf(THREE))).toMatchObject({ error: { code: 'guard.site-file-differs' } });
    expect(file()).toContain('# by hand');
  });

  it('that is no file is refused in words, and the next is taken up as ever', async () => {
    const path = join(folder, 'site.yaml');
    rmSync(path);
    execFileSync('mkfifo', [path]); // whoever opens it waits for somebody to write
    const refused = await desk.request({ verb: 'reload', actor: 'li' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'guard.not-reloaded' } });
    expect(refused.ok ? '' : refused.error.what).toContain('no ordinary file');
    rmSync(path);
    writeFileSync(path, THREE);
    expect(await desk.request({ verb: 'reload', actor: 'li' })).toMatchObject({ ok: true });
  });

  it('that cannot be used changes nothing, and says what is wrong', async () => {
    const { revision } = await site();
    const broken = await apply(THREE.replace('ya-k300-s', 'ya-k300'), revision);
    expect(broken).toMatchObject({ ok: false, error: { what: expect.stringContaining('ya-k300-s') } });
    const renamed = await apply(THREE.replace('"test"', '"other"'), revision);
    expect(renamed).toMatchObject({ ok: false, error: { code: 'guard.needs-restart' } });
    expect([(await site()).revision, copy(), file()]).toEqual([revision, TWO, TWO]);
  });
});

describe('a changed site that nobody keeps', () => {
  it('goes back by itself after ten minutes, and the trial of a disk that is not there waits for it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lifeline-keeper-'));
    const clock = new VirtualClock();
    const told: string[] = [];
    let disk = true;
    let adopted = '';
    const world = {
      siteText: async () => 'old',
      readSite: async (text = 'old') =>
        ok({ installation: text as unknown as Installation, text, problems: [] }),
      keepSite: async () => null,
      writeSite: async () => (disk ? null : { code: 'site.unwritable', what: 'the disk is full' }),
      stateFile: (path: string) => new StateFile(path, () => {}),
    } as unknown as GuardWorld;
    const keeper = new SiteKeeper(
      'old',
      { world, clock, state: folder },
      (name) => new StateFile(join(folder, name), () => {}),
      {
        adopt: async (installation) => {
          adopted = installation as unknown as string;
          return ok(null);
        },
        tell: () => {},
        note: () => {},
        wentBack: (text) => told.push(text),
      },
    );
    expect(keeper.load()).toBeNull();
    const ask = { actor: 'li', base: revisionOf('old'), reason: null, trialS: 600 };
    await keeper.apply({ ...ask, text: 'new' });
    expect([adopted, keeper.trial?.revision]).toEqual(['new', revisionOf('new')]);
    disk = false;
    const kept = await keeper.keep({ actor: 'li', revision: revisionOf('new') });
    expect(kept).toMatchObject({ ok: false, error: [{ code: 'site.unwritable' }] });
    await clock.advance(599_000);
    expect([adopted, told]).toEqual(['new', []]);
    await clock.advance(2_000);
    await keeper.revert({ actor: 'li', revision: revisionOf('new') }); // behind what ran out
    expect([adopted, keeper.trial, told.length]).toEqual(['old', null, 1]);

    // every screen says so for a day, and no longer once another change is in force
    const codes = () => keeper.concerns.map(({ code }) => code);
    expect(codes()).toEqual(['guard.site-went-back']);
    expect(keeper.concerns[0]?.what).toContain('li');
    for (const problem of keeper.concerns) expectChinese(problem);
    disk = true;
    await keeper.apply({ ...ask, text: 'newer' });
    expect(codes()).toEqual([]);
    await clock.advance(600_000);
    expect(codes()).toEqual(['guard.site-went-back']);
    await clock.advance(86_400_000);
    expect(codes()).toEqual([]);
    removeFolder(folder);
  });
});

describe('a site file that somebody changes while guard runs', () => {
  it('is told once for each change, and not while it is what is in force', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lifeline-keeper-'));
    const clock = new VirtualClock();
    const noted: Problem[] = [];
    let text: string | null = 'old';
    const world = {
      siteText: async () => text,
      stateFile: (path: string) => new StateFile(path, () => {}),
    } as unknown as GuardWorld;
    const keeper = new SiteKeeper(
      'old',
      { world, clock, state: folder },
      (name) => new StateFile(join(folder, name), () => {}),
      {
        adopt: async () => ok(null),
        tell: () => {},
        note: (problem) => noted.push(problem),
        wentBack: () => {},
      },
    );
    keeper.start();
    const told: number[] = [];
    const shown: boolean[] = [];
    for (const now of ['old', 'changed', 'changed', 'changed again', null, 'old', 'changed']) {
      text = now;
      await clock.advance(5_000);
      told.push(noted.length);
      shown.push(keeper.concerns.length > 0);
    }
    keeper.stop();
    expect(told).toEqual([0, 1, 1, 2, 2, 2, 3]);
    expect(shown).toEqual([false, true, true, true, false, false, true]);
    expect(noted[0]?.hint).toContain('lifeline site reload');
    expect(noted[0]?.code).toBe('guard.site-file-changed');
    if (noted[0] !== undefined) expectChinese(noted[0]);
    removeFolder(folder);
  });
});
