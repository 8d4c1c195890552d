import { describe, expect, it } from 'vitest';
import { restoreAnnunciation } from '../../../gateway/guard/annunciate/saved.ts';
import { screenOf } from '../../../gateway/guard/annunciate/screen.ts';
import { gasSite, installationOf } from '../../site/fixture.ts';
import { alarm, Telling } from './telling.ts';

const MINUTES = 60;

describe('an alarm', () => {
  it('sounds in its zone, and one without a zone everywhere', () => {
    const telling = new Telling().alarms(1, alarm('east', { severity: 'orange' }));
    expect(telling.acting).toEqual(['1 pulsed', 'strobe']);
    telling.alarms(2, alarm('lobby', { severity: 'orange' }));
    expect(telling.acting).toEqual(['1 pulsed', '2 pulsed', 'strobe']);
  });

  it('of the highest tone is what a siren sounds', () => {
    const telling = new Telling().alarms(1, alarm('east', { severity: 'orange' }), alarm('lobby'));
    expect(telling.acting).toEqual(['1 continuous', '2 continuous', 'strobe', 'gas-valve', 'fan']);
    telling.silence(2, 'lobby#1');
    expect(telling.acting).toEqual(['1 pulsed', 'strobe', 'gas-valve', 'fan']);
  });

  it('whose rule says nothing of its severity sounds what the site says; less than orange is for the screen', () => {
    expect(new Telling().alarms(1, alarm('quiet')).acting).toEqual([
      '1 continuous',
      '2 continuous',
      'strobe',
    ]);
    expect(new Telling().alarms(1, alarm('quiet', { severity: 'yellow' })).acting).toEqual([]);
  });

  it('that is a fault sounds the fault tone and lights the fault lamp, whatever its severity', () => {
    const telling = new Telling().alarms(1, alarm('gas-e.loss-of-sensing', { severity: 'yellow' }));
    expect(telling.acting).toEqual(['1 fault', 'fault-lamp']);
    telling.alarms(2, alarm('gas-e.loss-of-sensing', { severity: 'red', announcement: 2 }));
    expect(telling.acting).toEqual(['1 fault', 'fault-lamp']);
  });

  it('is silent when it has been acknowledged, and its strobe goes on until it is over', () => {
    const telling = new Telling().alarms(1, alarm('east', { severity: 'orange' }));
    telling.alarms(
      2,
      alarm('east', { severity: 'orange', to: 'acknowledged-active', cause: 'acknowledged' }),
    );
    expect(telling.acting).toEqual(['strobe']);
    telling.alarms(3);
    expect(telling.acting).toEqual([]);
  });

  it('that returned unacknowledged does not sound any more; a latched one does', () => {
    const returned = alarm('east', { severity: 'orange', to: 'returned-unacknowledged', cause: 'returned' });
    const latched = alarm('west', { severity: 'orange', to: 'latched-unacknowledged', cause: 'returned' });
    const telling = new Telling().alarms(
      1,
      alarm('east', { severity: 'orange' }),
      alarm('west', { severity: 'orange' }),
    );
    telling.alarms(2, returned, latched);
    expect(telling.acting).toEqual(['2 pulsed', 'strobe']);
  });

  it('that is shelved, suppressed or out of service signals nothing, and sounds when it no longer is', () => {
    for (const to of ['shelved', 'suppressed', 'out-of-service'] as const) {
      const telling = new Telling().alarms(1, alarm('east', { severity: 'orange' }));
      telling.silence(2);
      telling.alarms(3, alarm('east', { severity: 'orange', to, condition: 'unacknowledged-active' }));
      expect(telling.acting).toEqual([]);
      telling.alarms(4, alarm('east', { severity: 'orange', cause: 'unshelved' })); // even without a new announcement
      expect(telling.acting).toEqual(['1 pulsed', 'strobe']);
    }
  });
});

