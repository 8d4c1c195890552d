import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Alarm, Maintenance } from '../../gateway/control/alarm.ts';
import { OPERATOR_VERBS } from '../../gateway/control/alarmRequests.ts';
import { type ControlAsk, type ControlClient, connectControl } from '../../gateway/control/client.ts';
import { ControlSockets } from '../../gateway/control/controlSockets.ts';
import { err, ok, type Problem } from '../../gateway/core/result.ts';
import type { AnnunciateCommand } from '../../gateway/guard/annunciate/types.ts';
import type { DetectCommand } from '../../gateway/guard/detect/types.ts';
import { alarmVerbs } from '../../gateway/guard/verbs/alarmVerbs.ts';
import type { Annunciation } from '../../gateway/guard/verbs/annunciation.ts';
import { QUIET } from '../guard/verbs/screenFixture.ts';
import { gasSite, installationOf } from '../site/fixture.ts';
import { alarm, clock, temporaryFolder } from './fixture.ts';

const installation = installationOf({
  ...gasSite,
  zones: [{ id: 'kitchens' }],
  devices: [{ id: 'gas-1', profile: 'ya-k300-s', bus: 'rs485', unit: 1, zone: 'kitchens' }],
  rules: [{ id: 'gas-high', kind: 'limit', point: 'gas-1/concentration', unit: '%LEL', high: { red: 50 } }],
});

type Audit = { verb: string; actor: string; detail: string; accepted: boolean };

let folder: ReturnType<typeof temporaryFolder>;
let sockets: ControlSockets;
let desk: ControlClient;
let courier: ControlClient;
let audits: Audit[];
let asked: (DetectCommand | AnnunciateCommand)[];
let standing: Alarm[];
let periods: Maintenance[];
/** What the detector says to a command; null: done. */
let verdict: (command: DetectCommand) => Problem | null;
let annunciation: Annunciation;

beforeEach(async () => {
  [audits, asked, standing, periods] = [[], [], [], []];
  verdict = () => null;
  annunciation = {
    screen: () => QUIET,
    command(command) {
      asked.push(command);
      return ok(null);
    },
  };
  folder = temporaryFolder();
  const handlers = alarmVerbs({
    installation: () => installation,
    alarms: {
      alarms: () => standing,
      maintenance: () => periods,
      command(command) {
        asked.push(command);
        const problem = verdict(command);
        if (problem === null && command.verb === 'maintenance')
          periods = [...periods, periodOf(command, `maintenance#${periods.length + 1}`)];
        return problem === null ? ok(null) : err(problem);
      },
    },
    annunciation: { command: (command) => annunciation.command(command), screen: () => QUIET },
    audit: (verb, actor, detail, accepted) => audits.push({ verb, actor, detail, accepted }),
  });
  sockets = new ControlSockets({ run: folder.path, clock, handlers, snapshot: () => null });
  expect(await sockets.start()).toEqual([]);
  desk = connectControl(join(folder.path, 'desk.sock'), clock, { name: 'desk' });
  courier = connectControl(join(folder.path, 'courier.sock'), clock, { name: 'courier' });
  await Promise.all([desk.opened(5000), courier.opened(5000)]);
});

afterEach(async () => {
  await Promise.all([desk.stop(), courier.stop()]);
  await sockets.stop();
  folder[Symbol.dispose]();
});

function periodOf(command: Extract<DetectCommand, { verb: 'maintenance' }>, period: string): Maintenance {
  const { scope, actor, reason, forS } = command;
  return { period, scope, actor, reason, since: { boot: clock.boot, mono: 0 }, until: forS * 1000 };
}

const actor = 'Li Wei';
/** The same by the socket of the desk. */
const atDesk = 'desk:Li Wei';
const seen = { announcement: 1, severity: 'red' } as const;

