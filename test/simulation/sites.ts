import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LINE_JUDGES } from '../../gateway/alarmTime/lineJudges.ts';
import { ok, type Problem, type Result } from '../../gateway/core/result.ts';
import type { Installation } from '../../gateway/site/installation.ts';
import { readSite } from '../../gateway/site/load.ts';
import { catalog } from '../site/fixture.ts';
import { site } from './house.ts';

/** What the installer may have made of the site file meanwhile. */
export const VARIANTS = ['whole', 'without gas-2', 'other limit', 'renamed', 'broken'] as const;
export type Variant = (typeof VARIANTS)[number];

/** Whose word releases a row: the broker's or the platform's. */
export type Release = 'puback' | 'ack';

const installations = new Map<string, Result<Installation, readonly Problem[]>>();

/** The site file of a variant, checked, as it lies in `folder`. */
export function installed(
  variant: Variant,
  folder: string,
  release: Release,
): Result<Installation, readonly Problem[]> {
  const read = checked(variant, release);
  return read.ok ? ok({ ...read.value, folder }) : read;
}

/** The same for every seed. */
function checked(variant: Variant, release: Release): Result<Installation, readonly Problem[]> {
  const name = `${variant} ${release}`;
  const known = installations.get(name);
  if (known !== undefined) return known;
  const text = JSON.stringify(variant === 'broken' ? { gateway: {} } : site(variant, release));
  const read = readSite(text, join(tmpdir(), 'site.yaml'), catalog, LINE_JUDGES);
  installations.set(name, read);
  return read;
}
