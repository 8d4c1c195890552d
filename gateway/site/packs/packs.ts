import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../../core/program.ts';
import type { Problem } from '../../core/result.ts';
import { siteProblem } from '../../text/siteProblem.ts';
import { type Pack, packSchema } from './packSchema.ts';

/** The rule packs that can be used, by id, and what is wrong with the others. */
export type Packs = {
  readonly packs: ReadonlyMap<string, Pack>;
  readonly problems: readonly Problem[];
};

let shipped: Packs | undefined;

/** The rule packs that come with the gateway, read once. One that is damaged is left out and told. */
export function shippedPacks(): Packs {
  shipped ??= readPacks(join(packageRoot(), 'gateway', 'site', 'packs', 'shipped'));
  return shipped;
}

/** Those of a folder: `<id>.yaml`. */
export function readPacks(folder: string): Packs {
  const packs = new Map<string, Pack>();
  const problems: Problem[] = [];
  for (const file of readdirSync(folder).toSorted()) {
    if (!file.endsWith('.yaml')) continue;
    const path = join(folder, file);
    const pack = packSchema.safeParse(yaml(path));
    if (pack.success && pack.data.id === basename(file, '.yaml')) packs.set(pack.data.id, pack.data);
    else
      problems.push(damaged(path, pack.success ? `its id is ${pack.data.id}` : reasonOf(pack.error.issues)));
  }
  return { packs, problems };
}

function yaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    return (error as Error).message;
  }
}

function reasonOf(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): string {
  return issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; ');
}

function damaged(path: string, reason: string): Problem {
  return { ...siteProblem('pack.damaged', { reason }), where: path };
}