/** One request of every verb that a person may ask, as it should be asked. */
const EVERY: readonly [ask: ControlAsk, detail: string][] = [
  [{ verb: 'acknowledge', occurrence: 'gas-high#1', seen, actor }, 'gas-high#1'],
  [
    {
      verb: 'acknowledge',
      occurrence: 'gas-high#1',
      seen: { announcement: 2, severity: 'red' },
      note: 'crew sent',
      actor,
    },
    'gas-high#1: crew sent',
  ],
  [{ verb: 'silence', actor }, 'all that sounds'],
  [{ verb: 'silence', zones: ['kitchens'], actor }, 'all that sounds in kitchens'],
  [{ verb: 'silence', occurrence: 'gas-high#1', actor }, 'gas-high#1'],
  [{ verb: 'reset', occurrence: 'gas-high#1', actor }, 'gas-high#1'],
  [{ verb: 'shelve', rule: 'gas-high', forS: 7200, reason: 'new head', actor }, 'gas-high for 2 h: new head'],
  [
    { verb: 'shelve', rule: 'gas-high', forS: 5400, reason: 'new head', actor },
    'gas-high for 90 min: new head',
  ],
  [{ verb: 'unshelve', rule: 'gas-high', actor }, 'gas-high'],
  [{ verb: 'out-of-service', rule: 'gas-high', reason: 'removed', actor }, 'gas-high: removed'],
  [{ verb: 'in-service', rule: 'gas-high', actor }, 'gas-high'],
  [
    { verb: 'maintenance', zones: ['kitchens'], devices: ['gas-1'], forS: 45, reason: 'test', actor },
    'zone kitchens, device gas-1 for 45 s: test',
  ],
  [{ verb: 'maintenance', forS: 60, reason: 'drill', actor }, 'the whole site for 1 min: drill'],
  [{ verb: 'end-maintenance', period: 'maintenance#1', actor }, 'maintenance#1'],
  [{ verb: 'test', zones: ['kitchens'], actor }, 'sirens and lamps in kitchens'],
  [{ verb: 'reopen-valve', point: 'node/valve', actor }, 'node/valve'],
];

describe('a command of a person', () => {
  it('is answered and written down with who it was, whatever the verb', async () => {
    for (const [ask, detail] of EVERY) {
      audits = [];
      expect(await desk.request(ask), ask.verb).toMatchObject({ ok: true });
      expect(audits, ask.verb).toEqual([{ verb: ask.verb, actor: atDesk, detail, accepted: true }]);
      expect(asked.at(-1)).toMatchObject({ verb: ask.verb, actor: atDesk });
    }
    const verbs = new Set(EVERY.map(([{ verb }]) => verb));
    expect([...OPERATOR_VERBS].filter((verb) => !verbs.has(verb))).toEqual([]);
  });

  it('that is refused is answered and written down with the reason', async () => {
    const problem = { code: 'alarm.not-standing', what: 'no alarm gas-high#1 is standing', hint: 'look' };
    verdict = () => problem;
    const answer = await desk.request({ verb: 'acknowledge', occurrence: 'gas-high#1', seen, actor });
    expect(answer).toEqual({ ok: false, error: problem });
    const detail = 'gas-high#1; refused: no alarm gas-high#1 is standing';
    expect(audits).toEqual([{ verb: 'acknowledge', actor: atDesk, detail, accepted: false }]);
  });

  it('goes no further by the socket of courier than an acknowledgement', async () => {
    expect(
      await courier.request({ verb: 'acknowledge', occurrence: 'gas-high#1', seen, actor }),
    ).toMatchObject({ ok: false, error: { code: 'alarm.not-proven' } }); // remoteAcknowledge.test.ts says more
    [audits, asked] = [[], []];
    for (const [ask] of EVERY.filter(([{ verb }]) => verb !== 'acknowledge'))
      expect(await courier.request(ask), ask.verb).toMatchObject({
        ok: false,
        error: { code: 'control.verb-refused' },
      });
    expect(await courier.request({ verb: 'alarms' })).toMatchObject({ ok: false });
    expect([audits, asked]).toEqual([[], []]);
  });

  it('says who asks, or is not taken for a command at all', async () => {
    for (const nobody of ['', '   '])
      expect(await desk.request({ verb: 'test', actor: nobody })).toMatchObject({
        ok: false,
        error: { code: 'control.bad-request', what: 'actor: say who asks' },
      });
    expect(asked).toEqual([]);
  });
});

