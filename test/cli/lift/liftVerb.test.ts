import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { verb } from '../../../gateway/cli/lift.ts';
import { UsageError } from '../../../gateway/cli/verb.ts';
import type { ControlServerOptions } from '../../../gateway/control/server.ts';
import type { Clock } from '../../../gateway/core/clock.ts';
import { err, ok } from '../../../gateway/core/result.ts';
import { clock, makeServer, temporaryFolder } from '../../control/fixture.ts';
import { journalOf, madeUpRows } from '../../reports/lift/madeUpJournal.ts';
import { liftScreenOf, liftUnheard, liftView } from './liftScreenFixture.ts';

/** `lifeline lift …` as somebody types it. */
async function lift(...args: string[]) {
  return liftAt(clock, ...args);
}

async function liftAt(now: Clock, ...args: string[]) {
  let [out, error] = ['', ''];
  const status = await verb.run(args, {
    clock: now,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      error += text;
    },
    interactive: false,
    language: 'en',
    ended: new Promise(() => {}),
  });
  return { status, out, error };
}

type Handlers = ControlServerOptions['handlers'];

const SITE = {
  gateway: { id: 'house-1', place: 'Garden Lane 7', timeZone: 'Asia/Shanghai' },
  buses: [{ id: 'lift', connection: { type: 'serial', path: '/dev/ttyS9', baud: 38400 } }],
  devices: [{ id: 'nice', profile: 'monarch-nice3000plus', bus: 'lift', unit: 1, gapMs: 30 }],
  lifts: [
    {
      id: 'lift-a',
      devices: ['nice'],
      registration: '3110500',
      floors: ['B1', '1', '2', '3', '4', '5', '6'],
    },
  ],
};

/** The same beside a guard that answers so; `folder` is its run folder, with its journal in it. */
async function besideGuard(
  handlers: Handlers,
  ask: (type: (...args: string[]) => ReturnType<typeof lift>, folder: string) => Promise<void>,
) {
  using folder = temporaryFolder();
  const file = join(folder.path, 'journal.db');
  journalOf(file, madeUpRows());
  const server = makeServer(join(folder.path, 'desk.sock'), {
    name: 'desk',
    handlers: {
      lifts: async () => ok(liftScreenOf([liftView(), liftUnheard()])),
      status: async () => ok({ journal: { file } }),
      ...handlers,
    },
  });
  const started = await server.start();
  if (!started.ok) throw new Error(started.error.what);
  try {
    await ask((...args) => lift(...args, '--run', folder.path), folder.path);
  } finally {
    await server.stop();
  }
}

