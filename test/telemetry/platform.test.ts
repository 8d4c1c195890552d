import { describe, expect, it } from 'vitest';
import {
  type AlarmEvent,
  type Birth,
  birthHash,
  type EventBody,
  encodeBirth,
  encodeEvent,
  encodeParts,
  encodeState,
  eventMessage,
  type GatewayView,
  Platform,
  type PlatformOptions,
  type TimeBase,
  telemetryMessage,
} from '../../gateway/telemetry/index.ts';
import { birth, events, header, state } from './examples.ts';
import { liftEvents } from './liftExamples.ts';

const unsynced: TimeBase = { mono: 0, utc: null, quality: 'unsynced' };
const alarm = events.alarm as AlarmEvent & EventBody;

/** A platform, and one gateway that talks to it. */
function setUp(options: PlatformOptions = {}) {
  const platform = new Platform(options);
  const say = (topic: string, bytes: Uint8Array) => platform.ingest(`lifeline/v1/tower-7/${topic}`, bytes);
  const view = (): GatewayView => {
    const found = platform.gateways.get('tower-7');
    if (found === undefined) throw new Error('nothing was heard of tower-7');
    return found;
  };
  return { platform, say, view };
}

type Report = { seq: number; mono: number; mean: number; time?: TimeBase; of?: Birth; boot?: string };

function report({ seq, mono, mean, time = unsynced, of = birth, boot = header.boot }: Report): Uint8Array {
  const column = {
    channel: 1,
    min: [mean - 1],
    mean: [mean],
    max: [mean + 1],
    n: [60],
    qualities: ['good' as const],
  };
  const part = { from: mono - 1000, to: mono, samples: [], reports: [{ times: [mono], columns: [column] }] };
  return telemetryMessage(
    {
      ...header,
      boot,
      time,
      seq,
      birth: birthHash(encodeBirth(of)),
      first: 1,
      last: 1,
      sealed: true,
      slice: null,
      evidence: null,
    },
    encodeParts([part], of.channels),
  );
}

function event(seq: number, body: EventBody, boot = header.boot): Uint8Array {
  return eventMessage({ ...header, boot, time: unsynced, seq, durable: true }, encodeEvent(body));
}

