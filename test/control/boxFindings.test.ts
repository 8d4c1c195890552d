import { beforeEach, describe, expect, it } from 'vitest';
import { BoxFindings, examinedRequest, findingsText } from '../../gateway/control/boxFindings.ts';
import { expectChinese } from '../text/inChinese.ts';

const HOT = { key: 'doctor.temperature', named: { celsius: 82, most: 80 } };
const BROKER = {
  key: 'doctor.broker',
  named: { uplink: 'city', address: 'b:1', message: 'ECONNREFUSED' },
  where: 'mqtt://b:1',
};
let told: (readonly string[])[];
let findings: BoxFindings;

beforeEach(() => {
  told = [];
  findings = new BoxFindings((keys) => told.push(keys));
});

describe('what the doctor found', () => {
  it('stands with its remedy in both languages, and is told when it is something else', () => {
    expect(findings.take([HOT, BROKER]).ok).toBe(true);
    findings.take([HOT, BROKER]);
    // hotter: the same finding
    findings.take([{ ...HOT, named: { celsius: 85, most: 80 } }, BROKER]);
    expect(findings.standing.map(({ code }) => code)).toEqual(['doctor.temperature', 'doctor.broker']);
    expect(findings.standing[0]?.what).toContain('85 °C');
    for (const problem of findings.standing) expectChinese(problem);
    findings.take([]);
    expect(findings.standing).toEqual([]);
    expect(told).toEqual([['doctor.temperature', 'doctor.broker'], []]);
  });

  it('that is nothing at first is no news', () => {
    findings.take([]);
    expect(told).toEqual([]);
  });

  it('is refused where it is not in the catalogue, or does not give what its sentence names', () => {
    for (const bad of [
      { key: 'doctor.nothing', named: {} },
      { key: 'constructor', named: {} },
      { key: 'doctor.temperature', named: {} },
    ])
      expect(findings.take([HOT, bad])).toMatchObject({
        ok: false,
        error: { code: 'control.no-such-finding' },
      });
    expect(findings.standing).toEqual([]);
  });

  it('is bounded, whoever sends it', () => {
    const ask = (list: unknown) =>
      examinedRequest.safeParse({ id: 1, verb: 'examined', findings: list }).success;
    expect(ask([HOT, BROKER])).toBe(true);
    expect(ask(Array.from({ length: 61 }, () => HOT))).toBe(false);
    expect(ask([{ ...HOT, named: { celsius: 'x'.repeat(301), most: 80 } }])).toBe(false);
  });

  it('is one line upstream, as counts', () => {
    expect(findingsText(['a', 'b', 'a'])).toBe('3 found by the doctor: a ×2, b');
    expect(findingsText([])).toContain('nothing wrong');
  });
});
