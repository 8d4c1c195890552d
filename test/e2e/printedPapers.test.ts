import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordPage } from '../../gateway/reports/commissioning/recordPage.ts';
import { openBrowser } from '../harness/browser.ts';
import { temporaryFolder } from '../journal/samples.ts';
import { sampleRecord } from '../reports/commissioning/sampleRecord.ts';
import { FEW, HALF, halfYearPaper } from '../reports/examination/halfYearPaper.ts';

const PICTURES = process.env.LIFELINE_PICTURES;
const SEAL = {
  ...{ sha256: 'ab'.repeat(32), key: 'fe78b3099ecc4c4c', file: 'record.json' },
  verifyAt: 'https://192.0.2.1/verify',
};
/** 184 mm of paper between the margins, at 96 dots an inch. */
const PRINTED_PX = Math.round((184 / 25.4) * 96);

const paper = {
  record: (language: 'en' | 'zh') => recordPage(sampleRecord(), SEAL, language),
  half: (language: 'en' | 'zh') => halfYearPaper({ ...HALF, language }).page,
  few: (language: 'en' | 'zh') => halfYearPaper({ ...FEW, language }).page,
  'no-site': (language: 'en' | 'zh') => halfYearPaper({ ...FEW, language, site: null }).page,
};

test('record and examination print on A4 in both languages: nothing runs over the edge, no heading stands alone at the foot, every sheet has its number and hash', async () => {
  const folder = PICTURES ?? temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const page = await (await openBrowser()).newPage();
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: PRINTED_PX, height: 1000 });
  for (const [kind, write] of Object.entries(paper))
    for (const language of ['en', 'zh'] as const) {
      const html = write(language);
      const file = join(folder, `${kind}-${language}`);
      writeFileSync(`${file}.html`, html);
      await page.setContent(html);
      expect(await page.evaluate('document.documentElement.scrollWidth'), file).toBe(PRINTED_PX);
      await page.pdf({ path: `${file}.pdf`, preferCSSPageSize: true });
      expect(execFileSync('pdfinfo', [`${file}.pdf`]).toString()).toMatch(/Page size: .*\(A4\)/);
      const sheets = execFileSync('pdftotext', ['-layout', `${file}.pdf`, '-'])
        .toString()
        .split('\f')
        .slice(0, -1);
      const headings = [...html.matchAll(/<h2>([^<]+)<\/h2>/g)].map(([, text]) => text);
      for (const [i, sheet] of sheets.entries()) {
        const lines = sheet
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== '');
        expect(lines.at(-1), file).toMatch(new RegExp(`[0-9a-f]{16}.* ${i + 1} ?/ ?${sheets.length}$`));
        expect(headings, `${file}, sheet ${i + 1}`).not.toContain(lines.at(-2));
      }
      if (PICTURES !== undefined) execFileSync('pdftoppm', ['-r', '70', '-png', `${file}.pdf`, file]);
    }
}, 180_000);