describe('the platform side', () => {
  it('holds telemetry until its birth has come, and decodes it then', () => {
    const { say, view } = setUp();
    expect(say('tel', report({ seq: 1, mono: 5000, mean: 20.5 }))).toMatchObject({
      ok: true,
      value: { messages: [] },
    });
    expect(view().held).toBe(1);
    const born = say(`birth/${birthHash(encodeBirth(birth))}`, encodeBirth(birth));
    expect(born).toMatchObject({
      ok: true,
      value: { messages: [{ kind: 'birth' }, { kind: 'telemetry', seq: 1 }] },
    });
    expect(view().held).toBe(0);
    expect(view().latest.get('gas-1/temperature')).toMatchObject({
      value: 20.5,
      quality: 'good',
      record: { min: 19.5, max: 21.5, n: 60 },
    });
  });

  it('holds no more than it was allowed, and the rest is found missing', () => {
    const { say, view } = setUp({ holdBytes: 400 });
    for (let seq = 1; seq <= 10; seq++) say('tel', report({ seq, mono: seq * 1000, mean: 20 }));
    const kept = view().held;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(10);
    say('birth', encodeBirth(birth));
    expect(view().report().missing).toContainEqual({
      epoch: birth.epoch,
      stream: 'telemetry',
      from: 1,
      to: 10 - kept,
    });
  });

  it('refuses a birth under a name that is not its hash', () => {
    const { say } = setUp();
    expect(say('birth/0000000000000000', encodeBirth(birth))).toMatchObject({
      ok: false,
      error: { code: 'telemetry.wrong-hash' },
    });
  });

  it('dates what came unsynced when a mapping of that boot arrives, and a better clock wins', () => {
    const { say, view } = setUp();
    say('birth', encodeBirth(birth));
    say('tel', report({ seq: 1, mono: 5000, mean: 20 }));
    const dated = () => {
      const stamp = view().latest.get('gas-1/temperature')?.stamp;
      return stamp && view().date(stamp);
    };
    expect(dated()).toEqual({ utc: null, quality: 'unsynced' });
    const clock = (
      mono: number,
      utc: number,
      quality: TimeBase['quality'],
      boot = header.boot,
    ): EventBody => ({
      ...{ type: 'clock', boot, time: { mono, utc, quality } },
      at: { boot, mono },
    });
    say('event', event(1, clock(6000, 1_000_000, 'rtc', 'another-boot'), 'another-boot'));
    expect(dated()).toEqual({ utc: null, quality: 'unsynced' });
    say('event', event(2, clock(6000, 1_000_000, 'rtc')));
    expect(dated()).toEqual({ utc: 999_000, quality: 'rtc' });
    say('event', event(3, clock(60_000, 2_060_000, 'ntp')));
    expect(dated()).toEqual({ utc: 2_005_000, quality: 'ntp' });
    say('event', event(4, clock(5000, 1_000_000, 'rtc')));
    expect(dated()).toEqual({ utc: 2_005_000, quality: 'ntp' });
  });

  it('keeps the newest value although a drain brings older ones later', () => {
    const { say, view } = setUp();
    say('birth', encodeBirth(birth));
    const value = () => view().latest.get('gas-1/temperature')?.value;
    say('tel', report({ seq: 9, mono: 90_000, mean: 25 }));
    say('tel', report({ seq: 3, mono: 30_000, mean: 20 }));
    expect(value()).toBe(25);
    say('tel', report({ seq: 10, mono: 1000, mean: 26, boot: 'next-boot' }));
    say('tel', report({ seq: 8, mono: 80_000, mean: 21 }));
    expect(value()).toBe(26);
  });

  it('lists the alarms that are not normal, in whatever order their steps arrive', () => {
    const { say, view } = setUp();
    const raised: EventBody = { ...alarm, occurrence: 'r#1' };
    const acknowledged: EventBody = { ...raised, from: 'B', to: 'C', cause: 'acknowledged' };
    const returned: EventBody = { ...raised, from: 'C', to: 'A', cause: 'returned' };
    say('event', event(1, raised));
    expect(view().alarms.get('r#1')?.event).toEqual(raised);
    say('event', event(3, returned));
    say('event', event(2, acknowledged));
    expect([...view().alarms]).toEqual([]);
    say('event', event(5, { ...acknowledged, occurrence: 'r#2' }));
    say('event', event(4, { ...raised, occurrence: 'r#2' }));
    expect(view().alarms.get('r#2')?.event.to).toBe('C');
  });

  it('joins late only when told to', () => {
    const delivered = { event: { seq: 7, parts: 1 }, telemetry: { seq: 0, parts: 0 } };
    const said = encodeState({ ...state, heads: delivered, delivered });
    const [early, late] = [setUp(), setUp({ joinLate: true })];
    early.say('state', said);
    late.say('state', said);
    expect(early.view().report().missing).toEqual([{ epoch: state.epoch, stream: 'event', from: 1, to: 7 }]);
    expect(late.view().report().complete).toBe(true);
  });

  it('who joins late does not miss a journal that had ended before, but one that ends while it listens', () => {
    const [early, late] = [setUp(), setUp({ joinLate: true })];
    for (const { say } of [early, late]) say('birth', encodeBirth(birth));
    expect(early.view().report().missing).toMatchObject([{ to: 17 }, { to: 5_000_000_000 }]);
    expect(late.view().report().missing).toEqual([]);
    const next = {
      ...birth,
      epoch: '00000000000000ee',
      previous: { epoch: birth.epoch, event: 3, telemetry: 2 },
    };
    const none = { event: { seq: 0, parts: 0 }, telemetry: { seq: 0, parts: 0 } };
    late.say('state', encodeState({ ...state, epoch: birth.epoch, heads: none, delivered: none }));
    for (const seq of [1, 3]) late.say('event', event(seq, alarm));
    late.say('birth', encodeBirth(next));
    const { epoch } = birth;
    expect(late.view().report().missing).toEqual([
      { epoch, stream: 'event', from: 2, to: 2 },
      { epoch, stream: 'telemetry', from: 1, to: 2 },
    ]);
  });

  it('takes off a prefix of several levels, whatever is in it', () => {
    const platform = new Platform({ prefix: 'city/v1/north' });
    expect(platform.subscriptions).toContain('city/v1/north/v1/+/tel');
    const said = platform.ingest('city/v1/north/v1/tower-7/birth', encodeBirth(birth));
    expect(said).toMatchObject({ ok: true, value: { gateway: 'tower-7' } });
    expect(platform.ingest('city/v1/tower-7/birth', encodeBirth(birth)).ok).toBe(false);
  });

  it('keeps gateways apart, and answers what is not theirs with a problem', () => {
    const { platform, say } = setUp();
    say('birth', encodeBirth(birth));
    platform.ingest('lifeline/v1/other/state', encodeState(state));
    expect([...platform.gateways.keys()]).toEqual(['tower-7', 'other']);
    expect(platform.gateways.get('other')?.birth).toBeNull();
    for (const topic of [
      '',
      'lifeline/v2/x/tel',
      'lifeline/v1/',
      'lifeline/v1/a.b/tel',
      'lifeline/v1/x/what',
    ])
      expect(platform.ingest(topic, encodeState(state))).toMatchObject({
        ok: false,
        error: { code: 'telemetry.unknown-topic' },
      });
    expect(platform.ingest('lifeline/v1/x/state', new Uint8Array())).toMatchObject({
      ok: false,
      error: { code: 'telemetry.empty' },
    });
    expect(platform.gateways.has('x')).toBe(false);
  });

  it('knows the last trip and the mode of a lift, whatever a drain brings after them', () => {
    const { say, view } = setUp();
    const told = liftEvents({ boot: header.boot, mono: 9_000 });
    const of = (name: string, mono: number) =>
      ({ ...told[`lift: ${name}`], at: { boot: header.boot, mono } }) as EventBody;
    say('event', event(4, of('trip', 8_000)));
    say('event', event(2, of('trip, little known', 5_000)));
    say('event', event(3, of('mode', 6_000)));
    say('event', event(5, { ...of('test', 9_000), what: 'of tomorrow' } as EventBody));
    const { name, last } = view().lifts.get('lift-a') ?? {};
    expect(name).toEqual({ en: 'Lift A', zh: 'A梯' });
    expect(last?.trip?.told).toMatchObject({ from: 1, to: 5, levelErrorMm: -2.5 });
    expect(last?.mode).toMatchObject({ told: { to: 1_025 }, stamp: { seq: 3, mono: 6_000 } });
    expect(Object.keys(last ?? {})).toEqual(['trip', 'mode']);
  });
});
