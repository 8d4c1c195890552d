import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../core/program.ts';
import { readThresholds, type Thresholds } from './liftThresholds.ts';

let shipped: Thresholds | undefined;

/** The thresholds of lift detection that come with the gateway. A file that cannot be read is a bug, and throws. */
export function shippedThresholds(): Thresholds {
  shipped ??= read(join(packageRoot(), 'gateway', 'site', 'thresholds', 'liftThresholds.yaml'));
  return shipped;
}

function read(path: string): Thresholds {
  const thresholds = readThresholds(path, readFileSync(path, 'utf8'));
  if (thresholds.ok) return thresholds.value;
  throw new Error(thresholds.error.map(({ where, what }) => `${where}: ${what}`).join('\n'));
}
