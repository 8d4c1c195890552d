import { type KeyObject, sign, verify } from 'node:crypto';
import { err, ok, type Problem, type Result } from '../../../drivers/result.ts';
import { arrayOf, type CborItem, decodeItem, encodeItem } from '../wire/cbor.ts';

/**
 * COSE_Sign1 (RFC 9052 §4.2) with Ed25519 (algorithm EdDSA, RFC 9053 §2.2), and nothing else of COSE. Untagged, because
 * the topic says what it is; tag 18 is taken as well.
 */
export type Sign1 = {
  readonly protectedHeader: Uint8Array; // encoded, as it was signed
  readonly kid: string | null;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
};

const ALG = 1;
const CRIT = 2;
const KID = 4;
const EDDSA = -8;
const TAG_18 = 0xd2;
const ARRAY_OF_4 = 0x84;
const BYTES = 2;
const NOTHING = new Uint8Array(0);

/** Whether these bytes can only be a COSE_Sign1: no other message of ours is an array of four that begins with bytes. */
export function looksSigned(bytes: Uint8Array): boolean {
  return bytes[0] === TAG_18 || (bytes[0] === ARRAY_OF_4 && (bytes[1] ?? 0) >> 5 === BYTES);
}

/**
 * Signs `payload`. `about` (the external_aad) is signed with it and not sent: what the reader knows of where the bytes
 * came from, so that they are worth nothing anywhere else.
 */
export function signSign1(payload: Uint8Array, key: KeyObject, kid: string, about: string): Uint8Array {
  const header = encodeItem(
    new Map<number, CborItem>([
      [ALG, EDDSA],
      [KID, Buffer.from(kid, 'utf8')],
    ]),
  );
  const signature = sign(null, toBeSigned(header, payload, about), key);
  return arrayOf(encodeItem(header), encodeItem(new Map()), encodeItem(payload), encodeItem(signature));
}

/** Takes a COSE_Sign1 apart; nothing of it is believed before `isSignedBy` says so. Never throws. */
export function readSign1(bytes: Uint8Array): Result<Sign1, Problem> {
  const item = decodeItem(bytes[0] === TAG_18 ? bytes.subarray(1) : bytes);
  if (!item.ok) return item;
  if (!Array.isArray(item.value) || item.value.length !== 4) return malformed('it is not an array of four');
  const [header, open, payload, signature]: readonly CborItem[] = item.value;
  if (!(header instanceof Uint8Array) || !(open instanceof Map)) return malformed('its headers are missing');
  if (!(payload instanceof Uint8Array)) return malformed('its payload is not in it');
  if (!(signature instanceof Uint8Array)) return malformed('its signature is missing');
  const fields = header.length === 0 ? ok(new Map()) : decodeItem(header);
  if (!fields.ok || !(fields.value instanceof Map)) return malformed('its protected header is not a map');
  if (fields.value.get(ALG) !== EDDSA) return malformed('it is not signed with EdDSA');
  if (fields.value.has(CRIT)) return malformed('it asks for an extension that is not known here');
  const kid = fields.value.get(KID) ?? open.get(KID);
  return ok({
    protectedHeader: header,
    kid: kid instanceof Uint8Array ? Buffer.from(kid).toString('utf8') : null,
    payload,
    signature,
  });
}

/** Whether the owner of `key` (Ed25519, public) signed this about `about`. */
export function isSignedBy(
  key: KeyObject,
  { protectedHeader, payload, signature }: Sign1,
  about: string,
): boolean {
  return verify(null, toBeSigned(protectedHeader, payload, about), key, signature);
}

/** The Sig_structure of RFC 9052 §4.4. */
function toBeSigned(header: Uint8Array, payload: Uint8Array, about: string): Uint8Array {
  const aad = about === '' ? NOTHING : Buffer.from(about, 'utf8');
  return encodeItem(['Signature1', header, aad, payload]);
}

function malformed(what: string): Result<never, Problem> {
  return err({ code: 'telemetry.malformed-signature', what: `this is no signature of ours: ${what}` });
}
