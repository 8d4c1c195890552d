import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  decodeEvent,
  encodeEvent,
  type LiftEvent,
  type LiftHappening,
  liftDetails,
  liftHappening,
} from '../../gateway/telemetry/index.ts';
import { event as anyEvent, happening as anyHappening, plain } from './arbitrary.ts';
import { happenings } from './liftExamples.ts';

const AT = { boot: 'b007b007b007b007', mono: 7 };

/** What a platform reads of a happening after its way over the wire. */
function arrived(happening: LiftHappening): LiftHappening | null {
  const bytes = encodeEvent({ type: 'lift', lift: 'a', liftName: 'A', ...liftDetails(happening), at: AT });
  const decoded = decodeEvent(bytes);
  if (!decoded.ok || decoded.value.type !== 'lift') throw new Error('no lift event');
  return liftHappening(decoded.value);
}

const told = (what: string, details: LiftEvent['details']): LiftEvent => ({
  ...{ type: 'lift', lift: 'a', liftName: 'A', what, details },
});

describe('what a lift did', () => {
  test.each(happenings)('arrives as it was told: $what', (happening) => {
    expect(arrived(happening)).toEqual(happening);
  });

  it('arrives as it was told, whatever it was', () => {
    fc.assert(
      fc.property(anyHappening, (happening) => {
        expect(arrived(happening)).toEqual(happening);
      }),
    );
  });

  it('is told in whole milliseconds and millimetres', () => {
    const trip = happenings.find(({ what }) => what === 'trip') as LiftHappening & { what: 'trip' };
    const measured = { ...trip, started: ['b', 12.4] as const, durationMs: 9_000.6, distanceMm: 2_899.9 };
    expect(arrived(measured)).toEqual({
      ...{ ...trip, started: ['b', 12], durationMs: 9_001, distanceMm: 2_900 },
    });
  });

  it('is read without what a later sender adds, and with what an earlier one did not tell as unknown', () => {
    const test = { what: 'test', actor: 'li', automatic: null, passed: null, note: null };
    expect(liftHappening(told('test', { actor: 'li', device: 'phone' }))).toEqual(test);
    expect(liftHappening(told('comm-back', { device: 'd', since: ['b', 1] }))).toEqual({
      ...{ what: 'comm-back', device: 'd', since: ['b', 1], silentMs: null },
    });
  });

  it('is null where the kind is not known, or does not tell what belongs to it', () => {
    for (const what of ['jump', 'constructor', '__proto__', ''])
      expect(liftHappening(told(what, { from: 1, to: 2 }))).toBeNull();
    for (const { what, ...details } of happenings)
      for (const name of Object.keys(details))
        expect(liftHappening(told(what, { ...details, [name]: [{}] } as LiftEvent['details']))).toBeNull();
    expect(liftHappening(told('test', { actor: null }))).toBeNull();
    expect(liftHappening(told('trips-missing', { missing: Number.NaN, unseen: 0 }))).toBeNull();
  });

  it('never throws, whatever strangers send', () => {
    const whats = fc.constantFrom(...happenings.map(({ what }) => what), 'else');
    const names = fc.constantFrom('from', 'to', 'started', 'trips', 'record', 'name', '__proto__');
    fc.assert(
      fc.property(whats, fc.dictionary(names, plain), (what, details) => {
        const read = liftHappening(told(what, details));
        expect(read === null || read.what === what).toBe(true);
      }),
    );
    // bytes of real events with some of them replaced
    const bent = fc.tuple(
      anyEvent,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
    );
    fc.assert(
      fc.property(bent, ([event, changes]) => {
        const bytes = encodeEvent(event);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const decoded = decodeEvent(bytes);
        if (decoded.ok && decoded.value.type === 'lift') liftHappening(decoded.value);
      }),
    );
  });
});
