import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  decodeMessage,
  encodeTombstone,
  isSignedBy,
  keyId,
  privateKeyFrom,
  publicKeyFrom,
  readSign1,
  signSign1,
} from '../../gateway/telemetry/index.ts';
import { examples, KNOWN_PUBLIC, KNOWN_SEED, signed } from './examples.ts';
import { signatures } from './python.ts';

// eddsa-sig-01 of the COSE working group's examples: Ed25519 with the key of RFC 8032 §7.1, tagged, kid unprotected.
const WORKING_GROUP =
  'd28445a201270300a10442313154546869732069732074686520636f6e74656e742e58407142fd2ff96d56db85bee905a76ba1d0b7321a95c8' +
  'c4d3607c5781932b7afb8711497dfa751bf40b58b3bcc32300b1487f3db34085eef013bf08f4a44d6fef0d';

const good = <T>(result: { ok: true; value: T } | { ok: false; error: { what: string } }): T => {
  if (!result.ok) throw new Error(result.error.what);
  return result.value;
};
const known = good(publicKeyFrom(KNOWN_PUBLIC));
const proof = (gateway: string, key: KeyObject | undefined, required = false) => ({
  gateway,
  keyOf: (kid: string) => (kid === 'ops' ? key : undefined),
  required,
});
const read = (bytes: Uint8Array, how?: ReturnType<typeof proof>) =>
  decodeMessage('event', bytes, () => undefined, how);

describe('a COSE signature', () => {
  it('of the working group is verified, and only with its key, unchanged, about the same', () => {
    const example = good(readSign1(Buffer.from(WORKING_GROUP, 'hex')));
    expect(example.kid).toBe('11');
    expect(Buffer.from(example.payload).toString()).toBe('This is the content.');
    expect(isSignedBy(known, example, '')).toBe(true);
    expect(isSignedBy(known, example, 'elsewhere')).toBe(false);
    expect(isSignedBy(generateKeyPairSync('ed25519').publicKey, example, '')).toBe(false);
    const payload = Buffer.from('This is the content!');
    expect(isSignedBy(known, { ...example, payload }, '')).toBe(false);
  });

  it('of ours is verified by an independent implementation, and theirs by us', () => {
    const ours = signSign1(Buffer.from('siren'), good(privateKeyFrom(KNOWN_SEED)), 'ops', 'v1/tower-7/cmd');
    const [theirs = ''] = signatures(KNOWN_SEED, [
      { hex: Buffer.from(ours).toString('hex'), about: 'v1/tower-7/cmd' },
    ]);
    expect(theirs).toBe(Buffer.from(ours).toString('hex')); // verified there, and made again byte for byte
    expect(() => signatures(KNOWN_SEED, [{ hex: theirs, about: 'v1/tower-8/cmd' }])).toThrow(
      /InvalidSignature/,
    );
  });

  it('is refused when it is cut short, of another kind, or asks for what is not known', () => {
    const ours = signed('event', Buffer.from('x'));
    for (let length = 0; length < ours.length; length++)
      expect(readSign1(ours.subarray(0, length)).ok).toBe(false);
    const es256 = Buffer.from(WORKING_GROUP.replace('a2012703', 'a2012603'), 'hex');
    expect(readSign1(es256)).toMatchObject({ error: { what: expect.stringContaining('EdDSA') } });
    const critical = Buffer.from(WORKING_GROUP.replace('a2012703', 'a2012702'), 'hex');
    expect(readSign1(critical)).toMatchObject({ error: { what: expect.stringContaining('extension') } });
  });
});

describe('a signed event', () => {
  const event = examples.find(({ name }) => name === 'event: alarm')?.bytes ?? new Uint8Array();
  const alarm = signed('event', event);

  it('reads as the event it is, and says whether its origin is proven', () => {
    const plain = good(read(event));
    expect(read(alarm)).toEqual({ ok: true, value: { ...plain, origin: { key: 'ops', proven: false } } });
    const proven = read(alarm, proof('tower-7', known, true));
    expect(proven).toEqual({ ok: true, value: { ...plain, origin: { key: 'ops', proven: true } } });
  });

  it('is refused when it was signed for another gateway, by another key, or was changed', () => {
    const wrong = { error: { code: 'telemetry.wrong-signature' } };
    expect(read(alarm, proof('tower-8', known))).toMatchObject(wrong);
    expect(read(alarm, proof('tower-7', generateKeyPairSync('ed25519').publicKey))).toMatchObject(wrong);
    const changed = Uint8Array.from(alarm);
    changed[Buffer.from(alarm).indexOf('Kitchen')] = 0x42;
    expect(read(changed, proof('tower-7', known))).toMatchObject(wrong);
  });

  it('is asked for where origins must be proven: neither unsigned events nor tombstones, nor unknown keys', () => {
    const unsigned = { error: { code: 'telemetry.unsigned' } };
    expect(read(event, proof('tower-7', known, true))).toMatchObject(unsigned);
    const stone = encodeTombstone({
      stream: 'event',
      epoch: '0123456789abcdef',
      from: 1,
      to: 2,
      reason: 'evicted',
    });
    expect(read(stone, proof('tower-7', known, true))).toMatchObject(unsigned);
    expect(read(alarm, proof('tower-7', undefined, true))).toMatchObject({
      error: { code: 'telemetry.unknown-key' },
    });
    expect(read(event, proof('tower-7', known)).ok).toBe(true);
  });
});

describe('a key', () => {
  it('is read as PEM, as its 32 bytes and as DER, both halves alike', () => {
    const secret = good(privateKeyFrom(KNOWN_SEED));
    const forms = [
      secret.export({ format: 'pem', type: 'pkcs8' }).toString(),
      secret.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    ];
    for (const form of forms) expect(keyId(good(privateKeyFrom(form)))).toBe(keyId(known));
    const shown = [
      known.export({ format: 'pem', type: 'spki' }).toString(),
      known.export({ format: 'der', type: 'spki' }).toString('base64'),
    ];
    for (const form of shown) expect(keyId(good(publicKeyFrom(form)))).toBe(keyId(known));
  });

  it('of another kind, or the wrong half, is refused, and never repeated in the words of the refusal', () => {
    const { publicKey, privateKey } = generateKeyPairSync('x25519');
    const other = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    for (const text of [other, forPublic(), 'a key', '', 'AAAA']) {
      const result = privateKeyFrom(text);
      expect(result).toMatchObject({ ok: false, error: { code: 'key.not-ed25519' } });
      if (text.length > 4) expect(JSON.stringify(result)).not.toContain(text.slice(-20));
    }
    expect(publicKeyFrom(publicKey.export({ format: 'pem', type: 'spki' }).toString()).ok).toBe(false);
    expect(
      publicKeyFrom(good(privateKeyFrom(KNOWN_SEED)).export({ format: 'pem', type: 'pkcs8' }).toString()).ok,
    ).toBe(false);
  });
});

function forPublic(): string {
  return known.export({ format: 'pem', type: 'spki' }).toString();
}