describe('what would be forgotten', () => {
  const REFUSED: readonly [ask: ControlAsk, code: string, hint: RegExp][] = [
    [{ verb: 'shelve', rule: 'gas-high', reason: 'why', actor }, 'alarm.shelf-without-end', /--for 2h/],
    [{ verb: 'shelve', rule: 'gas-high', forS: 0, reason: 'why', actor }, 'alarm.shelf-without-end', /--for/],
    [
      { verb: 'shelve', rule: 'gas-high', forS: -5, reason: 'why', actor },
      'alarm.shelf-without-end',
      /--for/,
    ],
    [{ verb: 'shelve', rule: 'gas-high', forS: 60, actor }, 'alarm.no-reason', /--reason/],
    [{ verb: 'shelve', rule: 'gas-high', forS: 60, reason: '  ', actor }, 'alarm.no-reason', /--reason/],
    [{ verb: 'maintenance', reason: 'why', actor }, 'alarm.maintenance-without-end', /--for 4h/],
    [{ verb: 'maintenance', forS: 0, reason: 'why', actor }, 'alarm.maintenance-without-end', /--for/],
    [{ verb: 'maintenance', forS: 60, actor }, 'alarm.no-reason', /--reason/],
    [{ verb: 'out-of-service', rule: 'gas-high', actor }, 'alarm.no-reason', /--reason/],
    // a slip of the finger must not leave everybody thinking that something is put aside
    [
      { verb: 'shelve', rule: 'gas-hgih', forS: 60, reason: 'why', actor },
      'alarm.unknown-rule',
      /gas-high\?/,
    ],
    [{ verb: 'unshelve', rule: 'gas-hgih', actor }, 'alarm.unknown-rule', /gas-high\?/],
    [{ verb: 'in-service', rule: 'gas-hgih', actor }, 'alarm.unknown-rule', /gas-high\?/],
    [
      { verb: 'maintenance', zones: ['kitchen'], forS: 60, reason: 'why', actor },
      'alarm.unknown-zone',
      /kitchens\?/,
    ],
    [
      { verb: 'maintenance', devices: ['gas-2'], forS: 60, reason: 'why', actor },
      'alarm.unknown-device',
      /gas-1\?/,
    ],
    [{ verb: 'silence', zones: ['kitchen'], actor }, 'alarm.unknown-zone', /kitchens\?/],
    [{ verb: 'test', zones: ['kitchen'], actor }, 'alarm.unknown-zone', /kitchens\?/],
  ];

  it('is refused with what to add, and the refusal is written down', async () => {
    for (const [ask, code, hint] of REFUSED) {
      audits = [];
      const answer = await desk.request(ask);
      expect(answer, JSON.stringify(ask)).toMatchObject({
        ok: false,
        error: { code, hint: expect.stringMatching(hint) },
      });
      const what = answer.ok ? '' : answer.error.what;
      expect(audits).toMatchObject([{ verb: ask.verb, actor: atDesk, accepted: false }]);
      expect(audits[0]?.detail).toContain(`refused: ${what}`);
    }
    expect(asked).toEqual([]);
  });
});

describe('a reset of all', () => {
  it('resets what can be, each written down by itself, and names what still holds', async () => {
    const gone = { ...alarm('gas-high'), condition: 'latched-unacknowledged' as const };
    const holds = alarm('riser');
    const shelved = { ...alarm('tilt'), to: 'shelved' as const, condition: 'normal' as const };
    standing = [gone, holds, shelved];
    verdict = (command) =>
      'occurrence' in command && command.occurrence === holds.occurrence
        ? { code: 'alarm.still-holds', what: 'its condition still holds' }
        : null;
    expect(await desk.request({ verb: 'reset', actor })).toEqual({
      ok: true,
      value: { reset: [gone.occurrence], kept: [holds.occurrence] },
    });
    expect(audits).toEqual([{ verb: 'reset', actor: atDesk, detail: gone.occurrence, accepted: true }]);
  });

  it('of nothing is written down too', async () => {
    expect(await desk.request({ verb: 'reset', actor })).toEqual({
      ok: true,
      value: { reset: [], kept: [] },
    });
    expect(audits).toMatchObject([
      { verb: 'reset', actor: atDesk, detail: expect.stringContaining('nothing') },
    ]);
  });
});

it('a maintenance that begins is answered with its period, to end it early', async () => {
  const begin = { verb: 'maintenance', forS: 60, reason: 'drill', actor } as const;
  expect(await desk.request(begin)).toEqual({ ok: true, value: { period: 'maintenance#1' } });
  expect(await desk.request(begin)).toEqual({ ok: true, value: { period: 'maintenance#2' } });
});

it('what annunciation refuses is told to whoever asked, and written down as refused', async () => {
  const none = { code: 'annunciate.none', what: 'nothing sounds here' };
  annunciation = { ...annunciation, command: () => err(none) };
  for (const ask of [
    { verb: 'silence', actor },
    { verb: 'test', actor },
    { verb: 'reopen-valve', point: 'node/valve', actor },
  ] as const)
    expect(await desk.request(ask)).toMatchObject({ ok: false, error: { code: 'annunciate.none' } });
  expect(audits.map(({ accepted }) => accepted)).toEqual([false, false, false]);
});
