import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { AlarmDetail, AlarmEvidence } from '../../gateway/desk/http/api/alarmsApi.ts';
import type { LinesNow } from '../../gateway/desk/http/api/buildingApi.ts';
import type { PointHistory } from '../../gateway/desk/http/api/historyApi.ts';
import type { LiveSnapshot } from '../../gateway/desk/http/api/liveApi.ts';
import type { AuditPage } from '../../gateway/desk/http/api/logApi.ts';
import type { SettingsView } from '../../gateway/desk/http/api/settingsApi.ts';
import type { SiteNow, SitePreviewed } from '../../gateway/desk/http/api/siteApi.ts';
import { claimedDesk, DESK_PASSWORD, DeskClient } from '../harness/deskClient.ts';
import { houseBuilding, houseSiteWithUplink } from '../harness/house.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

// nobody listens at port 1, and nothing there has to be waited for
const SITE = {
  ...houseSiteWithUplink('mqtt://127.0.0.1:1'),
  annunciators: [{ device: 'board', outputs: [{ point: 'relay1', drives: 'siren', onLoss: 'rest' }] }],
};

test('what people do at the desk is done by guard, under their name: maintenance of a device, a shelf, a test; what they may not is refused', async () => {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  await stage.guard(SITE);
  const guard = await stage.desk();
  await until('gas is read', () => guard.shows('gas/concentration')?.[1] === 'good');
  const { client, port } = await claimedDesk(stage);
  const screen = async () => (await client.get<LiveSnapshot>('/api/live')).screen;
  await until('desk has the screen', async () => (await screen()) !== null);

  // maintenance of one device: it does not alarm, and everybody sees until when
  const period = await client.post<{ period: string }>('/api/acts/maintenance', {
    ...{ devices: ['gas'], forS: 3600, reason: 'calibration' },
  });
  await building.set('rooms.kitchen.gas', 60);
  await until('the alarm is suppressed', () => guard.alarm('gas-high')?.to === 'suppressed');
  expect((await screen())?.maintenance).toMatchObject([
    { scope: { zones: [], devices: ['gas'] }, actor: 'desk:Li' },
  ]);
  const shown = (await screen())?.alarms.find(({ rule }) => rule === 'gas-high');
  expect(shown).toMatchObject({ period: period.period });
  await client.post('/api/acts/end-maintenance', { period: period.period });
  await until('it stands', () => guard.alarm('gas-high')?.to === 'unacknowledged-active');

  // what it went through, what was read around it, what to do, and the past of its point, on paper too
  const { occurrence } = await until('gas stands', () => guard.alarm('gas-high'));
  const at = `/api/alarms/${encodeURIComponent(occurrence)}`;
  const detail = await until('its life is in the journal', async () => {
    const read = await client.get<AlarmDetail>(at);
    return read.steps.length >= 2 ? read : undefined;
  });
  expect(detail.toDo[0]?.en).toContain('Leave the room');
  expect(detail.steps[0]?.what).toBe('raised');
  const evidence = await until('what was read is there', async () => {
    const read = await client.get<AlarmEvidence>(`${at}/evidence`);
    return (read.series[0]?.value.length ?? 0) > 0 ? read : undefined;
  });
  expect(evidence.series[0]?.point).toBe('gas/concentration');
  const history = await until('a minute is in the journal', async () => {
    const read = await client.get<PointHistory>('/api/history?point=gas/concentration&span=24h');
    return read.max.some((value) => value !== null && value > 50) ? read : undefined;
  });
  expect(history.unit).toBe('%LEL');
  const csv = await client.ask('GET', '/api/history.csv?point=gas/concentration&span=24h');
  expect(csv.text.split('\r\n')[0]).toContain('time (UTC),point,unit,min');
  const log = await client.ask('GET', '/api/log.csv?kind=alarm');
  expect(log.text).toContain('厨房燃气');

  // a shelf has an end and a reason, or is refused in words
  const endless = await client.ask('POST', '/api/acts/shelve', { rule: 'gas-high', forS: 60 });
  expect([endless.status, (endless.body as { field: string }).field]).toEqual([400, 'reason']);
  await client.post('/api/acts/shelve', { rule: 'gas-high', forS: 600, reason: 'sensor is exchanged' });
  await until('it is shelved', () => guard.alarm('gas-high')?.to === 'shelved');
  await client.post('/api/acts/unshelve', { rule: 'gas-high' });
  await client.post('/api/acts/silence', {});
  await client.post('/api/acts/test', {});
  expect((await screen())?.annunciation.testing).toBe(true);
  const unknown = await client.ask('POST', '/api/acts/shelve', { rule: 'gas-hihg', forS: 60, reason: 'x' });
  expect([unknown.status, unknown.text]).toEqual([409, expect.stringContaining('gas-high')]);

  // who only looks may not act, and is told who may
  await client.post('/api/people', { name: '访客', password: DESK_PASSWORD, role: 'viewer', language: 'zh' });
  const guest = new DeskClient(port);
  await guest.post('/api/login', { name: '访客', password: DESK_PASSWORD });
  const refused = await guest.ask('POST', '/api/acts/silence', {});
  expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('Li')]);
  const { entries } = await until('what was done is in the journal', async () => {
    const page = await client.get<AuditPage>('/api/audit?limit=50');
    return page.entries.some(({ actor }) => actor === 'desk:访客') ? page : undefined;
  });
  const acts = entries.map(({ actor, act, accepted }) => `${actor} ${act} ${accepted}`);
  for (const line of [
    'desk:Li maintenance true',
    'desk:Li shelve true',
    'desk:Li shelve false',
    'desk:Li test true',
    'desk:访客 login true',
  ])
    expect(acts).toContain(line);

  // lines and box
  const { lines } = await client.get<LinesNow>('/api/lines');
  expect(lines.map(({ line, state, setting }) => [line, state, setting])).toEqual([
    ['gas', 'open', '9600 8N1'],
    ['water', 'open', '9600 8N1'],
  ]);
  expect(lines[0]?.boundMs).toBeGreaterThan(0);
  const box = await until('courier-less rows wait', async () => {
    const view = await client.get<SettingsView>('/api/settings');
    return (view.uplinks[0]?.waiting?.events ?? 0) > 0 ? view : undefined;
  });
  expect([box.guard, box.journal.diskShare, box.uplinks[0]?.id]).toEqual([true, expect.any(Number), 'city']);
});

