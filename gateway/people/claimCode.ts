import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Crockford's base32 (https://www.crockford.com/base32.html): no I, L, O, U, so that a label can be read out loud. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const GROUP = 4;

/** A claim code of 60 random bits, as it is printed: `7KQ4-9FMX-2TRB`. */
export function newClaimCode(): string {
  const digits = [...randomBytes(LENGTH)].map((byte) => DIGITS[byte & 31] ?? '0').join('');
  return Array.from({ length: LENGTH / GROUP }, (_, n) => digits.slice(n * GROUP, (n + 1) * GROUP)).join('-');
}

/** The code that was meant: case, spaces and hyphens do not matter, and what looks alike is one digit. */
export function readClaimCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

/** In desk's folder: the code that was made at the first boot, for the label. */
export const CLAIM_FILE = 'claim-code';

/** The code of the label; null: none was made, or it is none. */
export function keptClaimCode(folder: string): string | null {
  try {
    const code = readFileSync(join(folder, CLAIM_FILE), 'utf8').trim();
    return LABELLED.test(code) ? code : null;
  } catch {
    return null;
  }
}

const LABELLED = new RegExp(`^([${DIGITS}]{${GROUP}}-){${LENGTH / GROUP - 1}}[${DIGITS}]{${GROUP}}$`);