describe('silence', () => {
  it('stops the sounder and not the strobe', () => {
    const telling = new Telling().alarms(1, alarm('east', { severity: 'orange' }));
    expect(telling.silence(2)).toBeNull();
    expect(telling.acting).toEqual(['strobe']);
    expect(telling.sounding).toEqual([]);
  });

  it('of two alarms leaves a third one to sound', () => {
    const [east, west, lobby] = [alarm('east'), alarm('west'), alarm('lobby')];
    const telling = new Telling().alarms(1, east, west);
    telling.silence(2);
    expect(telling.sounding).toEqual([]);
    telling.alarms(3, east, west, lobby);
    expect(telling.sounding).toEqual(['lobby#1']);
    telling.alarms(4, east, west); // and its end does not wake the others
    expect(telling.sounding).toEqual([]);
  });

  it('means one announcement: an escalation sounds again', () => {
    const telling = new Telling().alarms(1, alarm('east', { severity: 'orange' }));
    telling.silence(2);
    telling.alarms(3, alarm('east', { severity: 'red', cause: 'escalated', announcement: 2 }));
    expect(telling.acting).toContain('1 continuous');
    telling.silence(4);
    telling.alarms(5, alarm('east', { severity: 'orange', cause: 'eased', announcement: 2 }));
    expect(telling.sounding).toEqual([]); // easing announces nothing
  });

  it('of one zone leaves the other sounding; an alarm without a zone is silent for both', () => {
    const telling = new Telling().alarms(1, alarm('east'), alarm('west'), alarm('lobby'));
    telling.silence(2, null, ['east']);
    expect(telling.sounding).toEqual(['west#1']);
  });

  it('where there is no annunciator is refused with what to do', () => {
    const telling = new Telling(installationOf(gasSite));
    expect(telling.silence(1, null)).toMatchObject({ code: 'annunciate.none', hint: expect.any(String) });
  });

  it('of what does not stand, or of a zone that is not there, is refused with what to do', () => {
    const telling = new Telling().alarms(1, alarm('east'));
    expect(telling.silence(2, 'east#0')).toMatchObject({ code: 'annunciate.not-standing' });
    expect(telling.silence(2, null, ['est'])).toMatchObject({ code: 'annunciate.unknown-zone' });
    expect(telling.sounding).toEqual(['east#1']);
    expect(telling.silence(3, 'east#1')).toBeNull();
    expect(telling.silence(3, 'east#1')).toBeNull(); // twice does no harm
  });

  it('is shown with who asked for it', () => {
    const telling = new Telling().alarms(1, alarm('east'), alarm('west'));
    telling.press(2, 'silence', ['east']);
    const screen = screenOf(telling.state, telling.policy, {
      obeys: new Map([['board/relay1', true]]),
      acted: new Set(),
      refused: new Map(),
    });
    expect(screen.sounding).toEqual(['west#1']);
    expect(screen.silenced).toMatchObject([{ occurrence: 'east#1', announcement: 1, actor: 'button:board' }]);
    expect(
      screen.outputs.map(({ point, acting, tone, obeys }) => [point.slice(-1), acting, tone, obeys]),
    ).toEqual([
      ['1', false, 'none', true],
      ['2', true, 'continuous', null],
      ['3', true, null, null],
      ['4', true, null, null],
      ['5', true, null, null],
      ['6', false, null, null],
      ['7', true, null, null],
    ]);
    expect(screen.outputs[2]?.because).toEqual(['east#1', 'west#1']);
  });
});

describe('an acknowledgement', () => {
  it('speaks for its own announcement: one that follows sounds although the alarm counts as acknowledged', () => {
    const telling = new Telling().alarms(1, alarm('east'));
    telling.alarms(2, alarm('east', { to: 'acknowledged-active', cause: 'acknowledged' }));
    expect(telling.sounding).toEqual([]);
    telling.alarms(3, alarm('east', { to: 'acknowledged-active', cause: 're-alarmed', announcement: 2 }));
    expect(telling.sounding).toEqual(['east#1']);
    telling.alarms(4, alarm('east', { to: 'acknowledged-active', cause: 'acknowledged', announcement: 2 }));
    expect(telling.sounding).toEqual([]);
  });

  it('that was given before the memory was lost still counts', () => {
    const acknowledged = alarm('east', { to: 'acknowledged-active', cause: 'eased' });
    expect(new Telling().alarms(1, acknowledged).sounding).toEqual([]);
  });
});

