import type { LabelCode, LabelDrawing, LabelText } from './label.ts';

/**
 * A label as PDF 1.4 (ISO 32000-1). Latin letters are Helvetica and Chinese ones STSong-Light, which every reader has or replaces
 * (9.6.2.2, 9.7.5.2): nothing is embedded, so that a label is some kilobytes and no font has to be on the box.
 */
export function labelPdf({ width, height, texts, codes }: LabelDrawing): Buffer {
  const drawn = [
    // millimetres, from the top down as in the drawing; text is turned back by its own matrix
    `${number(POINTS)} 0 0 ${number(-POINTS)} 0 ${number(height * POINTS)} cm`,
    ...codes.map(codeOf),
    ...texts.map((text) => textOf(text, width)),
  ].join('\n');
  return file([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${number(width * POINTS)} ${number(height * POINTS)}] /Contents 4 0 R /Resources << /Font << /L 5 0 R /C 6 0 R >> >> >>`,
    `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-H /Encoding /UniGB-UCS2-H /DescendantFonts [7 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 8 0 R /DW 1000 >>',
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  ]);
}

/** Points of a millimetre. */
const POINTS = 72 / 25.4;

/** Widths of Helvetica, thousandths of its size, from space to tilde (Adobe Font Metrics). */
const WIDTHS = (
  '278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 ' +
  '722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 ' +
  '278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584'
)
  .split(' ')
  .map(Number);
const LATIN = /^[ -~·]$/;

function widthOf(letter: string): number {
  if (!LATIN.test(letter)) return 1;
  return (WIDTHS[letter.charCodeAt(0) - 32] ?? 278) / 1000; // the middle dot is as wide as a full stop
}

/** Runs of letters of one font, around the middle of the page. */
function textOf({ text, y, size, bold }: LabelText, width: number): string {
  const letters = [...text];
  const length = letters.reduce((sum, letter) => sum + widthOf(letter), 0) * size;
  const runs: { latin: boolean; text: string }[] = [];
  for (const letter of letters) {
    const latin = LATIN.test(letter);
    const last = runs.at(-1);
    if (last?.latin === latin) last.text += letter;
    else runs.push({ latin, text: letter });
  }
  // bold: an outline as well, of the same widths
  const weight = bold ? `2 Tr ${number(size * 0.03)} w` : '0 Tr';
  const shown = runs.map((run) =>
    run.latin
      ? `/L ${number(size)} Tf (${winAnsi(run.text)}) Tj`
      : `/C ${number(size)} Tf <${ucs2(run.text)}> Tj`,
  );
  return `BT ${weight} 1 0 0 -1 ${number((width - length) / 2)} ${number(y)} Tm ${shown.join(' ')} ET`;
}

function winAnsi(text: string): string {
  return text.replace(/[\\()]/g, '\\$&').replaceAll('·', '\\267');
}

function ucs2(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().toString('hex');
}

/** Its dark modules, those of a row that touch as one rectangle: a seam between two would be seen. */
function codeOf({ modules, x, y, side }: LabelCode): string {
  const module = side / modules.length;
  const bars = modules.flatMap((row, line) => {
    const found: string[] = [];
    for (let from = 0; from < row.length; from++) {
      if (row[from] !== true) continue;
      let to = from;
      while (row[to] === true) to++;
      const [left, top] = [x + from * module, y + line * module];
      // a hair more downwards, into the next row
      found.push([left, top, (to - from) * module, module * 1.02].map(number).join(' '));
      from = to;
    }
    return found;
  });
  return `${bars.map((bar) => `${bar} re`).join('\n')}\nf`;
}

function number(value: number): string {
  return Number(value.toFixed(4)).toString();
}

/** Objects, numbered from 1, with the table of where each begins. */
function file(objects: readonly string[]): Buffer {
  let text = '%PDF-1.4\n';
  const begins = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = begins.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
