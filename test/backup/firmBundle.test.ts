import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeBundle } from '../../gateway/backup/firmBundle.ts';
import { loadSite } from '../../gateway/site/load.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { expectChinese } from '../text/inChinese.ts';

let root: string;
const SITE = `gateway: { id: tower-3 }
buses:
  - { id: gas, connection: { type: serial, path: /dev/lifeline/x, baud: 9600 } }
devices:
  - { id: gas-101, profile: ya-k300-s, bus: gas, unit: 1 }
uplinks:
  - { id: city, url: "mqtts://city.example", ca: certificates/city.pem, username: tower-3, secret: city }
`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bundle-'));
  for (const folder of ['box', 'stick', 'desk/certificates'])
    mkdirSync(join(root, folder), { recursive: true });
  // as a firm does it: no program of ours makes the keys, the archive or the signature
  for (const name of ['firm', 'stranger']) {
    openssl('genpkey', '-algorithm', 'ed25519', '-out', join(root, `${name}.key`));
    openssl('pkey', '-in', join(root, `${name}.key`), '-pubout', '-out', join(root, `${name}.pem`));
  }
  writeFileSync(join(root, 'desk/site.yaml'), SITE);
  writeFileSync(join(root, 'desk/secrets.yaml'), 'city: "a password"\n');
  writeFileSync(join(root, 'desk/certificates/city.pem'), 'a certificate\n');
});
afterEach(() => removeFolder(root));

function openssl(...words: readonly string[]): void {
  execFileSync('openssl', words, { stdio: 'pipe' });
}

function make(key = 'firm', ...more: readonly string[]): void {
  const tar = join(root, 'stick/lifeline-bundle.tar');
  const names = ['site.yaml', 'secrets.yaml', 'certificates', ...more];
  execFileSync('tar', ['-cf', tar, '-C', join(root, 'desk'), ...names]);
  const signing = ['-rawin', '-inkey', join(root, `${key}.key`), '-in', tar, '-out', `${tar}.sig`];
  openssl('pkeyutl', '-sign', ...signing);
}

const site = () => join(root, 'box/site.yaml');

/** The gateway that was taken, or the key of what keeps it from being taken; then nothing of the box has changed. */
function take(firmKey = 'firm.pem'): string {
  const before = existsSync(site());
  const taken = takeBundle({
    ...{ folder: join(root, 'stick'), firmKey: join(root, firmKey), site: site() },
    names: ['box-7k2m9x4p', 'serial 10000000a3f1c2d4'],
    load: (path) => loadSite(path, readProfiles(path), []),
  });
  if (taken.ok) return taken.value.gateway;
  expect(readdirSync(join(root, 'box'))).toEqual(before ? ['site.yaml'] : []);
  const [problem] = taken.error;
  if (problem === undefined) throw new Error('refused without a word');
  expectChinese(problem);
  return problem.code;
}

describe('a bundle that a firm has signed', () => {
  it('brings site, secrets and certificates into a box without a site, for those who may read them', () => {
    make();
    expect(take()).toBe('tower-3');
    expect(readFileSync(site(), 'utf8')).toBe(SITE);
    expect(readdirSync(join(root, 'box')).sort()).toEqual(['certificates', 'secrets.yaml', 'site.yaml']);
    expect(readFileSync(join(root, 'box/certificates/city.pem'), 'utf8')).toBe('a certificate\n');
    expect(statSync(join(root, 'box/secrets.yaml')).mode & 0o777).toBe(0o640);
  });

  it('is taken once: a box that has a site is left as it is', () => {
    make();
    writeFileSync(site(), 'gateway: { id: here }\n');
    expect(take()).toBe('bundle.site-there');
    expect(readFileSync(site(), 'utf8')).toContain('here');
  });

  it('is nothing when another has signed it, when one byte is changed, or when its signature is missing', () => {
    make('stranger');
    expect(take()).toBe('bundle.signature');
    make();
    appendFileSync(join(root, 'stick/lifeline-bundle.tar'), 'x');
    expect(take()).toBe('bundle.signature');
    make();
    writeFileSync(join(root, 'stick/lifeline-bundle.tar.sig'), '');
    expect(take()).toBe('bundle.signature');
    rmSync(join(root, 'stick/lifeline-bundle.tar.sig'));
    expect(take()).toBe('bundle.missing');
    execFileSync('mkfifo', [join(root, 'stick/lifeline-bundle.tar.sig')]);
    expect(take()).toBe('bundle.missing');
  });

  it('needs a firm that this box knows, by a key of the right kind', () => {
    make();
    expect(take('nobody.pem')).toBe('bundle.no-key');
    openssl('genpkey', '-algorithm', 'RSA', '-out', join(root, 'rsa.key'));
    expect(take('rsa.key')).toBe('bundle.no-key');
  });

  it('for another box is not taken; for this one, by its name or its board, it is', () => {
    writeFileSync(join(root, 'desk/box'), 'box-00000000\n');
    make('firm', 'box');
    expect(take()).toBe('bundle.other-box');
    writeFileSync(join(root, 'desk/box'), 'box-00000000\nserial 10000000a3f1c2d4\n');
    make('firm', 'box');
    expect(take()).toBe('tower-3');
    expect(existsSync(join(root, 'box/box'))).toBe(false);
  });

  it('with a site that cannot be used is not taken, and its mistake is told', () => {
    writeFileSync(join(root, 'desk/site.yaml'), SITE.replace('ya-k300-s', 'ya-k301'));
    make();
    expect(take()).toMatch(/profile/);
  });

  it('brings nothing else along, were it signed: no program, no link', () => {
    writeFileSync(join(root, 'desk/box.json'), '{}');
    make('firm', 'box.json');
    expect(take()).toBe('bundle.content');
    symlinkSync('/etc/shadow', join(root, 'desk/certificates/shadow'));
    make();
    expect(take()).toBe('bundle.content');
    rmSync(join(root, 'desk/certificates/shadow'));
    execFileSync('mkfifo', [join(root, 'desk/certificates/pipe')]);
    make();
    expect(take()).toBe('bundle.content');
  });

  it('that is no archive is refused', () => {
    make();
    const tar = join(root, 'stick/lifeline-bundle.tar');
    writeFileSync(tar, 'not a tar at all');
    openssl('pkeyutl', '-sign', '-rawin', '-inkey', join(root, 'firm.key'), '-in', tar, '-out', `${tar}.sig`);
    expect(take()).toBe('bundle.content');
  });
});
