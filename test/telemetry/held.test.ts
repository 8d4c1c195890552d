import { describe, expect, it } from 'vitest';
import {
  birthHash,
  encodeBirth,
  encodeParts,
  encodeState,
  Platform,
  type PlatformOptions,
  senmlTelemetry,
  standing,
  telemetryMessage,
} from '../../gateway/telemetry/index.ts';
import * as examples from './examples.ts';

// What cannot be read because its birth never came. On a broker that gives no retained messages to a wildcard that is
// every telemetry message.

const birth = { ...examples.birth, previous: null };
const birthBytes = encodeBirth(birth);
const hash = birthHash(birthBytes);
const { epoch } = birth;

function setUp(options: PlatformOptions = {}) {
  const platform = new Platform(options);
  const say = (topic: string, bytes: Uint8Array, gateway = 'tower-7') =>
    platform.ingest(`lifeline/v1/${gateway}/${topic}`, bytes);
  const view = () => {
    const found = platform.gateways.get('tower-7');
    if (found === undefined) throw new Error('nothing was heard of tower-7');
    return found;
  };
  return { platform, say, view };
}

const own = (seq: number) => ({
  ...{ ...examples.header, birth: hash, seq },
  ...{ first: 1, last: 1, sealed: true, slice: null, evidence: null },
});
const parts = [{ from: 0, to: 60_000, samples: [], reports: [] }];
const row = (seq: number) => telemetryMessage(own(seq), encodeParts(parts, birth.channels));
const upTo = (seq: number) => {
  const heads = { event: { seq: 0, parts: 0 }, telemetry: { seq, parts: seq === 0 ? 0 : 1 } };
  return encodeState({ ...examples.state, epoch, journal: 'ok', heads, delivered: heads });
};

describe('telemetry whose birth has not come', () => {
  it('is red in the report and in the standing, and never complete', () => {
    const { say, view } = setUp();
    say('state', upTo(0));
    for (let seq = 1; seq <= 3; seq++) say('tel', row(seq));
    expect(view().report()).toMatchObject({
      complete: false,
      held: { messages: 3, dropped: 0, births: [hash] },
    });
    expect(standing(view(), 0)).toEqual([
      {
        severity: 'red',
        code: 'birth-missing',
        text: {
          en: '3 messages cannot be read: the birth document that names their points has not come; ask for it (command birth)',
          zh: '3 条消息无法解读：描述其测点的出生文档尚未到达；请发送 birth 命令索取',
        },
      },
    ]);
    say('birth', birthBytes);
    expect(view().report()).toMatchObject({
      complete: true,
      received: 3,
      held: { messages: 0, dropped: 0, births: [] },
    });
    expect(standing(view(), 0)).toEqual([]);
  });

  it('is red in either encoding', () => {
    const { say, view } = setUp();
    say('tel', senmlTelemetry({ kind: 'telemetry', ...own(1), parts }, birth));
    expect(view().report()).toMatchObject({ complete: false, held: { messages: 1, births: [hash] } });
  });

  it('is named missing row by row where it was dropped for want of room, also at the end', () => {
    const { say, view } = setUp({ holdBytes: 3 * row(1).length });
    for (let seq = 1; seq <= 5; seq++) say('tel', row(seq));
    say('tel', senmlTelemetry({ kind: 'telemetry', ...own(6), parts }, birth)); // larger: three rows go for it
    const { held } = view().report();
    expect(held.messages + held.dropped).toBe(6);
    expect(held.dropped).toBeGreaterThanOrEqual(2);
    say('birth', birthBytes);
    expect(view().report()).toMatchObject({
      complete: false,
      held: { messages: 0, dropped: 0 },
      missing: [{ stream: 'telemetry', from: 1, to: held.dropped }],
    });
  });

  it('is missing, not forgotten, where nothing at all is kept', () => {
    const { say, view } = setUp({ holdBytes: 0 });
    say('tel', row(1));
    expect(view().report()).toMatchObject({ complete: false, held: { messages: 0, dropped: 1 } });
    say('birth', birthBytes);
    expect(view().report()).toMatchObject({ complete: false, missing: [{ from: 1, to: 1 }] });
  });

  it('is bounded in bytes over all gateways: who wants more loses of its own', () => {
    const { platform, say, view } = setUp({ heldBytes: 10.5 * row(100).length });
    for (let seq = 1; seq <= 4; seq++) say('tel', row(seq), 'quiet');
    for (let seq = 1; seq <= 100; seq++) say('tel', row(seq));
    expect(platform.gateways.get('quiet')?.held).toBe(4);
    expect(view().held).toBe(6);
    say('birth', birthBytes, 'quiet');
    for (let seq = 101; seq <= 200; seq++) say('tel', row(seq));
    expect(view().held).toBe(10);
  });

  it('comes from a bounded number of names; whoever says a birth has a place', () => {
    const { platform, say } = setUp({ mostUnborn: 50 });
    for (let nth = 0; nth < 60; nth++) say('tel', row(1), `stranger-${nth}`);
    expect(platform.gateways.size).toBe(50);
    expect(say('tel', row(1), 'one-more')).toMatchObject({
      ok: false,
      error: { code: 'telemetry.too-many-unborn' },
    });
    expect(platform.refused).toBe(11);
    expect(say('birth', birthBytes, 'one-more').ok).toBe(true);
    expect(say('tel', row(1), 'one-more')).toMatchObject({ ok: true, value: { messages: [{ seq: 1 }] } });
    say('birth', birthBytes, 'stranger-7'); // makes room for another
    expect(say('tel', row(1), 'late').ok).toBe(true);
  });
});
