import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { GuardStatus } from '../control/protocol.ts';
import type { Clock } from '../core/clock.ts';
import type { Problem } from '../core/result.ts';
import type { Installation } from '../site/installation.ts';
import type { DOCTOR_MESSAGES } from '../text/doctorMessages.ts';
import type { JournalMark } from './journalMark.ts';

/** The box that is looked at. Nothing of it is changed. */
export type Box = {
  /** In front of /proc, /sys, /dev, /etc and /run: `/` on a box, a prepared folder elsewhere. */
  readonly root: string;
  readonly site: string; // absolute path of the site file
  readonly installation: Installation | null; // null: the site file cannot be used
  readonly siteProblems: readonly Problem[];
  readonly state: string; // absolute path of the folder of the journal
  readonly clock: Clock;
  /** What guard says of itself; null: it does not answer. */
  readonly guard: GuardStatus | null;
  /** Folders of programs with a state of their own, where certificates may be. */
  readonly stateFolders: readonly string[];
  /** What the kernel has warned of since the start of the machine, one line each; null: nobody tells. */
  readonly kernelLog: () => Promise<readonly string[] | null>;
  /** How large the journal was some time before; null: nobody kept it. */
  readonly before: JournalMark | null;
};

/** What is looked at. */
export type CheckName = Exclude<
  keyof typeof DOCTOR_MESSAGES,
  'well' | 'found' | 'unknown' | 'all-well' | 'found-some' | 'not-all' | 'not-kept'
>;

/** `looked: false`: this box does not tell, or not to this user. `figure`: what was seen, for a table. */
export type CheckResult = {
  readonly looked: boolean;
  readonly figure: string | null;
  readonly findings: readonly Problem[];
};

/** What was found on a box; plain data, as it is printed. `utc`: when, Unix ms. `journal`: null where there is none. */
export type CheckUp = {
  readonly utc: number;
  readonly journal: JournalMark | null;
  readonly checks: readonly ({ readonly check: CheckName } & CheckResult)[];
};

export type BoxCheck = (box: Box) => CheckResult | Promise<CheckResult>;

/** Nobody tells. */
export const NOT_LOOKED: CheckResult = { looked: false, figure: null, findings: [] };

/** Looked at: what was seen, and what is wrong with it. */
export function looked(figure: string | null, ...findings: readonly (Problem | null)[]): CheckResult {
  return { looked: true, figure, findings: findings.filter((finding) => finding !== null) };
}

/** A file of the system without its line end; null where there is none, or this user may not read it. */
export function systemFile({ root }: Pick<Box, 'root'>, path: string): string | null {
  try {
    return readFileSync(join(root, path), 'utf8').trim();
  } catch {
    return null;
  }
}

/** A number in a file of the system, decimal or `0x…`; null where there is none. */
export function systemNumber(box: Pick<Box, 'root'>, path: string): number | null {
  const text = systemFile(box, path);
  const number = text === null || text === '' ? Number.NaN : Number(text.split(/\s+/)[0]);
  return Number.isNaN(number) ? null : number;
}

/** Names in a folder of the system; none where there is no such folder. */
export function systemFolder({ root }: Pick<Box, 'root'>, path: string): readonly string[] {
  try {
    return readdirSync(join(root, path)).sort();
  } catch {
    return [];
  }
}

/** What a path under /dev means after its links, as a path of the box; null where nothing is there. */
export function realDevice({ root }: Pick<Box, 'root'>, path: string): string | null {
  try {
    const real = realpathSync(join(root, path));
    return root === '/' ? real : real.slice(realpathSync(root).length);
  } catch {
    return null;
  }
}

/** Megabytes as people compare them. */
export function mb(bytes: number): number {
  return Math.round(bytes / 1e6);
}

/** A finding at its place. */
export function at(where: string, problem: Problem): Problem {
  return { ...problem, where };
}
