import type { KeyObject } from 'node:crypto';
import { err, ok, type Problem, type Result } from '../../../drivers/result.ts';
import type { MessageOrigin } from '../wire/model.ts';
import { isSignedBy, looksSigned, readSign1 } from './sign1.ts';

/** What a platform needs to know that a message comes from the gateway it names. */
export type Proof = {
  /** The gateway of the topic: signatures are about it. */
  readonly gateway: string;
  /** The public key of this name (Ed25519), undefined where it is not known. */
  readonly keyOf: (kid: string) => KeyObject | undefined;
  /** Refuse what is not signed, or by a key that is not known. Default false. */
  readonly required?: boolean;
};

/** What a signature on a topic is about: signed with the bytes, so that they cannot be played to another gateway or topic. */
export function aboutTopic(gateway: string, topic: string): string {
  return `v1/${gateway}/${topic}`;
}

/** Takes a message out of its signature. What is not signed is passed on as it is, unless a proof is required. */
export function unsealed(
  topic: string,
  bytes: Uint8Array,
  proof: Proof | undefined,
): Result<{ readonly payload: Uint8Array; readonly origin?: MessageOrigin }, Problem> {
  const where = topic;
  if (!looksSigned(bytes))
    return proof?.required === true
      ? err({
          code: 'telemetry.unsigned',
          what: 'the message is not signed, and only signed ones are taken',
          where,
        })
      : ok({ payload: bytes });
  const signed = readSign1(bytes);
  if (!signed.ok) return err({ ...signed.error, where });
  const { kid, payload } = signed.value;
  const name = kid ?? '';
  const key = proof?.keyOf(name);
  if (proof === undefined || key === undefined) {
    if (proof?.required !== true) return ok({ payload, origin: { key: name, proven: false } });
    const hint = "take the gateway's public key into the list, if it is the gateway's";
    return err({
      code: 'telemetry.unknown-key',
      what: `it is signed by key '${name}', which is not known`,
      where,
      hint,
    });
  }
  if (!isSignedBy(key, signed.value, aboutTopic(proof.gateway, topic)))
    return err({
      code: 'telemetry.wrong-signature',
      what: `it says that key '${name}' signed it, and that is not true`,
      where,
      hint: 'it was changed on the way, belongs to another gateway, or is forged: do not trust the broker',
    });
  return ok({ payload, origin: { key: name, proven: true } });
}
