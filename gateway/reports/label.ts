import { renderSVG } from 'uqr';
import { speaker } from '../text/catalogue.ts';
import { IDENTITY_MESSAGES } from '../text/identityMessages.ts';
import { LANGUAGES } from '../text/language.ts';

export type LabelFacts = {
  readonly gateway: string;
  readonly address: string; // by which phones reach the page: an IP address, for `.local` names do not resolve on all of them
  readonly port: number;
  readonly claim: string | null; // null: the box has an owner
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

/** The label of a box as an SVG of A7 size, in both languages: printed, and glued inside the housing. */
export function labelSvg(facts: LabelFacts): string {
  const { gateway, claim, fingerprint, wifi } = facts;
  const said = LANGUAGES.map((language) => speaker(IDENTITY_MESSAGES, language));
  const both = (
    key: 'label.title' | 'label.open' | 'label.warning' | 'label.claim' | 'label.owned' | 'label.wifi',
  ) => said.map((say) => say(key));
  const rows: string[] = [];
  let y = 4;
  const row = (text: string, size: number, weight = 400): void => {
    y += size; // a text stands on its line
    const at = `x="${WIDTH / 2}" y="${y.toFixed(2)}" font-size="${size}" font-weight="${weight}"`;
    rows.push(`<text ${at}>${escaped(text)}</text>`);
    y += size * 0.45;
  };
  for (const text of both('label.title')) row(text, 3.4, 700);
  row(gateway, 5, 700);
  const side = wifi === null ? 42 : 32;
  const codes = [labelUrl(facts), ...(wifi === null ? [] : [wifiCode(wifi)])];
  codes.forEach((text, i) => {
    rows.push(code(text, (WIDTH - codes.length * side) / 2 + i * side, y, side));
  });
  y += side + 1;
  if (wifi !== null) row(`${both('label.wifi').join(' · ')}: ${wifi.name}`, 2.4);
  for (const text of both('label.open')) row(text, 2.4);
  row(labelUrl({ ...facts, claim: null }), 3.2, 700);
  for (const text of both(claim === null ? 'label.owned' : 'label.claim')) row(text, 2.4);
  if (claim !== null) row(claim, 5.4, 700);
  for (const text of both('label.warning')) row(text, 2.2);
  if (fingerprint !== null)
    for (const half of [fingerprint.slice(0, 47), fingerprint.slice(48)]) row(half, 1.9);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}mm" height="${HEIGHT}mm" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="${FONT}" text-anchor="middle"><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>${rows.join('')}</svg>\n`;
}

function code(text: string, x: number, y: number, side: number): string {
  const svg = renderSVG(text, { ecc: 'M', border: 2 });
  return svg.replace('<svg ', `<svg x="${x}" y="${y}" width="${side}" height="${side}" `);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
