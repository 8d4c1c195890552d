import { speaker } from '../../text/catalogue.ts';
import type { Language } from '../../text/language.ts';
import { RECORD_MESSAGES } from '../../text/recordMessages.ts';
import { html, type Markup } from '../lift/page/markup.ts';
import { hashLine, inFours, keyLine, opensslLine } from '../signed/signedRecord.ts';

/** What is printed of the signature, and where the code leads. */
export type RecordSeal = {
  readonly sha256: string;
  readonly key: string;
  readonly file: string;
  readonly verifyAt: string; // `https://…/verify`; the hash is put behind it
};

/** How whoever holds the paper checks it. */
export function signatureSection(seal: RecordSeal, language: Language): Markup {
  const say = speaker(RECORD_MESSAGES, language);
  const files = ['', '.sig', '.pem'].map((ending) => `${seal.file}${ending}`);
  return html`<section class="whole"><h2>${say('section.signature')}</h2>
<dl><div><dt>${say('signature.key')}</dt><dd>Ed25519 ${inFours(seal.key)}</dd></div></dl>
<p>${say('signature.hash')}: <code>${inFours(seal.sha256)}</code></p>
<p>${say('signature.line')}</p>
<ol><li>${say('signature.files', { at: seal.verifyAt })}<pre>${files.join('\n')}</pre></li>
<li>${say('signature.same-hash')}<pre>${hashLine(seal.file)}</pre></li>
<li>${say('signature.same-key', { key: inFours(seal.key) })}<pre>${keyLine(seal.file)}</pre></li>
<li>${say('signature.verified')}<pre>${opensslLine(seal.file).replace(/ (?=-inkey|-in |-sigfile)/g, ' \\\n  ')}</pre></li></ol></section>`;
}

/** Page numbers and the hash at the foot of every sheet; no hash where nothing was signed. */
export function paged(seal: RecordSeal | null, language: Language): string {
  const hash = seal?.sha256.slice(0, 16);
  const text = JSON.stringify(hash === undefined ? '' : speaker(RECORD_MESSAGES, language)('foot', { hash }));
  return `
@page { margin: 12mm 13mm 16mm; @bottom-left { content: ${text}; font: 8pt system-ui, "Noto Sans CJK SC", sans-serif; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt system-ui, sans-serif; } }
.sealed { display: flex; justify-content: space-between; gap: 8mm; }
.qr svg { width: 26mm; height: 26mm; }
.photo { width: 24mm; height: auto; }
.statement { font-size: 11.5pt; }
.name { overflow-wrap: anywhere; } .short { white-space: nowrap; }
code { font-size: 8pt; overflow-wrap: anywhere; }
pre { margin: 0.5mm 0 1.5mm; font-size: 8pt; white-space: pre-wrap; } ol { padding-left: 5mm; }
`;
}
