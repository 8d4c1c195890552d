import { generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signRecord, verifyRecord } from '../../gateway/reports/signed/signedRecord.ts';
import {
  type CommandEvent,
  type EventBody,
  PAPER_VERB,
  paperPieces,
  readPaperPiece,
  SignedPapers,
  type WholePaper,
} from '../../gateway/telemetry/index.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const PEM = publicKey.export({ format: 'pem', type: 'spki' }).toString();

/** A paper with something that does not shrink, as photos do not. */
function paper(noise: number): WholePaper {
  const record = signRecord({ photo: randomBytes(noise).toString('base64') }, privateKey, PEM);
  const proof = verifyRecord(record);
  if (!proof.ok) throw new Error(proof.error.what);
  return { kind: 'commissioning', sha256: proof.value.sha256, ...record };
}

function events(details: readonly string[]): EventBody[] {
  const at = { boot: 'b', mono: 1 };
  return details.map((detail) => ({
    ...{ type: 'command', verb: PAPER_VERB, actor: 'desk:li', accepted: true, detail, at },
  })) as (CommandEvent & EventBody)[];
}

test('a paper comes together from its pieces in any order, twice or not, and is given out once', () => {
  const whole = paper(20_000);
  const pieces = events(paperPieces(whole) ?? []);
  expect(pieces.length).toBeGreaterThan(3);
  fc.assert(
    fc.property(fc.shuffledSubarray([...pieces, ...pieces], { minLength: 2 * pieces.length }), (told) => {
      const papers = new SignedPapers();
      const found = told.flatMap((event) => papers.take(event) ?? []);
      expect(found).toHaveLength(1);
      expect(Buffer.from(found[0]?.bytes ?? []).equals(Buffer.from(whole.bytes))).toBe(true);
      expect(verifyRecord(found[0] ?? whole).ok).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test('what was changed on the way, or is no piece at all, makes no paper', () => {
  const whole = paper(5_000);
  const pieces = paperPieces(whole) ?? [];
  for (const [index, piece] of pieces.entries()) {
    const read = readPaperPiece(piece);
    const bytes = Buffer.from(read?.data ?? '', 'base64');
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 4;
    const changed = pieces.with(index, JSON.stringify({ ...read, data: bytes.toString('base64') }));
    const papers = new SignedPapers();
    expect(events(changed).map((event) => papers.take(event))).toEqual(changed.map(() => null));
  }
  // signed by somebody else, under the hash of ours
  const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const papers = new SignedPapers();
  const forged = events(paperPieces({ ...whole, publicKey: other }) ?? []);
  expect(forged.map((event) => papers.take(event))).toEqual(forged.map(() => null));
  for (const detail of ['', '{}', '[]', '{"sha256":"00","index":0,"count":1,"data":""}', `${pieces[0]}x`])
    expect(readPaperPiece(detail)).toBe(null);
  // one that blows up when it is inflated
  const bomb = paperPieces({ ...whole, bytes: new Uint8Array(5_000_000) });
  expect(bomb).toBe(null);
});