describe('lifeline lift beside guard', () => {
  it('shows all lifts, or the one that is meant by id, beginning or name', () =>
    besideGuard({}, async (type) => {
      const all = await type('status');
      // a command that is shown can be typed as it stands
      expect(all.out).toContain('→ lifeline lift confirm lift-a --site site.yaml');
      expect(all.out).toContain('Lift A (lift-a), Garden Lane 7');
      expect(all.out).toContain('Lift B (lift-b)');
      for (const word of ['lift-b', 'Lift B']) {
        const one = await type('status', word);
        expect(one.out).toContain('Lift B (lift-b)');
        expect(one.out).not.toContain('Lift A');
      }
      expect((await type('status', '甲梯', '--lang', 'zh')).out).toContain('甲梯（lift-a），花园里 7 号');
      const told = JSON.parse((await type('status', 'lift-a', '--json')).out);
      expect(told).toMatchObject({ gateway: 'house-1', lifts: [{ id: 'lift-a' }] });
    }));

  it('says of a lift that is not there which there are, once', () =>
    besideGuard({}, async (type) => {
      for (const what of ['status', 'free', 'health', 'trips', 'report']) {
        const { status, out, error } = await type(what, 'lift-z');
        expect([status, out]).toEqual([1, '']);
        expect(error).toBe('there is no lift `lift-z`\n  → the lifts are lift-a, lift-b\n');
      }
    }));

  it('prints the record of GB/T 24476', () =>
    besideGuard({}, async (type) => {
      const { out } = await type('status', 'lift-a', '--gbt');
      const { status, provenance } = JSON.parse(out);
      expect(status).toMatchObject({
        Service_Mode: 1,
        Car_Position: 4,
        Door_Status: true,
        Message_Code: [0],
      });
      expect(status.Identification_Number).toBe('31105001202611250001');
      expect(provenance.confidence).toBe('mapped');
    }));

  it('passes on who says that nobody is trapped, and that the alarm was tried', async () => {
    const asked: unknown[] = [];
    const heard = async (request: object) => {
      asked.push(request);
      return ok(null);
    };
    await besideGuard({ 'lift-free': heard, 'lift-tested': heard }, async (type) => {
      const { out } = await type('free', 'lift-a', '--actor', 'Li Wei');
      expect(out).toContain('lift-a: written down that nobody is trapped, by Li Wei');
      await type('tested', 'lift-b', '--actor', 'Wang');
      const failed = await type('tested', 'lift-b', '--automatic', '--failed', 'battery');
      expect(failed.out).toContain('lift-b: the test of the alarm in the car FAILED (battery)');
    });
    expect(asked).toMatchObject([
      { verb: 'lift-free', lift: 'lift-a', actor: 'desk:Li Wei' },
      { verb: 'lift-tested', lift: 'lift-b', actor: 'desk:Wang', automatic: false, passed: true, note: null },
      { verb: 'lift-tested', lift: 'lift-b', automatic: true, passed: false, note: 'battery' },
    ]);
  });

  it('passes on who was called, has arrived, and has let people out, and asks who it was', async () => {
    const asked: unknown[] = [];
    const heard = async (request: object) => {
      asked.push(request);
      return ok(null);
    };
    await besideGuard({ 'lift-rescue': heard }, async (type) => {
      const { out } = await type('rescue', 'lift-a', 'called', '--by', 'Zhang');
      // nobody is trapped in this one, and what is written down now must not pass for a time of the rescue
      expect(out).toMatch(/^lift-a: written down that Zhang was called\.\nNobody was known to be trapped/);
      const zh = await type('rescue', 'lift-a', 'attended', '--by', 'Zhang', '--lang', 'zh');
      expect(zh.out).toContain('已记录 Zhang 到场');
      await type('rescue', 'lift-b', 'released', '--by', 'Zhang');
    });
    expect(asked).toMatchObject([
      { verb: 'lift-rescue', lift: 'lift-a', step: 'called', by: 'Zhang' },
      { verb: 'lift-rescue', lift: 'lift-a', step: 'attended', by: 'Zhang' },
      { verb: 'lift-rescue', lift: 'lift-b', step: 'released', by: 'Zhang' },
    ]);
    await expect(lift('rescue', 'lift-a', 'called')).rejects.toThrow('say who it was: called --by NAME');
    await expect(lift('rescue', 'lift-a', '--by', 'Zhang')).rejects.toThrow('called, attended, released');
    await expect(lift('tested', 'lift-a', '--failed', ' ')).rejects.toThrow('say what went wrong');
    await expect(lift('status', 'lift-a', 'twice')).rejects.toThrow('one word too many');
  });

  it('says what is assumed and how it is found out, and writes what was found out into the site, on trial', async () => {
    const asked: { text: string; reason: string }[] = [];
    const heard = async (request: { text: string; reason: string | null }) => {
      asked.push({ text: request.text, reason: request.reason ?? '' });
      return ok(null);
    };
    await besideGuard({ 'site-apply': heard }, async (type, folder) => {
      const site = join(folder, 'site.yaml');
      const text = `${JSON.stringify(SITE, null, 1)}\n# found on a wall\n`;
      for (const file of [site, `${site}.last-good`]) writeFileSync(file, text);
      const [lift] = SITE.lifts;
      if (lift === undefined) throw new Error('no lift');
      const before = await type('confirm', '--site', site);
      expect(before.out).toContain('nice.positionZero  1: register 0x1019 shows 0 at the lowest landing');
      expect(before.out).toContain(`→ lifeline lift confirm ${lift.id} nice.doors=… --site ${site}`);
      const { out, status } = await type('confirm', 'nice.doors=2', 'nice.positionZero=1', '--site', site);
      expect([status, out]).toEqual([
        0,
        expect.stringContaining('nice.doors=2, nice.positionZero=1 is in force on trial'),
      ]);
      const zh = await type('confirm', '--site', site, '--lang', 'zh');
      expect(zh.out).toContain('假定的参数，待现场确认');
      await expect(type('confirm', 'nice.doors=3', '--site', site)).rejects.toThrow('possible are 1, 2');
      await expect(type('confirm', 'nice.windows=3', '--site', site)).rejects.toThrow('nice.positionZero');
    });
    expect(asked).toHaveLength(1);
    const [{ text, reason } = { text: '', reason: '' }] = asked;
    expect(parseYaml(text).devices[0].parameters).toEqual({ doors: 2, positionZero: 1 });
    expect(text).toContain('# found on a wall');
    expect(reason).toContain('nice.doors=2');
    await expect(lift('confirm')).rejects.toThrow('name the site file');
  });

  it('asks which of several lifts is meant before anything is written down', () =>
    besideGuard({ 'lift-free': async () => err({ code: 'never', what: 'asked' }) }, async (type) => {
      const { status, error } = await type('free');
      expect([status, error]).toEqual([1, 'say which lift: lift-a, lift-b\n']);
      expect((await type('free', 'lift')).error).toBe('say which lift: lift-a, lift-b\n');
    }));

  it('passes on a refusal', () =>
    besideGuard({ 'lift-free': async () => err({ code: 'lift.x', what: 'not now' }) }, async (type) => {
      expect(await type('free', 'lift-a')).toMatchObject({ status: 1, error: 'not now\n' });
    }));

  it('shows trips with what is written at the floors', () =>
    besideGuard({}, async (type) => {
      const { out } = await type('trips', 'lift-a', '--last', '2');
      expect(out.split('\n')[0]).toBe('Lift A (lift-a): last trips (2)');
      expect(out).toMatch(/3 → -1/);
      expect(out).not.toContain('counted from below');
    }));
});

