import { err, ok, type Problem, type Result } from '../core/result.ts';
import type { Installation } from '../site/installation.ts';
import { aboutTopic } from '../telemetry/sign/proof.ts';
import { isSignedBy, readSign1 } from '../telemetry/sign/sign1.ts';
import { decodeCommand } from '../telemetry/wire/command.ts';
import { readCommandKeys } from './commandKeys.ts';
import type { SocketName } from './controlSocket.ts';
import type { ControlRequest } from './protocol.ts';

type Acknowledge = Extract<ControlRequest, { verb: 'acknowledge' }>;

/** What an acknowledgement does: it silences what sounds, or it says no more than that somebody has seen the alarm. */
export type Weight = 'silences' | 'seen';

/**
 * What an acknowledgement is worth that came by this socket. Who is on site silences. Who is not does so only with a
 * signature of one of the uplink's keys over this very acknowledgement, which is judged here and not by courier: courier
 * faces the network, and its word is worth no more than the broker's. Or where the site file says so in so many words.
 */
export function weightOf(
  { occurrence, seen, remote }: Acknowledge,
  socket: SocketName,
  { gateway, uplinks, folder }: Pick<Installation, 'gateway' | 'uplinks' | 'folder'>,
): Result<Weight, Problem> {
  if (socket !== 'courier') return ok('silences');
  const uplink = uplinks.find(({ id }) => id === remote?.uplink);
  if (remote === undefined || uplink === undefined)
    return refused('it does not say by which uplink it came', 'is courier of the same release as guard?');
  if (remote.signed === undefined)
    return ok(uplink.unsignedAcknowledge === 'silences-sirens' ? 'silences' : 'seen');

  const keys = readCommandKeys(uplink, folder);
  if (!keys.ok) return keys;
  const signed = readSign1(Buffer.from(remote.signed, 'base64'));
  if (!signed.ok) return signed;
  const key = keys.value.find(({ id }) => id === signed.value.kid);
  if (key === undefined || !isSignedBy(key.key, signed.value, aboutTopic(gateway.id, 'cmd')))
    return refused('no key of the site file signed it', 'see commandKeys in the site file');
  const command = decodeCommand(signed.value.payload);
  if (!command.ok) return command;
  const { ask } = command.value;
  const same =
    ask.kind === 'acknowledge' &&
    ask.occurrence === occurrence &&
    ask.announcement === seen.announcement &&
    ask.severity === seen.severity;
  if (!same) return refused('what was signed is another command', 'the signature covers one acknowledgement');
  return key.may.includes('acknowledge')
    ? ok('silences')
    : refused(`key ${key.id} may not acknowledge`, 'see commandKeys in the site file');
}

function refused(why: string, hint: string): Result<never, Problem> {
  return err({ code: 'alarm.not-proven', what: `this acknowledgement from afar is refused: ${why}`, hint });
}
