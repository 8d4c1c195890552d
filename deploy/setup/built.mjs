// Writes dist/built.json: when the newest change in what is built was made, in Unix ms. A release is dated by
// SOURCE_DATE_EPOCH where that is set (https://reproducible-builds.org/specs/source-date-epoch/), else by its newest commit;
// outside a checkout by the newest change of its own package.json. Never by the clock of the machine that builds: it is
// believed by gateways that have no clock of their own.
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

function newestCommit() {
  try {
    const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return Number(execFileSync('git', ['log', '-1', '--format=%ct'], options)) * 1000;
  } catch {
    return Math.round(statSync(join(root, 'package.json')).mtimeMs);
  }
}

const given = Number(process.env.SOURCE_DATE_EPOCH);
const utc = given > 0 ? given * 1000 : newestCommit();
mkdirSync(join(root, 'dist'), { recursive: true });
writeFileSync(join(root, 'dist', 'built.json'), `${JSON.stringify({ utc })}\n`);