describe('the sounder', () => {
  it('stops after fifteen minutes of one announcement, the strobe does not, and the next announcement sounds', () => {
    const telling = new Telling().alarms(10, alarm('east', { severity: 'orange' }));
    telling.pass(10 + 15 * MINUTES - 1);
    expect(telling.sounding).toEqual(['east#1']);
    telling.pass(10 + 15 * MINUTES);
    expect(telling.acting).toEqual(['strobe']);
    expect(
      screenOf(telling.state, telling.policy, { obeys: new Map(), acted: new Set(), refused: new Map() })
        .silenced,
    ).toMatchObject([{ actor: 'sounder-limit' }]);
    telling.alarms(2000, alarm('east', { severity: 'orange', cause: 're-alarmed', announcement: 2 }));
    expect(telling.acting).toEqual(['1 pulsed', 'strobe']);
    telling.pass(2000 + 15 * MINUTES - 1);
    expect(telling.sounding).toEqual(['east#1']);
  });
});

describe('a test', () => {
  const test = (telling: Telling, atS: number, zones: readonly string[] = []) =>
    telling.ask(atS, { verb: 'test', zones });

  it('sounds sirens in pulses and lights lamps for three seconds, and never moves a valve or a fan', () => {
    const telling = new Telling();
    expect(test(telling, 1)).toBeNull();
    expect(telling.acting).toEqual(['1 pulsed', '2 pulsed', 'strobe', 'fault-lamp']);
    telling.pass(3.9);
    expect(telling.acting).toHaveLength(4);
    telling.pass(4);
    expect(telling.acting).toEqual([]);
  });

  it('of a zone is heard there, and seen on what is for the whole building', () => {
    const telling = new Telling();
    test(telling, 1, ['east']);
    expect(telling.acting).toEqual(['1 pulsed', 'strobe', 'fault-lamp']);
  });

  it('is over as soon as an alarm is announced', () => {
    const telling = new Telling();
    telling.press(1, 'test').alarms(2, alarm('east'));
    expect(telling.acting).toEqual(['1 continuous', 'strobe', 'gas-valve', 'fan']);
  });

  it('does not hide a higher tone that sounds already', () => {
    const telling = new Telling().alarms(1, alarm('east'));
    test(telling, 2);
    expect(telling.acting.slice(0, 2)).toEqual(['1 continuous', '2 pulsed']);
  });
});

describe('the fault lamp', () => {
  it('lights while guard itself has a problem', () => {
    const telling = new Telling().input({ kind: 'trouble', stands: true });
    expect(telling.acting).toEqual(['fault-lamp']);
    telling.input({ kind: 'trouble', stands: false });
    expect(telling.acting).toEqual([]);
  });
});

describe('the reset button', () => {
  it('asks for what a reset would end, in its zones', () => {
    const telling = new Telling().alarms(
      1,
      alarm('east', { to: 'latched-unacknowledged' }),
      alarm('west', { to: 'latched-acknowledged' }),
      alarm('lobby', { to: 'returned-unacknowledged' }),
      alarm('quiet'),
    );
    telling.press(2, 'reset', ['east']);
    expect(telling.effects.at(-1)).toEqual({
      kind: 'reset',
      actor: 'button:board',
      occurrences: ['east#1', 'lobby#1'],
    });
  });
});

describe('after a restart', () => {
  it('what sounded sounds on without being announced again, and what was silenced stays silent', () => {
    const [east, west] = [alarm('east'), alarm('west')];
    const telling = new Telling().alarms(1, east, west);
    telling.silence(2, 'west#1');
    telling.restart().alarms(10, east, west);
    expect(telling.sounding).toEqual(['east#1']);
    expect(telling.announced).toEqual(['east#1', 'west#1']);
    telling.pass(1 + 15 * MINUTES);
    expect(telling.sounding).toEqual([]); // the limit counts from the announcement
  });

  it('of the machine the limit of the sounder begins anew', () => {
    const telling = new Telling().alarms(14 * MINUTES, alarm('east'));
    telling.restart('another').alarms(15 * MINUTES, alarm('east'));
    telling.pass(29 * MINUTES - 1);
    expect(telling.sounding).toEqual(['east#1']);
    expect(telling.announced).toEqual(['east#1']);
  });

  it('a memory that cannot be read is told, and what stands sounds', () => {
    expect(restoreAnnunciation('{ half')).toMatchObject({
      ok: false,
      error: { code: 'annunciate.saved-state-damaged' },
    });
    expect(new Telling().alarms(1, alarm('east')).sounding).toEqual(['east#1']);
  });
});
