import { existsSync } from 'node:fs';
import { readAtMost } from '../../core/readAtMost.ts';
import { speaker } from '../../text/catalogue.ts';
import { OPCUA_MESSAGES } from '../../text/opcuaMessages.ts';
import { opcuaProblem } from '../../text/problems/opcuaProblems.ts';
import {
  addTrusted,
  type KnownCertificate,
  listCertificates,
  moveCertificate,
} from '../../trust/trustStore.ts';
import { fail, type Io, UsageError } from '../verb.ts';

/** Which clients, and which people with certificates, the OPC UA server believes. */
export function trust(
  words: readonly string[],
  {
    memory,
    json,
    person,
    io,
  }: { readonly memory: string; readonly json: boolean; readonly person: boolean; readonly io: Io },
): number {
  const say = speaker(OPCUA_MESSAGES, io.language);
  if (!existsSync(memory)) return fail(io, [opcuaProblem('opcua.no-memory', { memory })]);
  // a number alone is one to trust
  const [what = 'list', thumbprint] = /^[0-9A-Fa-f:]{4,}$/.test(words[0] ?? '') ? ['trust', ...words] : words;
  if (what === 'list') {
    const known = listCertificates(memory);
    if (json) io.out(`${JSON.stringify(known, null, 2)}\n`);
    else if (known.length === 0) io.out(`${say('trust.none')}\n`);
    else {
      for (const one of known) io.out(`${lineOf(one)}\n`);
      if (known.some(({ trusted }) => !trusted)) io.out(`${say('trust.how', { memory })}\n`);
    }
    return 0;
  }
  if (what === 'add') {
    if (thumbprint === undefined)
      throw new UsageError({ en: 'write the file of the certificate', zh: '请写出证书文件' });
    const bytes = bytesOf(thumbprint);
    const added = bytes === null ? null : addTrusted(memory, person ? 'people' : 'clients', bytes);
    if (added === null) return fail(io, [opcuaProblem('opcua.no-certificate', { file: thumbprint })]);
    io.out(`${say('trust.done', { subject: added.subject, state: stateOf(added) })}\n`);
    return 0;
  }
  if (what !== 'trust' && what !== 'reject')
    throw new UsageError({
      en: `'${what}' is nothing to do with a certificate: write list, add, reject, or four and more of the first digits of its number`,
      zh: `“${what}”不是证书操作：请写 list、add、reject，或其编号开头的四位以上`,
    });
  if (thumbprint === undefined)
    throw new UsageError({
      en: 'write the thumbprint, or the first of it',
      zh: '请写出证书编号，或其开头几位',
    });
  const [moved, second] = moveCertificate(
    memory,
    thumbprint,
    what === 'trust' ? 'trusted' : 'rejected',
    person ? 'people' : undefined,
  );
  if (moved === undefined) return fail(io, [opcuaProblem('opcua.unknown-certificate', { thumbprint })]);
  if (second !== undefined || thumbprint.length < 4)
    return fail(io, [opcuaProblem('opcua.several-certificates', { thumbprint })]);
  io.out(`${say('trust.done', { subject: moved.subject, state: stateOf(moved) })}\n`);
  return 0;

  function lineOf(one: KnownCertificate): string {
    const { store, subject, applicationUri, until } = one;
    const who = applicationUri === null ? subject : `${subject}  ${applicationUri}`;
    const valid = say('trust.until', { date: until });
    return `${one.thumbprint}  ${stateOf(one)}  ${say(`trust.${store}`)}  ${who}  ${valid}`;
  }

  function stateOf({ trusted }: KnownCertificate): string {
    return say(trusted ? 'trust.trusted' : 'trust.rejected');
  }
}

/** Of a file with certificates. */
const MOST_BYTES = 1_000_000;

function bytesOf(file: string): Buffer | null {
  try {
    return readAtMost(file, MOST_BYTES);
  } catch {
    return null;
  }
}
