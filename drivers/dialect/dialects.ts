import type { Profile } from '../profile/schema.ts';
import type { Dialect } from './dialect.ts';
import { monarch } from './monarch.ts';
import { standard } from './standard.ts';

const DIALECTS: Readonly<Record<Profile['dialect'], Dialect>> = { standard, monarch };

/** The dialect a profile names. */
export function dialectOf(name: Profile['dialect']): Dialect {
  return DIALECTS[name];
}
