import { describe, expect, it } from 'vitest';
import { ok } from '../../gateway/core/result.ts';
import type { CheckedSite } from '../../gateway/guard/siteReader.ts';
import type { Installation } from '../../gateway/site/installation.ts';
import { installationOf } from '../site/fixture.ts';
import { gasHouse, startGasHouse } from './gasHouse.ts';

// A changed site while guard runs, and with other things at the same time.

const [lineA, lineB, lineC] = gasHouse.buses;
const without = (device: string) => ({
  ...gasHouse,
  devices: gasHouse.devices.filter(({ id }) => id !== device),
  rules: gasHouse.rules.filter(({ point }) => !point.startsWith(device)),
});

/** A house whose site file is `next.site` whenever guard reads it, which takes `next.ms`. */
async function aHouse() {
  const next = { site: gasHouse as Record<string, unknown>, ms: 0, kept: [] as string[] };
  const started = await startGasHouse({
    world: {
      async readSite() {
        const { site } = next;
        if (next.ms > 0)
          await new Promise<void>((resolve) => started.clock.after(next.ms, 'reading the site', resolve));
        const installation: Installation = installationOf(site);
        return ok({ installation, text: JSON.stringify(site), problems: [] } satisfies CheckedSite);
      },
      async keepSite(text) {
        next.kept.push(text);
        return null;
      },
    },
  });
  return { ...started, next, reload: () => started.room.ask({ verb: 'reload', actor: 'wang' }) };
}

describe('a changed site', () => {
  it('taken up twice at once leaves every line polled, and the newer one in force', async () => {
    const { clock, field, room, next, reload } = await aHouse();
    next.ms = 100;
    next.site = without('gas-b');
    const first = reload();
    await clock.advance(50);
    next.site = gasHouse;
    const second = reload();
    await clock.advance(1_000);
    expect([await first, await second]).toMatchObject([{ ok: true }, { ok: true }]);
    for (const line of ['a', 'b', 'c']) expect(field.lines.get(line)?.at(-1)?.isOpen).toBe(true);
    const before = field.lines.get('b')?.at(-1)?.log.length ?? 0;
    field.gas.b = 60;
    await clock.advance(2_000);
    expect(field.lines.get('b')?.at(-1)?.log.length).toBeGreaterThan(before);
    expect(room.alarm('b-high')).toMatchObject({ severity: 'red' });
    expect(JSON.parse(next.kept.at(-1) ?? '')).toEqual(gasHouse);
  });

  it('that could not even be read keeps nobody from the next', async () => {
    const { next, reload } = await aHouse();
    next.site = { gateway: 7 }; // not a site at all: reading it throws
    expect(await reload().catch(() => ({ ok: false }))).toMatchObject({ ok: false });
    next.site = gasHouse;
    expect(await reload()).toMatchObject({ ok: true });
  });

  it('that is still being read when guard stops is not taken up, and whoever asked is told', async () => {
    const { clock, field, room, next, reload } = await aHouse();
    next.ms = 5_000;
    next.site = without('gas-b');
    const asked = reload();
    await clock.advance(100);
    const stopped = room.guard.stop();
    await clock.advance(10_000);
    await stopped;
    expect(await asked).toMatchObject({ ok: false });
    for (const made of [...field.lines.values()].flat()) expect(made.isOpen).toBe(false);
    const logs = [...field.lines.values()].flat().map(({ log }) => log.length);
    await clock.advance(60_000);
    expect([...field.lines.values()].flat().map(({ log }) => log.length)).toEqual(logs);
    expect(clock.pending()).toEqual([]);
  });

  it.each([
    ['gateway.id', { ...gasHouse, gateway: { id: 'other' } }],
    ['journal.folder', { ...gasHouse, journal: { folder: 'elsewhere' } }],
    ['journal.segmentParts', { ...gasHouse, journal: { segmentParts: 3 } }],
  ])('that changes %s is refused as a whole, with the way to do it', async (key, site) => {
    const { clock, room, next, reload } = await aHouse();
    next.site = { ...site, ...without('gas-b'), gateway: site.gateway };
    if ('journal' in site) next.site = { ...next.site, journal: site.journal };
    const answer = await reload();
    expect(answer).toMatchObject({ ok: false, error: { code: 'guard.not-reloaded' } });
    expect(answer.ok ? '' : answer.error.what).toContain(`${key} cannot change while guard runs`);
    expect(answer.ok ? '' : answer.error.what).toContain('restart guard');
    expect(next.kept).toEqual([]);
    await clock.advance(2_000);
    expect((await room.status()).gateway).toBe('house');
    expect((await room.status()).devices.map(({ device }) => device)).toContain('gas-b');
  });

  it('leaves on the screen what it does not touch: a line that is unplugged is still said to be', async () => {
    const { clock, field, room, next, reload } = await aHouse();
    field.unplugged.add('a');
    field.lines.get('a')?.at(-1)?.unplug();
    await clock.advance(1_000);
    next.site = without('gas-b');
    expect(await reload()).toMatchObject({ ok: true });
    const { health } = await room.screen();
    expect(health.lines).toContainEqual(expect.objectContaining({ line: 'a', state: 'lost' }));
    expect(health.unwell.map(({ device }) => device)).not.toContain('gas-b');
  });

  it('that swaps two adapters opens each only when the other line has given it back', async () => {
    const { clock, field, next, reload } = await aHouse();
    const swapped = [
      { ...lineA, connection: lineB?.connection },
      { ...lineB, connection: lineA?.connection },
      lineC,
    ];
    next.site = { ...gasHouse, buses: swapped };
    expect(await reload()).toMatchObject({ ok: true });
    await clock.advance(3_000);
    for (const line of ['a', 'b']) {
      expect(field.lines.get(line)?.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    }
    expect(field.clashes).toBe(0);
  });

  it('that is the same again disturbs nobody: alarms, silences and lines go on', async () => {
    const { clock, field, room, reload } = await aHouse();
    field.gas.a = 60;
    await clock.advance(2_000);
    const before = room.alarm('a-high')?.occurrence;
    await room.ask({ verb: 'silence', actor: 'wang' });
    expect(await reload()).toMatchObject({ ok: true });
    await clock.advance(5_000);
    expect(room.alarm('a-high')?.occurrence).toBe(before);
    expect(field.siren).toBe(false);
    expect([...field.lines.values()].map((made) => made.length)).toEqual([1, 1, 1]);
  });
});
