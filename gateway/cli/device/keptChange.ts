import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { ChangePlan } from '../../commission/settings/changePlan.ts';
import type { SettingChange } from '../../commission/settings/settingChange.ts';

/** A change that was cut off, if it is the very same; one that cannot be read is begun anew. */
export function keptChange(file: string, plan: ChangePlan): SettingChange | null {
  if (!existsSync(file)) return null;
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as SettingChange;
    return isDeepStrictEqual(kept.plan, JSON.parse(JSON.stringify(plan))) ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps how far a change has come; null when it is over. */
export function keepChange(file: string, change: SettingChange | null): void {
  if (change === null) {
    rmSync(file, { force: true });
    return;
  }
  writeFileSync(`${file}.new`, JSON.stringify(change), { flush: true });
  renameSync(`${file}.new`, file);
}
