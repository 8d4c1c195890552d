import { describe, expect, it } from 'vitest';
import { VIRTUAL_POINTS } from '../../../drivers/lift/virtualPoints.ts';
import { alarmScreenSchema } from '../../../gateway/control/alarmScreen.ts';
import { stateNameOf } from '../../../gateway/guard/verbs/presentValues.ts';
import type { Point } from '../../../gateway/site/installation.ts';
import { busProblem } from '../../../gateway/text/problems/busProblems.ts';
import { siteProblem } from '../../../gateway/text/siteProblem.ts';
import { expectChinese } from '../../text/inChinese.ts';
import { alarm, boot, EVERY_STATE, NOW, PERIOD, screenOf, UTC } from './screenFixture.ts';

describe('the screen of an operator', () => {
  it('is what its schema says, in every state an alarm can have, and nothing of it is lost on the wire', () => {
    const screen = screenOf(EVERY_STATE, { maintenance: [PERIOD] });
    expect(alarmScreenSchema.parse(JSON.parse(JSON.stringify(screen)))).toEqual(screen);
    expect(screen.alarms.map(({ letter }) => letter)).toEqual(['B', 'E', 'C', 'D', 'G', 'H', 'I']);
  });

  it('carries what is needed to say a problem of the gateway in another language', () => {
    const file = 'site.yaml';
    const screen = { ...screenOf([]), problems: [siteProblem('site.last-good', { file })] };
    const { problems } = alarmScreenSchema.parse(JSON.parse(JSON.stringify(screen)));
    expect(problems).toEqual(screen.problems);
    problems.forEach(expectChinese);
  });

  it('names what of a device is not sensed, and why, in both languages', () => {
    const loss = alarm({
      ...{ rule: 'gas-301.loss-of-sensing', severity: 'yellow', point: null, value: null },
      quality: 'protocol-error',
    });
    const trouble = busProblem('bus.refused', {
      ...{
        refusals: 'state (holding 1: exception 2)',
        profile: 'ya-k300-s',
        off: 'state: { enabled: false }',
      },
    });
    const { alarms } = screenOf([loss], { trouble, readings: { concentration: 1, state: null } });
    expect(alarms[0]?.unsensed).toMatchObject({
      points: [{ en: 'Detector state', zh: '探测器状态' }],
      whole: false,
      because: { en: expect.stringContaining('refuses state'), zh: expect.stringContaining('设备拒绝') },
      remedy: { en: expect.stringContaining('state: { enabled: false }') },
    });
    const silent = screenOf([loss], {
      trouble,
      readings: { concentration: null, state: null },
      silent: ['concentration'],
    });
    expect(silent.alarms[0]?.unsensed?.because).toMatchObject({
      en: expect.stringContaining('; 1 others have not been read again since it was silent'),
      zh: expect.stringContaining('另有 1 个测点自设备无应答以来尚未重新读到'),
    });
    const [all] = screenOf([loss], { readings: { concentration: null, state: null } }).alarms;
    expect(all?.unsensed).toMatchObject({ whole: true, because: null });
    expect(screenOf([loss], { readings: { concentration: 1 } }).alarms[0]?.unsensed).toBeUndefined();
  });

  it('names the states of what is found of a lift, in both languages', () => {
    const named = (role: string, value: string) => stateNameOf(value, { role } as Point['profile']);
    expect(named('lift.entrapment', 'confirmed')).toEqual({ en: 'confirmed', zh: '确认困人' });
    expect(named('lift.entrapment', 'attended')).toEqual({
      en: 'mechanic has arrived',
      zh: '维修人员已到场',
    });
    expect(named('lift.overtravel', 'top')).toEqual({ en: 'at the top', zh: '在上端' });
    expect(named('lift.overspeed', 'over')?.zh).toBe('严重超过额定速度');
    for (const { name, holds } of VIRTUAL_POINTS)
      for (const value of holds === 'boolean' ? [] : holds.filter((one) => one !== 'no'))
        expect(named(name, value), `${name} ${value}`).not.toBeNull();
  });

  it('says when it was made and what civil time that is', () => {
    expect(screenOf([])).toMatchObject({ boot, now: NOW, utc: UTC, time: { quality: 'ntp' } });
  });

  it('names rule, device, place, zone and value in both languages', () => {
    const { alarms } = screenOf(EVERY_STATE);
    expect(alarms[0]).toMatchObject({
      ...{ kind: 'limit', class: 'alarm', zone: 'kitchens' },
      ruleName: { en: 'Gas in 301', zh: '301 燃气' },
      ruleText: expect.stringContaining('red 50'),
      deviceName: { en: 'Gas detector 301', zh: '301 燃气探测器' },
      place: { en: 'Kitchen 301', zh: '301 厨房' },
      pointName: { en: expect.any(String), zh: expect.any(String) },
    });
    const riser = alarms.find(({ rule }) => rule === 'riser');
    expect(riser).toMatchObject({
      ruleName: { en: 'Riser gauge: limit', zh: 'Riser gauge：限值' },
      place: 'Garden Lane 7',
    });
    expect(alarms.find(({ rule }) => rule === 'gas-302-state')?.valueName).toEqual({
      en: expect.any(String),
      zh: expect.any(String),
    });
    expect(alarms.find(({ rule }) => rule === 'gas-301.loss-of-sensing')?.class).toBe('fault');
  });

  it('says where a limit comes from, and only of the value that was crossed', () => {
    const source = {
      clause: '§5.5.2',
      source: { en: 'as remembered', zh: '凭记忆' },
      confidence: 'from-memory',
    } as const;
    const valued = (value: number) =>
      new Map([
        [
          'gas-301',
          {
            values: [
              { path: 'high.yellow', value: 50, ...source },
              { path: 'high.red', value, ...source },
            ],
          },
        ],
      ]);
    expect(screenOf([alarm({})], { provenance: valued(50) }).alarms[0]?.limitProvenance).toEqual(source);
    expect(screenOf([alarm({})], { provenance: valued(25) }).alarms[0]?.limitProvenance).toBeNull();
  });

  it('speaks of the gateway where an alarm is of no device of the site', () => {
    const { alarms } = screenOf([alarm({ rule: 'gateway.journal', device: 'gateway', point: null })]);
    expect(alarms[0]?.deviceName).toEqual({ en: 'Small house', zh: '小楼' });
  });

  it('says what is heard, and silenced only for the announcement that was silenced', () => {
    const { alarms } = screenOf(EVERY_STATE);
    expect(alarms[0]).toMatchObject({ sounding: false, silenced: { actor: 'Li Wei', announcement: 1 } });
    expect(alarms[1]).toMatchObject({ sounding: true, silenced: null }); // announced a second time
  });

  it('says what can be reset, and why the rest cannot', () => {
    const { alarms } = screenOf(EVERY_STATE);
    expect(alarms.map(({ latched }) => latched)).toEqual([false, true, false, false, false, false, false]);
    expect(alarms.map(({ reset: { possible, because } }) => because ?? possible)).toEqual([
      'condition-holds',
      true,
      'condition-holds',
      true,
      'nothing-held',
      'condition-holds',
      'condition-holds',
    ]);
  });

  it('marks the first of those that belong together, and nothing that stands alone', () => {
    const { alarms } = screenOf(EVERY_STATE);
    expect(alarms.filter(({ firstOut }) => firstOut).map(({ rule }) => rule)).toEqual(['gas-301']);
    expect(screenOf([alarm({ group: 'gas-301#b-1' })]).alarms[0]?.firstOut).toBe(false);
  });

  it('lists what somebody has put aside, with who, why and until when', () => {
    const { shelved, outOfService, maintenance, alarms } = screenOf(EVERY_STATE, { maintenance: [PERIOD] });
    expect(shelved).toMatchObject([
      { rule: 'door', actor: 'Wang', reason: 'door is being painted', until: { boot } },
    ]);
    expect(outOfService).toMatchObject([{ rule: 'gas-302.loss-of-sensing', until: null }]);
    expect(maintenance).toMatchObject([
      {
        period: PERIOD.period,
        covers: [
          { kind: 'zone', name: { zh: '厨房区' } },
          { kind: 'device', name: 'Riser gauge' },
        ],
      },
    ]);
    expect(alarms.find(({ to }) => to === 'suppressed')?.period).toBe(PERIOD.period);
  });

  it('names of several maintenance periods the one that ends last, and none that is elsewhere', () => {
    const later = { ...PERIOD, period: 'later', scope: { zones: [], devices: [] }, until: PERIOD.until + 1 };
    const elsewhere = { ...later, period: 'elsewhere', scope: { zones: [], devices: ['main'] }, until: 1e12 };
    const { alarms } = screenOf(EVERY_STATE, { maintenance: [PERIOD, later, elsewhere] });
    expect(alarms.find(({ to }) => to === 'suppressed')?.period).toBe('later');
  });

  it('counts the devices, and names those that are not well', () => {
    const { health, problems } = screenOf([]);
    expect(health.devices).toEqual({ online: 1, failing: 0, offline: 1, unknown: 2 });
    expect(health.unwell.map(({ device, state }) => [device, state])).toEqual([
      ['gas-302', 'unknown'],
      ['main', 'offline'],
      ['board', 'unknown'],
    ]);
    expect(health.lines).toMatchObject([{ line: 'rs485', deadShare: 0.08, problem: null }]);
    expect(problems).toMatchObject([{ code: 'journal.full', hint: 'make room' }]);
  });
});
