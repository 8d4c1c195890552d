import type { CommandKey } from '../../control/commandKeys.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import {
  type Command,
  commandId,
  decodeCommand,
  isSignedBy,
  looksSigned,
  readSign1,
  type TimeBase,
} from '../../telemetry/index.ts';
import type { IssuedMemory } from './issued.ts';

/** A command whose sender is known as well as it can be: by the key, or (null) by what the broker lets through. */
export type AuthorisedCommand = { readonly command: Command; readonly key: CommandKey | null };
/** Why not, and to which command that is the answer where so much could be read. */
export type RefusedCommand = { readonly problem: Problem; readonly id: string | null };

const LARGEST_BYTES = 4096;
// How far the clocks of two machines may be apart, and how long a signed command is good for: engineering values.
const AHEAD_MS = 120_000;
const LONGEST_MS = 600_000;

/**
 * Who gave this command? With keys it must be signed by one of them, about this gateway's `cmd` topic (`about`); what is
 * signed although no key is asked for is taken as if it were not.
 */
export function open(
  bytes: Uint8Array,
  keys: readonly CommandKey[],
  about: string,
): Result<AuthorisedCommand, RefusedCommand> {
  if (bytes.length > LARGEST_BYTES) return refused('too-large', 'it is larger than any command', null);
  const signed = looksSigned(bytes) ? readSign1(bytes) : null;
  if (signed?.ok === false) return err({ problem: signed.error, id: null });
  const payload = signed?.value.payload ?? bytes;
  const id = commandId(payload);
  let key: CommandKey | null = null;
  if (keys.length > 0) {
    if (signed === null)
      return refused(
        'unsigned',
        'it is not signed',
        id,
        'commands to this gateway are signed (COSE_Sign1, Ed25519)',
      );
    const { kid } = signed.value;
    key = keys.find((known) => known.id === kid) ?? null;
    if (key === null || !isSignedBy(key.key, signed.value, about))
      return refused('wrong-signature', `no key of the site file signed it as a command to this gateway`, id);
  }
  const command = decodeCommand(payload);
  if (!command.ok) return err({ problem: { ...command.error, code: 'command.malformed', where: 'cmd' }, id });
  return ok({ command: command.value, key });
}

/**
 * The platform's word on `ack`: with keys it must be signed by one of them, about this gateway's `ack` topic (`about`), because it
 * frees rows that nobody may have. An old one that is played again says what was true, so it needs no date. @returns its payload
 */
export function openAck(
  bytes: Uint8Array,
  keys: readonly CommandKey[],
  about: string,
): Result<Uint8Array, Problem> {
  const signed = looksSigned(bytes) ? readSign1(bytes) : null;
  if (signed?.ok === false) return signed;
  const payload = signed?.value.payload ?? bytes;
  if (keys.length === 0) return ok(payload);
  const hint = 'this uplink has commandKeys: what is said on ack is signed by one of them too';
  if (signed === null)
    return err({
      code: 'ack.unsigned',
      what: 'an acknowledgement of rows is not signed, and counts for nothing',
      hint,
    });
  const { kid } = signed.value;
  const key = keys.find(({ id }) => id === kid);
  if (key === undefined || !isSignedBy(key.key, signed.value, about))
    return err({
      code: 'ack.wrong-signature',
      what: 'no key of the site file signed this acknowledgement of rows for this gateway: it counts for nothing',
      hint,
    });
  return ok(payload);
}

/** What is known of civil time. */
export type Moment = {
  /** Unix ms; null while it cannot be relied on: an unsynchronised clock, or one set by a cheap battery, judges nobody. */
  readonly now: number | null;
  /** It is not later than this, whatever the clock says. */
  readonly atMost: number;
};

/**
 * May this be done, and is it meant for now? `repeated`: it was found to be newer than others before, and could not be
 * carried out. Null: yes.
 */
export function objection(
  { command, key }: AuthorisedCommand,
  issued: IssuedMemory,
  { now, atMost }: Moment,
  repeated: boolean,
): Problem | null {
  const { ask, expires } = command;
  if (key !== null && !key.may.includes(ask.kind))
    return problem(
      'not-allowed',
      `key ${key.id} may not ask for ${ask.kind}`,
      'see commandKeys in the site file',
    );
  if (now !== null && expires !== null && now > expires)
    return problem('expired', 'it was good until earlier than now');
  if (key === null) return null;
  const at = command.issued;
  if (at === null) return problem('undated', 'a signed command says when it was issued');
  if (at > (now ?? atMost) + AHEAD_MS)
    return problem('early', 'it was issued later than now', 'set the clock of the sender');
  if (now !== null && at < now - LONGEST_MS)
    return problem('old', 'it was issued too long ago', 'give it anew');
  if (!repeated && issued.isOld(key.id, at, now === null ? null : now + AHEAD_MS))
    return problem(
      'old',
      `key ${key.id} has given it before, or a newer one since`,
      'give it anew; each later than the one before',
    );
  return null;
}

/** Civil time where it can be relied on. */
export function reliableUtc({ mono, utc, quality }: TimeBase, now: number): number | null {
  return utc !== null && (quality === 'ntp' || quality === 'holdover') ? utc + (now - mono) : null;
}

function refused(
  code: string,
  what: string,
  id: string | null,
  hint?: string,
): Result<never, RefusedCommand> {
  return err({ problem: problem(code, what, hint), id });
}

function problem(code: string, what: string, hint?: string): Problem {
  return { code: `command.${code}`, what, ...(hint === undefined ? {} : { hint }) };
}
