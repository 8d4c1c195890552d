import { encode } from 'uqr';
import { speaker } from '../text/catalogue.ts';
import { IDENTITY_MESSAGES } from '../text/identityMessages.ts';
import { LANGUAGES } from '../text/language.ts';

export type LabelFacts = {
  readonly gateway: string;
  readonly address: string; // by which phones reach the page: an IP address, for `.local` names do not resolve on all of them
  readonly port: number;
  readonly claim: string | null; // null: the box has an owner
  readonly button: boolean; // whether it has one that opens it for a new administrator
  readonly fingerprint: string | null; // SHA-256 of the certificate, hexadecimal pairs
  readonly wifi: { readonly name: string; readonly password: string } | null;
};

/** A7 upright, millimetres. */
const [WIDTH, HEIGHT] = [74, 105];
const FONT = "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', sans-serif";

/** What the code for a phone says: the page of the box, the claim code in its fragment, which no server and no log ever sees. */
export function labelUrl({ address, port, claim }: LabelFacts): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return `https://${host}:${port}/${claim === null ? '' : `#c=${claim}`}`;
}

/** How phones read a wireless network from a code; `\`, `;`, `,`, `:` and `"` are escaped. */
export function wifiCode({ name, password }: { readonly name: string; readonly password: string }): string {
  const plain = (text: string) => text.replace(/([\\;,:"])/g, '\\$1');
  return `WIFI:T:WPA;S:${plain(name)};P:${plain(password)};;`;
}

/** One line of text around the middle of the label; `y` is what it stands on. Millimetres. */
export type LabelText = {
  readonly text: string;
  readonly y: number;
  readonly size: number;
  readonly bold: boolean;
};

/** A code for a phone, its quiet zone included: rows of modules, true is dark. Millimetres. */
export type LabelCode = {
  readonly modules: readonly (readonly boolean[])[];
  readonly x: number;
  readonly y: number;
  readonly side: number;
};

/** A label as it is drawn, whatever the file is. Millimetres. */
export type LabelDrawing = {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly LabelText[];
  readonly codes: readonly LabelCode[];
};

/** The label of a box, of A7 size, in both languages: printed, and glued inside the housing. */
export function labelDrawing(facts: LabelFacts): LabelDrawing {
  const { gateway, claim, fingerprint, wifi } = facts;
  const said = LANGUAGES.map((language) => speaker(IDENTITY_MESSAGES, language));
  const both = (
    key: `label.${'title' | 'open' | 'warning' | 'claim' | 'owned' | 'wifi' | 'button' | 'no-button'}`,
  ) => said.map((say) => say(key));
  const texts: LabelText[] = [];
  let y = 4;
  const row = (text: string, size: number, bold = false): void => {
    y += size; // a text stands on its line
    texts.push({ text, y, size, bold });
    y += size * 0.45;
  };
  for (const text of both('label.title')) row(text, 3.4, true);
  row(gateway, 5, true);
  const side = wifi === null ? 38 : 32;
  const contents = [labelUrl(facts), ...(wifi === null ? [] : [wifiCode(wifi)])];
  const codes = contents.map((text, i) => ({
    modules: encode(text, { ecc: 'M', border: 2 }).data,
    ...{ x: (WIDTH - contents.length * side) / 2 + i * side, y, side },
  }));
  y += side + 1;
  if (wifi !== null) {
    row(both('label.wifi').join(' · '), 2.4);
    row(`${wifi.name} · ${wifi.password}`, 2.4, true);
  }
  for (const text of both('label.open')) row(text, 2.4);
  row(labelUrl({ ...facts, claim: null }), 3.2, true);
  for (const text of both(claim === null ? 'label.owned' : 'label.claim')) row(text, 2.4);
  if (claim !== null) row(claim, 5.4, true);
  for (const text of both(facts.button ? 'label.button' : 'label.no-button')) row(text, 1.9);
  for (const text of both('label.warning')) row(text, 2.2);
  if (fingerprint !== null)
    for (const half of [fingerprint.slice(0, 47), fingerprint.slice(48)]) row(half, 1.9);
  return { width: WIDTH, height: HEIGHT, texts, codes };
}

/** A label as an SVG. */
export function labelSvg({ width, height, texts, codes }: LabelDrawing): string {
  const lines = texts.map(({ text, y, size, bold }) => {
    const at = `x="${width / 2}" y="${y.toFixed(2)}" font-size="${size}" font-weight="${bold ? 700 : 400}"`;
    return `<text ${at}>${escaped(text)}</text>`;
  });
  const squares = codes.map(({ modules, x, y, side }) => {
    const dark = modules.flatMap((row, line) =>
      row.flatMap((isDark, column) => (isDark ? `M${column},${line}h1v1h-1z` : [])),
    );
    const box = `x="${x}" y="${y}" width="${side}" height="${side}" viewBox="0 0 ${modules.length} ${modules.length}"`;
    return `<svg ${box} shape-rendering="crispEdges"><path d="${dark.join('')}"/></svg>`;
  });
  const drawn = [...lines, ...squares].join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}" font-family="${FONT}" text-anchor="middle"><rect width="${width}" height="${height}" fill="#fff"/>${drawn}</svg>\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
