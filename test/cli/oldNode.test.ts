import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const LIFELINE = join(import.meta.dirname, '../../deploy/bin/lifeline.mjs');
/** A Node that says it is an old one. */
const OLD = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })`;

describe('the installed command', () => {
  it('on a Node that is too old says which one it needs, in one line', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', OLD, LIFELINE, '--version'], {
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^lifeline needs Node\.js 24 or newer, and this is 20\.20\.2[^\n]*\n$/);
  });
});
