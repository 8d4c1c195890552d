import { describe, expect, it } from 'vitest';
import {
  birthHash,
  type EventMessage,
  encodeBirth,
  encodeEvent,
  encodeParts,
  encodeState,
  eventMessage,
  GatewayView,
  type StateMessage,
  standing,
  telemetryMessage,
} from '../../gateway/telemetry/index.ts';
import * as examples from './examples.ts';

const { events, state: exampleState } = examples;
const birth = { ...examples.birth, previous: null };
const header = { ...examples.header, birth: birthHash(encodeBirth(birth)) };

const MINUTE = 60_000;

/** A platform that listens to one gateway with a period of a minute; nothing is asked of a real clock. */
function setUp() {
  const view = new GatewayView();
  let [now, event, telemetry] = [0, 0, 0];
  const say = (topic: string, bytes: Uint8Array, retained = false) =>
    view.ingest(topic, bytes, { atMs: now, retained });
  const gateway = {
    view,
    minutes(count: number) {
      now += count * MINUTE;
      return gateway;
    },
    /** Says how it stands: as it is, unless it says otherwise. */
    state(more: Partial<StateMessage> = {}, retained = false) {
      const heads = { event: { seq: event, parts: 1 }, telemetry: { seq: telemetry, parts: 1 } };
      const delivered = { event: { seq: 0, parts: 0 }, telemetry: { seq: 0, parts: 0 } };
      say('state', encodeState({ ...exampleState, journal: 'ok', heads, delivered, ...more }), retained);
      return gateway;
    },
    writes(sent: boolean) {
      event += 1;
      telemetry += 1;
      if (!sent) return gateway;
      const to = telemetry * MINUTE;
      const reports = [
        {
          times: [to],
          columns: [{ channel: 1, min: [1], mean: [1], max: [1], n: [60], qualities: ['good' as const] }],
        },
      ];
      const own = { ...header, seq: telemetry, first: 1, last: 1, sealed: true, slice: null, evidence: null };
      const part = { from: to - MINUTE, to, samples: [], reports };
      say('tel', telemetryMessage(own, encodeParts([part], birth.channels)));
      const body = events.alarm as EventMessage['event'];
      say('event', eventMessage({ ...header, seq: event, durable: true }, encodeEvent(body)));
      return gateway;
    },
    found: () => standing(view, now).map(({ severity, code }) => `${severity} ${code}`),
  };
  say('birth', encodeBirth(birth));
  return gateway;
}

describe('how a gateway stands', () => {
  it('is well while it reports every minute and everything arrives', () => {
    const gateway = setUp();
    for (let minute = 0; minute < 20; minute++) {
      gateway.writes(true).state().minutes(1);
      expect(gateway.found()).toEqual([]);
    }
  });

  it('is overdue when a gateway that should be online says nothing for 150 s', () => {
    const gateway = setUp().writes(true).state();
    expect(gateway.minutes(2.5).found()).toEqual([]);
    expect(gateway.minutes(0.01).found()).toEqual(['orange state-overdue']);
    expect(gateway.state().found()).toEqual([]);
  });

  it('is overdue when all there is of it is a state that the broker had kept', () => {
    const gateway = setUp().state({}, true);
    expect(gateway.minutes(2).found()).toEqual([]);
    expect(gateway.state({}, true).minutes(2).found()).toEqual(['orange state-overdue']);
    expect(gateway.state().found()).toEqual([]);
  });

  it('is never judged by a silence when nobody said when messages came', () => {
    const view = new GatewayView();
    view.ingest('state', encodeState({ ...exampleState, journal: 'ok', heads: exampleState.delivered }));
    expect(standing(view, 1e12).filter(({ code }) => code !== 'missing')).toEqual([]);
  });

  it('is a lost tail when the will comes and rows that state named are not here', () => {
    const gateway = setUp().writes(true).writes(false).writes(false).state();
    expect(gateway.found()).toEqual([]); // on the way
    gateway.state({ online: false });
    expect(gateway.found()).toEqual(['red lost-tail', 'yellow offline']);
    expect(standing(gateway.view, 0)[0]?.text).toEqual({
      en: '4 rows were written there and never arrived; they come only if the gateway comes back',
      zh: '网关已写入 4 条记录却从未送达；只有网关恢复后才会补传',
    });
  });

  it('is a lost tail, too, when no will comes and the gateway is overdue', () => {
    const gateway = setUp().writes(true).writes(false).state();
    expect(gateway.minutes(3).found()).toEqual(['red lost-tail', 'orange state-overdue']);
  });

  it('is only offline after a goodbye with nothing left to send', () => {
    expect(setUp().writes(true).state({ online: false }).minutes(60).found()).toEqual(['yellow offline']);
  });

  it('is not coming when rows stay away although the gateway goes on saying that it is online', () => {
    const gateway = setUp().writes(true);
    for (let minute = 0; minute < 4; minute++) gateway.writes(false).state().minutes(1);
    expect(gateway.found()).toEqual(['orange not-coming']);
  });

  it('is red when two boxes speak under its name, and not for a reboot or a message that comes late', () => {
    const gateway = setUp().writes(true);
    for (const boot of ['one', 'two', 'one']) gateway.state({ boot }).minutes(0.5);
    expect(gateway.found()).toEqual([]);
    gateway.state({ boot: 'two' });
    expect(gateway.found()).toEqual(['red two-boxes']);
    for (let minute = 0; minute < 16; minute++) gateway.writes(true).state({ boot: 'two' }).minutes(1);
    expect(gateway.found()).toEqual([]);
  });

  it('is red when guard is silent behind a living courier', () => {
    const gateway = setUp().writes(true).state({ guardAlive: false });
    expect(gateway.found()).toEqual(['red guard-silent']);
    expect(gateway.state().found()).toEqual([]);
    // a will was written when courier connected, perhaps before guard was there
    expect(gateway.state({ online: false, guardAlive: false }).found()).toEqual(['yellow offline']);
  });

  it('stands still when guard claims to live and report periods pass without a row', () => {
    const gateway = setUp().writes(true);
    for (let minute = 0; minute < 5; minute++) gateway.state().minutes(1);
    expect(gateway.found()).toEqual(['orange head-still']);
    expect(gateway.writes(true).state().found()).toEqual([]);
  });

  it('names a disk in trouble, and what is lost, worst first', () => {
    const gateway = setUp().writes(true).writes(false).writes(true);
    expect(gateway.state({ journal: 'trouble' }).found()).toEqual(['red missing', 'orange journal-trouble']);
  });
});
