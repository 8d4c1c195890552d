import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labelDrawing, labelSvg, labelUrl, wifiCode } from '../../gateway/reports/label.ts';
import { labelPdf } from '../../gateway/reports/labelPdf.ts';
import { removeFolder } from '../harness/removeFolder.ts';

const FACTS = {
  ...{ gateway: 'box-1', address: '192.168.1.20', port: 8443, claim: '7KQ4-9FMX-2TRB' },
  button: false,
  fingerprint: Array.from({ length: 32 }, (_, n) => n.toString(16).padStart(2, '0')).join(':'),
  wifi: null,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'label-'));
});
afterEach(() => removeFolder(folder));

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
    const svg = labelSvg(labelDrawing({ ...FACTS, gateway: 'box <1> & co' }));
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
    const owned = labelSvg(labelDrawing({ ...FACTS, claim: null }));
    expect(owned).not.toContain('7KQ4');
    expect(owned).toContain('已有管理员');
  });

  it('says what helps who has lost every password, and nothing of it stands beside the paper', () => {
    const wifi = { name: 'Lifeline-7KQ4', password: '123456789012' };
    for (const facts of [
      FACTS,
      { ...FACTS, wifi },
      { ...FACTS, button: true },
      { ...FACTS, button: true, wifi },
    ]) {
      const { texts, height } = labelDrawing(facts);
      expect(Math.max(...texts.map(({ y }) => y))).toBeLessThan(height);
      const said = texts.map(({ text }) => text).join('\n');
      expect(said).toContain(facts.button ? '按住按钮 10 秒' : 'No button on this box');
    }
  });

  it('is a PDF of A7 as well, which says the same, and from which a phone reads both codes', () => {
    const wifi = { name: 'Lifeline (box)', password: '123456789012' };
    const pdf = join(folder, 'label.pdf');
    writeFileSync(pdf, labelPdf(labelDrawing({ ...FACTS, wifi })));
    expect(execFileSync('pdfinfo', [pdf]).toString()).toMatch(
      /Pages: +1\n(.*\n)*Page size: +209\.76\d* x 297\.6/,
    );
    const text = execFileSync('pdftotext', [pdf, '-']).toString();
    for (const said of ['Lifeline safety gateway', '7KQ4-9FMX-2TRB', 'Lifeline (box) · 123456789012', '1f'])
      expect(text).toContain(said);
    execFileSync('pdftoppm', ['-r', '200', '-png', '-singlefile', pdf, join(folder, 'label')]);
    const codes = execFileSync('zbarimg', ['-q', '--raw', join(folder, 'label.png')], { stdio: 'pipe' });
    expect(codes.toString().trim().split('\n').sort()).toEqual([wifiCode(wifi), labelUrl(FACTS)].sort());
  });

  it('says it in Chinese in the PDF too', () => {
    const pdf = join(folder, 'label.pdf');
    writeFileSync(pdf, labelPdf(labelDrawing(FACTS)));
    const text = execFileSync('pdftotext', [pdf, '-']).toString();
    for (const said of ['Lifeline 安全网关', '认领码，创建首位人员前有效', '证书由本机自签'])
      expect(text).toContain(said);
  });
});
