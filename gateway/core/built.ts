import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './program.ts';

/** 2026-11-01: before it nothing of this software existed. For what runs from source and was never built. */
const FIRST_UTC = 1_793_491_200_000;

/**
 * Unix ms of the newest change in this software, which `npm run build` writes down (`deploy/setup/built.mjs`): a time that is
 * certainly over, whatever the clock says.
 */
export function builtUtc(file: string = join(packageRoot(), 'dist', 'built.json')): number {
  try {
    const { utc } = JSON.parse(readFileSync(file, 'utf8')) as { readonly utc?: unknown };
    return typeof utc === 'number' && Number.isSafeInteger(utc) ? Math.max(FIRST_UTC, utc) : FIRST_UTC;
  } catch {
    return FIRST_UTC;
  }
}
