import { expect, test } from 'vitest';
import { screenText } from '../../gateway/cli/alarms/screenText.ts';
import { voiceFor } from '../../gateway/cli/alarms/voice.ts';
import { type AlarmScreen, alarmScreenSchema } from '../../gateway/control/alarmScreen.ts';
import { journalFile } from '../../gateway/journal/file/database.ts';
import { exportJournal } from '../../gateway/journal/read/exportJournal.ts';
import { houseBuilding, houseSite } from '../harness/house.ts';
import type { Spoken } from '../harness/lifeline.ts';
import { openStage, type Stage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const GAS = 'rooms.kitchen.gas';
const LI = 'Li Wei';
const AT_DESK = `desk:${LI}`;

/** The small house with a latching gas rule and a zone. */
const site = {
  ...houseSite,
  zones: [{ id: 'kitchens', name: { en: 'Kitchens', zh: '厨房区' } }],
  devices: houseSite.devices.map((device) =>
    device.id === 'gas' ? { ...device, zone: 'kitchens' } : device,
  ),
  rules: houseSite.rules.map((rule) => ({ ...rule, latch: ['red'] })),
};

test('the list as JSON is enough to draw the screen of an operator, in English and in Chinese', async () => {
  const { alarms, screen } = await aLeakingHouse();
  await alarms('shelve', 'main.loss-of-sensing', '--for', '1h', '--reason', 'gauge is being replaced');
  const drawn = (language: 'en' | 'zh', from: AlarmScreen) =>
    timeless(`${screenText(from, voiceFor(from, language))}\n`);
  for (const language of ['en', 'zh'] as const) {
    const listed = await alarms('list', '--lang', language);
    expect(listed).toMatchObject({ status: 0, err: '' });
    expect(timeless(listed.out)).toBe(drawn(language, await screen()));
  }
  const listed = await alarms();
  expect(listed.out).toMatch(/^red {2}Gas in the kitchen: 60 %LEL \(limit 50 %LEL\)$/m);
  expect(listed.out).toMatch(/^ {2}→ go and look, then acknowledge: lifeline alarms ack gas-high$/m);
  const [gas] = (await screen()).alarms;
  expect(gas).toMatchObject({ rule: 'gas-high', letter: 'B', latches: true, zone: 'kitchens' });
});

test('a command that would be forgotten, or means nothing here, is refused with what to add, and written down', async () => {
  const { stage, alarms, commands } = await aLeakingHouse();
  const refused: [words: string[], message: RegExp][] = [
    [['shelve', 'gas-high', '--reason', 'x'], /^a shelf without an end is refused.*\n {2}→ .*--for 2h\n$/],
    [['shelve', 'gas-high', '--for', '0s', '--reason', 'x'], /^a shelf without an end is refused/],
    [['shelve', 'gas-high', '--for', '2h'], /^a shelf without a reason is refused\n {2}→ .*--reason/],
    [['shelve', 'gas-hgih', '--for', '2h', '--reason', 'x'], /^there is no rule gas-hgih\n.*gas-high\?/],
    [['maintenance', '--reason', 'x'], /^a maintenance period without an end is refused.*\n.*--for 4h\n$/],
    [['maintenance', '--for', '4h'], /^a maintenance period without a reason is refused/],
    [
      ['maintenance', '--zone', 'kitchen', '--for', '4h', '--reason', 'x'],
      /^there is no zone kitchen\n.*kitchens/,
    ],
    [['out-of-service', 'gas-high'], /^out of service without a reason is refused/],
    [['ack', 'gas-low#long-ago'], /^no alarm gas-low#long-ago is standing\n/],
    [['silence'], /^no annunciator is configured/],
    [['test'], /^no annunciator is configured/],
    [['reopen-valve', 'board/output1'], /^no annunciator is configured/],
    [['shelve', 'gas-high', '--lang', 'zh'], /^拒绝没有期限的搁置.*\n {2}→ 请写明时长/],
  ];
  for (const [words, message] of refused)
    expect(await alarms(...words), words.join(' ')).toMatchObject({
      ...{ status: 1, out: '' },
      err: expect.stringMatching(message),
    });
  const written = await until('they are written down', () => {
    const found = commands();
    return found.length === refused.length && found;
  });
  expect(written.map(({ verb, actor, accepted }) => [verb, actor, accepted])).toEqual(
    refused.map(([[what]]) => [what === 'ack' ? 'acknowledge' : what, AT_DESK, false]),
  );
  expect(written[0]?.detail).toMatch(/^gas-high for no stated time: x; refused: a shelf without an end/);

  for (const words of [
    'shelve',
    'ack',
    'list all',
    'shelve gas-high --for soon',
    'ack gas-high --for 2h',
    'ack g --lang de',
  ])
    expect(await alarms(...words.split(' ')), words).toMatchObject({ status: 2, out: '' });
  expect(commands()).toHaveLength(refused.length);
  expect(await stage.lifeline('alarms', '--run', 'nowhere', '--lang', 'zh')).toMatchObject({
    ...{ status: 1, err: expect.stringContaining('守护进程没有应答') },
  });
});

test('an alarm is acknowledged, put aside and taken back, every step answered, shown and written down with who it was', async () => {
  const { alarms, screen, commands, building } = await aLeakingHouse();
  const shows = async (rule: string) => (await screen()).alarms.find((alarm) => alarm.rule === rule);
  const done = async (out: RegExp, ...words: readonly string[]) => {
    const spoken = await alarms(...words);
    expect(spoken, words.join(' ')).toMatchObject({ status: 0, err: '' });
    expect(spoken.out).toMatch(out);
    return spoken.out;
  };

  await done(/^acknowledged gas-high#\S+\n$/, 'ack', 'gas-high');
  expect(await shows('gas-high')).toMatchObject({ letter: 'C', actor: AT_DESK });

  await done(/^shelved gas-high for 2 h;/, 'shelve', 'gas-high', '--for', '2h', '--reason', 'new head');
  const shelved = await screen();
  expect(shelved.shelved).toMatchObject([{ rule: 'gas-high', actor: AT_DESK, reason: 'new head' }]);
  const leftMs = (shelved.shelved[0]?.until?.mono ?? 0) - shelved.now;
  expect(leftMs).toBeGreaterThan(7_200_000 - 60_000);
  expect(leftMs).toBeLessThanOrEqual(7_200_000);
  expect(await shows('gas-high')).toMatchObject({ letter: 'G', condition: 'acknowledged-active' });
  await done(/^gas-high is off the shelf\n$/, 'unshelve', 'gas-high');

  await done(/^gas-high is out of service/, 'out-of-service', 'gas-high', '--reason', 'removed');
  expect((await screen()).outOfService).toMatchObject([{ rule: 'gas-high', until: null, reason: 'removed' }]);
  await done(/^gas-high is in service again\n$/, 'in-service', 'gas-high');

  const scope = ['--zone', 'kitchens', '--device', 'main'];
  const begun = await done(
    /^maintenance has begun and ends by itself in 4 h; earlier with: lifeline alarms maintenance --end \S+\n$/,
    ...['maintenance', ...scope, '--for', '4h', '--reason', 'yearly test'],
  );
  const period = begun.trim().split(' ').at(-1) ?? '';
  const during = await screen();
  expect(during.maintenance).toMatchObject([
    { period, scope: { zones: ['kitchens'], devices: ['main'] }, actor: AT_DESK, reason: 'yearly test' },
  ]);
  expect(await shows('gas-high')).toMatchObject({ letter: 'H', period });
  await done(/^maintenance \S+ is over\n$/, 'maintenance', '--end', period);
  expect((await screen()).maintenance).toEqual([]);

  // the condition still holds: nothing can be reset
  const early = await alarms('reset');
  expect(early).toMatchObject({ status: 1, out: '', err: expect.stringMatching(/^not reset.*gas-high#/) });
  expect(await alarms('reset', 'gas-high')).toMatchObject({ status: 1, out: '' });
  await building.set(GAS, 0);
  await until('the gas is gone and the alarm is held', async () => (await shows('gas-high'))?.latched);
  await done(/^reset gas-high#\S+\n$/, 'reset');
  expect(await shows('gas-high')).toBeUndefined();
  await done(/^there is nothing to reset\n$/, 'reset');

  const written = await until('everything is written down', () => {
    const found = commands();
    return found.filter(({ verb }) => verb === 'reset').length === 4 && found;
  });
  expect(written.map(({ verb, accepted }) => `${verb} ${accepted}`)).toEqual([
    ...['acknowledge true', 'shelve true', 'unshelve true', 'out-of-service true', 'in-service true'],
    ...['maintenance true', 'end-maintenance true'],
    ...['reset true', 'reset false', 'reset true', 'reset true'],
  ]);
  expect(new Set(written.map(({ actor }) => actor))).toEqual(new Set([AT_DESK]));
  expect(written.find(({ verb }) => verb === 'maintenance')?.detail).toBe(
    'zone kitchens, device main for 4 h: yearly test',
  );
});

test('what is heard is silenced and tested, and a closed valve opened by hand alone', async () => {
  const { alarms, screen, commands, building } = await aLeakingHouse({
    ...site,
    rules: site.rules.map((rule) => ({
      ...rule,
      signals: { red: { tone: 'continuous', strobe: true, closeGasValve: true } },
    })),
    annunciators: [
      {
        device: 'board',
        outputs: [
          { point: 'relay1', drives: 'siren', onLoss: 'hold' },
          { point: 'relay2', drives: 'gas-valve', onLoss: 'hold' },
        ],
      },
    ],
  });
  const valve = async () =>
    (await screen()).annunciation.outputs.find(({ point }) => point === 'board/relay2');
  const heard = await until('the siren is heard', async () => {
    const shown = await screen();
    return shown.annunciation.sounding.length > 0 && shown;
  });
  expect(heard.alarms[0]).toMatchObject({ rule: 'gas-high', sounding: true, silenced: null });
  expect((await alarms()).out).toMatch(/^siren board\/relay1 \(.+\): (told: )?sounding · continuous/m);

  expect(await alarms('silence')).toMatchObject({ status: 0, out: expect.stringMatching(/^silenced all/) });
  const quiet = await screen();
  expect(quiet.annunciation.sounding).toEqual([]);
  expect(quiet.alarms[0]).toMatchObject({ sounding: false, silenced: { actor: AT_DESK } });
  expect((await alarms()).out).toMatch(/ · silenced by Li Wei at /);
  expect(await alarms('test')).toMatchObject({ status: 0, out: expect.stringContaining('tested now') });

  const held = await alarms('reopen-valve', 'board/relay2');
  expect(held).toMatchObject({ status: 1, out: '', err: expect.stringMatching(/stays closed: gas-high#/) });
  await building.set(GAS, 0);
  await until('the gas is gone', async () => (await screen()).alarms[0]?.latched);
  expect(await alarms('reset')).toMatchObject({ status: 0 });
  expect(await valve()).toMatchObject({ drives: 'gas-valve', acting: true }); // closed still
  expect(await alarms('reopen-valve', 'board/relay2')).toMatchObject({ status: 0, err: '' });
  expect(await valve()).toMatchObject({ acting: false });

  const written = await until('everything is written down', () => {
    const found = commands();
    return found.length === 5 && found;
  });
  expect(written.map(({ verb, accepted }) => `${verb} ${accepted}`)).toEqual([
    'silence true',
    'test true',
    'reopen-valve false',
    'reset true',
    'reopen-valve true',
  ]);
});

/** A house in which the gas alarm stands and everything is heard, and a person with a command line. */
async function aLeakingHouse(commissioned: object = site) {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  await building.set(GAS, 60);
  await stage.guard(commissioned);
  const desk = await stage.desk();
  await until('the alarm stands', () => desk.alarm('gas-high')?.durable);
  await until('every device is heard', () =>
    site.devices.every(({ id }) => desk.devices.get(id)?.state === 'online'),
  );
  const alarms = (...words: readonly string[]): Promise<Spoken> =>
    stage.lifeline('alarms', ...words, '--run', '.', '--actor', LI);
  const screen = async () => {
    const listed = await alarms('list', '--json');
    expect(listed).toMatchObject({ status: 0, err: '' });
    return alarmScreenSchema.parse(JSON.parse(listed.out));
  };
  return { stage, building, alarms, screen, commands: () => commandsOf(stage) };
}

type Written = {
  readonly verb: string;
  readonly actor: string;
  readonly accepted: boolean;
  readonly detail: string;
};

/** The commands in the journal of a stage, in their order. */
function commandsOf(stage: Stage): Written[] {
  const lines = exportJournal(journalFile(stage.journal));
  if (!lines.ok) return [];
  return [...lines.value.lines].flatMap((line) => {
    const { event } = JSON.parse(line);
    return event?.type === 'command' ? [event] : [];
  });
}

/** A screen's text without what changes from second to second. */
function timeless(text: string): string {
  return text
    .replaceAll(/\d{1,2}:\d{2}:\d{2}/g, '‹time›')
    .replaceAll(/\d+ (s|min|h|秒|分钟|小时)\b/g, '‹span›')
    .replaceAll(/\d+ (秒|分钟|小时)/g, '‹span›')
    .replaceAll(/(‹span› ?)+/g, '‹span›')
    .replaceAll(/\d+ %(?!LEL)/g, '‹share›');
}
