import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { labelSvg, labelUrl, wifiCode } from '../../gateway/reports/label.ts';

const FACTS = {
  ...{ gateway: 'box-1', address: '192.168.1.20', port: 8443, claim: '7KQ4-9FMX-2TRB' },
  fingerprint: Array.from({ length: 32 }, (_, n) => n.toString(16).padStart(2, '0')).join(':'),
  wifi: null,
};

describe('the label of a box', () => {
  it('leads a phone to an IP address, with the claim code in the fragment, which no server ever sees', () => {
    expect(labelUrl(FACTS)).toBe('https://192.168.1.20:8443/#c=7KQ4-9FMX-2TRB');
    expect(labelUrl({ ...FACTS, address: 'fd00::20', claim: null })).toBe('https://[fd00::20]:8443/');
  });

  it('names a wireless network as phones read it', () => {
    expect(wifiCode({ name: 'box;1', password: 'a:b"c\\d,' })).toBe(
      'WIFI:T:WPA;S:box\\;1;P:a\\:b\\"c\\\\d\\,;;',
    );
  });

  it('is an A7 picture with both languages, and without the code once the box has an owner', () => {
    const svg = labelSvg({ ...FACTS, gateway: 'box <1> & co' });
    execFileSync('xmllint', ['--noout', '-'], { input: svg });
    for (const text of [
      'width="74mm"',
      'height="105mm"',
      '7KQ4-9FMX-2TRB',
      '认领码',
      '安全网关',
      'box &lt;1> &amp; co',
    ])
      expect(svg).toContain(text);
    const owned = labelSvg({ ...FACTS, claim: null });
    expect(owned).not.toContain('7KQ4');
    expect(owned).toContain('已有管理员');
  });
});