describe('lifeline lift without guard', () => {
  it('says how the journal is read without it', async () => {
    using folder = temporaryFolder();
    const hasty: Clock = { ...clock, after: (ms, name, run) => clock.after(Math.min(ms, 20), name, run) };
    const { status, error } = await liftAt(hasty, 'trips', '--run', folder.path);
    expect(status).toBe(1);
    expect(error).toMatch(/guard does not answer\n {2}→ .*--site FILE or --journal FOLDER\n$/);
  });

  it('shows trips, and among them the time that nobody watched and the one without a date', async () => {
    using folder = temporaryFolder();
    journalOf(join(folder.path, 'journal.db'), madeUpRows());
    const { out } = await lift('trips', 'lift-a', '--journal', folder.path);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toBe('Lift A (lift-a): last trips (4)');
    expect(lines[2]).toMatch(/^\S+ \S+ +1 → 4 +12\.3 +5\.8 +1\.00 +– +12$/);
    expect(lines[3]).toMatch(/4 → 2 .* -14 /);
    expect(lines[4]).toBe('  ↳ stopped off the landing');
    expect(lines[5]).toMatch(/^· \S+ \S+ to \S+ \S+: not watched; at least 1 trip,$/);
    expect(lines.find((line) => line.startsWith('after '))).toMatch(/1 → 2 +9\.0 +– +0\.80 +– +–$/);
    expect(out).toContain('floors are counted from below');
    const told = JSON.parse((await lift('trips', 'lift-a', '--journal', folder.path, '--json')).out);
    expect(told[0].trips.map(({ what }: { what: string }) => what)).toEqual([
      ...['trip', 'trip', 'trips-unseen', 'trip', 'trip'],
    ]);
  });

  it('takes from the site file which journal it is, the time zone, and what is written at the floors', async () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'journal'));
    journalOf(join(folder.path, 'journal', 'journal.db'), madeUpRows());
    const site = join(folder.path, 'site.yaml');
    writeFileSync(site, JSON.stringify(SITE));
    const { out } = await lift('trips', 'lift-a', '--site', site, '--last', '1');
    expect(out).toMatch(/: last trips \(1\)\n.*\n.* B1 → 1 /);
    const first = JSON.parse((await lift('report', 'lift-a', '--site', site, '--json')).out);
    expect(first).toMatchObject({ registration: '3110500', place: 'Garden Lane 7', labels: { 1: 'B1' } });
    const late = await lift('trips', 'lift-a', '--site', site);
    expect(late.out).toContain('2026-11-08 15:58:00'); // 07:58 UTC
    writeFileSync(site, JSON.stringify({ ...SITE, lifts: 'none' }));
    const { status, error } = await lift('trips', '--site', site);
    expect(status).toBe(1);
    expect(error).toMatch(/site\.yaml:\d+:\d+/);
  });

  it('finds from the journal how well a lift is', async () => {
    using folder = temporaryFolder();
    journalOf(join(folder.path, 'journal.db'), madeUpRows());
    const { out } = await lift('health', 'lift-a', '--journal', folder.path);
    expect(out).toContain('30 days, 2026-10-26 to 2026-11-24');
    expect(out).toMatch(/1\. People were trapped/);
    expect(out).toMatch(/limit 15 %: share of the\s+stroke;/);
    const empty = await lift('health', 'lift-b', '--journal', folder.path, '--lang', 'zh');
    expect(empty.out).toContain('尚无完整的一天');
  });

  it('writes the report of a month into a file, and of the newest month where none is named', async () => {
    using folder = temporaryFolder();
    journalOf(join(folder.path, 'journal.db'), madeUpRows());
    const file = join(folder.path, 'report.html');
    const { status, out } = await lift(
      'report',
      'lift-a',
      '--journal',
      folder.path,
      '--out',
      file,
      '--lang',
      'zh',
    );
    expect([status, out]).toEqual([
      0,
      `${file}: Lift A, 2026-11\n`.replace(': Lift A', '：甲梯').replace(', ', '，'),
    ]);
    expect(readFileSync(file, 'utf8')).toContain('<html lang="zh-CN">');
    const data = JSON.parse(
      (await lift('report', 'lift-a', '--month', '2026-10', '--journal', folder.path, '--json')).out,
    );
    expect(data).toMatchObject({ month: '2026-10', rates: { trips: 31 * 52 }, registration: null });
  });

  it('writes a paper for each reader, in two languages under names of their own', async () => {
    using folder = temporaryFolder();
    journalOf(join(folder.path, 'journal.db'), madeUpRows());
    const here = process.cwd();
    process.chdir(folder.path);
    try {
      for (const lang of ['en', 'zh'])
        for (const who of ['mechanic', 'building', 'regulator']) {
          const { status, out } = await lift(
            'report',
            'lift-a',
            '--journal',
            '.',
            '--for',
            who,
            '--lang',
            lang,
          );
          const file = `lift-a-2026-11-${who}-${lang}.html`;
          expect([status, out.startsWith(file)]).toEqual([0, true]);
          expect(readFileSync(file, 'utf8')).toContain(`<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">`);
        }
    } finally {
      process.chdir(here);
    }
    await expect(lift('report', '--for', 'king')).rejects.toThrow('mechanic, building, regulator');
  });

  it('writes no report where it cannot, and says so', async () => {
    using folder = temporaryFolder();
    journalOf(join(folder.path, 'journal.db'), madeUpRows());
    const file = join(folder.path, 'nowhere', 'report.html');
    const { status, error } = await lift('report', 'lift-a', '--journal', folder.path, '--out', file);
    expect([status, existsSync(file)]).toEqual([1, false]);
    expect(error).toContain('the report could not be written (ENOENT)');
  });

  it('refuses what cannot be understood, before anything is asked', async () => {
    await expect(lift('climb')).rejects.toThrow(UsageError);
    await expect(lift('report', '--month', '2026-13')).rejects.toThrow('`2026-13` is no month');
    await expect(lift('trips', '--last', 'many')).rejects.toThrow('`many` is no number of trips');
    await expect(lift('status', '--month', '2026-11')).rejects.toThrow('--month has no meaning for `status`');
    await expect(lift('trips', '--time-zone', 'Mars')).rejects.toThrow('`Mars` is no time zone');
    await expect(lift('status', '--lang', 'fr')).rejects.toThrow('write en or zh');
  });
});
