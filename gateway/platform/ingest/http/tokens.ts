import { createHash, timingSafeEqual } from 'node:crypto';
import { parse } from 'yaml';
import { z } from 'zod';
import { err, ok, type Problem, type Result } from '../../../core/result.ts';

/** What a token may: look, or also act on gateways. */
export type TokenRole = 'view' | 'act';

export type Token = { readonly name: string; readonly role: TokenRole; readonly sha256: string };

const schema = z.array(
  z.strictObject({
    name: z.string().regex(/^[^\p{Cc}]{1,60}$/u, 'a name of 1 to 60 characters'),
    role: z.enum(['view', 'act']),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256 of the token, 64 hex digits'),
  }),
);

/** Reads the file of tokens (YAML). Only their hashes stand in it, so that reading it gives nobody anything. */
export function readTokens(text: string, where: string): Result<readonly Token[], Problem> {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return err({ code: 'ingest.tokens', what, where, hint: 'mend the YAML at that line' });
  }
  const read = schema.safeParse(document ?? []);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  const hint =
    'an entry is { name, role: view | act, sha256 }; the hash is made by: printf %s "$TOKEN" | sha256sum';
  return err({ code: 'ingest.tokens', what: `${issue?.path.join('.')}: ${issue?.message}`, where, hint });
}

/** Whose token this is; null: nobody's. Takes as long whichever it is. */
export function tokenOf(tokens: readonly Token[], authorization: string | undefined): Token | null {
  const [, given = ''] = /^Bearer (\S{1,200})$/.exec(authorization ?? '') ?? [];
  const hash = createHash('sha256').update(given).digest();
  let found: Token | null = null;
  for (const token of tokens) if (timingSafeEqual(hash, Buffer.from(token.sha256, 'hex'))) found = token;
  return given === '' ? null : found;
}
