import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../core/program.ts';

/** Name and version of this software, as the birth document and `status` say it. */
export function softwareName(): string {
  const { name, version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  return `${name} ${version}`;
}