test('a changed site is previewed in words, loosened safety needs a reason, two people do not undo each other, and what nobody keeps goes back while the alarm goes on', async () => {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  const written = `# commissioned in spring\n${JSON.stringify(SITE, null, 1)}\n`;
  await stage.guard(written);
  const guard = await stage.desk();
  const { client, port } = await claimedDesk(stage);
  const { revision } = await client.get<SiteNow>('/api/site');
  await building.set('rooms.kitchen.gas', 60);
  const alarm = await until('gas stands', () => guard.alarm('gas-high'));

  // in words, loosened safety first
  const edits = [
    { path: ['rules', 'gas-high', 'high', 'red'], value: 55 },
    { path: ['uplinks', 'city', 'url'], value: 'mqtt://203.0.113.1' },
  ];
  const preview = await client.post<SitePreviewed>('/api/site/preview', { base: revision, edits });
  expect(preview.loosened.map(({ en }) => en)).toEqual(['red alarm later: Gas in the kitchen, 50 → 55 %LEL']);
  expect(preview.changes.map(({ where }) => where)).toEqual(['rules.gas-high.high.red', 'uplinks.city.url']);
  expect(preview.lines.find(({ line }) => line === 'gas')?.boundMs[1]).toBeGreaterThan(0);
  expect(preview.text).toContain('# commissioned in spring');
  const broken = await client.post<SitePreviewed>('/api/site/preview', {
    ...{ base: revision, edits: [{ path: ['devices', 'gas', 'unit'], value: 400 }] },
  });
  expect(broken.problems[0]?.where).toMatch(/site\.yaml:\d+:\d+/);

  const bare = await client.ask('POST', '/api/site/apply', { base: revision, edits });
  expect([bare.status, (bare.body as { code: string }).code]).toEqual([409, 'desk.reason-needed']);
  const asked = { base: revision, edits, reason: 'new detector', trialS: 5 };
  const applied = await client.post<SiteNow>('/api/site/apply', asked);
  expect(applied.trial).toMatchObject({ by: 'desk:Li' });
  expect(guard.alarm('gas-high')?.occurrence).toBe(alarm.occurrence);

  // the second is told, and a page from before the change keeps nothing
  await client.post('/api/people', {
    name: 'Wang',
    password: DESK_PASSWORD,
    role: 'installer',
    language: 'en',
  });
  const wang = new DeskClient(port);
  await wang.post('/api/login', { name: 'Wang', password: DESK_PASSWORD });
  const second = await wang.ask('POST', '/api/site/apply', {
    ...asked,
    edits: [{ path: ['devices', 'main', 'place'], value: 'Cellar' }],
  });
  expect([second.status, (second.body as { code: string }).code]).toEqual([409, 'guard.site-changed']);
  expect(second.text).toContain('changed the site meanwhile (Li)');
  const old = await client.ask('POST', '/api/site/keep', { revision: applied.revision, loaded: revision });
  expect((old.body as { code: string }).code).toBe('desk.load-again');

  // nobody keeps it
  await until('it went back', async () => (await client.get<SiteNow>('/api/site')).revision === revision);
  expect(guard.alarm('gas-high')?.occurrence).toBe(alarm.occurrence);
  expect(readFileSync(stage.site, 'utf8')).toBe(written);

  // the same, kept from a page that was loaded after it
  const again = await client.post<SiteNow>('/api/site/apply', asked);
  const me = await client.get<{ site: string }>('/api/me');
  const kept = await client.post<SiteNow>('/api/site/keep', { revision: again.revision, loaded: me.site });
  expect([kept.trial, kept.versions[0]?.state, kept.versions[0]?.reason]).toEqual([
    null,
    'kept',
    'new detector',
  ]);
  const lines = readFileSync(stage.site, 'utf8').split('\n');
  expect(lines.filter((line, n) => line !== written.split('\n')[n])).toHaveLength(2);
  const before = await client.get<{ text: string }>(`/api/site/versions/${revision}`);
  expect(before.text).toBe(written);

  // the same from the terminal
  const history = await stage.lifeline('site', 'history', stage.site, '--run', stage.folder);
  expect(history.out).toContain('new detector');
  const former = stage.write('former.yaml', written);
  const back = await stage.lifeline(
    'site',
    'apply',
    stage.site,
    former,
    '--run',
    stage.folder,
    '--for',
    '1m',
  );
  expect([back.status, back.out]).toEqual([0, expect.stringContaining('site keep')]);
  expect(back.out).toContain('rules.gas-high.high.red: 55 → 50');
  expect((await stage.lifeline('site', 'keep', '--run', stage.folder)).status).toBe(0);
  expect(readFileSync(stage.site, 'utf8')).toBe(written);
});
