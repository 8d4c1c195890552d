import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { removeFolder } from '../harness/removeFolder.ts';

const VECTORS = resolve('test/telemetry/vectors/messages.json');
const PACKAGE = resolve('gateway/telemetry');
const TSC = resolve('node_modules/.bin/tsc');

// What a platform writes: the package by its name, nothing of a gateway. Its types are looked at as well as its values.
const PROGRAM = `
import { readFileSync } from 'node:fs';
import { type GatewayView, type Message, Platform, type SavedPlatform, standing, encodeAck, type TelemetryMessage } from 'lifeline-telemetry';

let platform = new Platform({ joinLate: false });
const rows: [seq: number, utc: number | null, point: string][] = [];
const vectors = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as { topic: string; hex: string }[];
const said = vectors.map(({ topic, hex }) => {
  const result = platform.ingest('lifeline/v1/tower-7/' + topic, Buffer.from(hex, 'hex'), { atMs: 0 });
  if (!result.ok) return result.error;
  for (const { key, utc, point } of platform.rows(result.value)) rows.push([key.seq, utc, point]);
  for (const ack of platform.gateways.get('tower-7')?.takeComplete() ?? []) encodeAck(ack);
  return result.value.messages[0];
});
const saved = JSON.parse(JSON.stringify(platform.save())) as SavedPlatform;
platform = Platform.restore(saved);
const view: GatewayView | undefined = platform.gateways.get('tower-7');
if (view === undefined) throw new Error('the gateway is not known');
const isTelemetry = (message: Message): message is TelemetryMessage => message.kind === 'telemetry';
const seqs: readonly number[] = said.filter((one) => one !== undefined && 'kind' in one).filter(isTelemetry).map(({ seq }) => seq);
console.log(JSON.stringify({ said, rows: rows.length, seqs, standing: standing(view, 0), received: view.report().received }));
`;
// Fails to compile where types are lost on the way, and everything is allowed.
const MISUSE = `
import { Platform } from 'lifeline-telemetry';
// @ts-expect-error a topic is a text
new Platform().ingest(7, new Uint8Array());
// @ts-expect-error no such option
new Platform({ joinEarly: true });
`;

const MOST_BYTES = 300_000; // unpacked, without source maps

/** The package as it is published, unpacked into a folder outside the repository with cbor-x beside it. */
function install(): { readonly site: string; readonly own: string } {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-sdk-'));
  onTestFinished(() => removeFolder(folder));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: PACKAGE,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [packed = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  const site = join(folder, 'platform');
  const modules = join(site, 'node_modules');
  const own = join(modules, 'lifeline-telemetry');
  mkdirSync(own, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, packed), '-C', own, '--strip-components=1']);
  symlinkSync(resolve('node_modules/cbor-x'), join(modules, 'cbor-x'));
  writeFileSync(join(site, 'package.json'), '{ "type": "module" }');
  return { site, own };
}

test('lifeline-telemetry is small, brings cbor-x alone, and works in a TypeScript project and in plain node outside the repository', () => {
  const { site, own } = install();
  const manifest = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8'));
  expect(manifest.dependencies).toEqual({
    'cbor-x': JSON.parse(readFileSync('package.json', 'utf8')).dependencies['cbor-x'],
  });
  expect(Object.keys(manifest).filter((key) => /dependenc/i.test(key))).toEqual(['dependencies']);
  const files = readdirSync(own, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => relative(own, join(parentPath, name)));
  expect(paths.filter((path) => path.startsWith('dist/drivers/') && path.endsWith('.js')).toSorted()).toEqual(
    ['quality', 'reading', 'result', 'vocabulary'].map((name) => `dist/drivers/${name}.js`),
  );
  expect(paths).toEqual(expect.arrayContaining(['README.md', 'dist/LICENSE', 'wire/telemetry.cddl']));
  expect(readdirSync(join(own, 'dist', 'gateway'))).toEqual(['telemetry']);
  const bytes = paths
    .filter((path) => !path.endsWith('.map'))
    .reduce((sum, path) => sum + statSync(join(own, path)).size, 0);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);

  const types = join(site, 'node_modules', '@types');
  mkdirSync(types);
  for (const name of ['@types/node', 'undici-types'])
    symlinkSync(resolve('node_modules', name), join(site, 'node_modules', name));
  writeFileSync(join(site, 'platform.ts'), PROGRAM);
  writeFileSync(join(site, 'misuse.ts'), MISUSE);
  const strict = { module: 'nodenext', target: 'es2023', strict: true, skipLibCheck: false, types: ['node'] };
  writeFileSync(join(site, 'tsconfig.json'), JSON.stringify({ compilerOptions: strict }));
  execFileSync(TSC, ['-p', site], { stdio: 'inherit' });

  const out = execFileSync(process.execPath, ['platform.js', VECTORS], { cwd: site, encoding: 'utf8' });
  const answer = JSON.parse(out);
  const vectors = JSON.parse(readFileSync(VECTORS, 'utf8')) as { message: unknown }[];
  expect(answer.said).toEqual(vectors.map(({ message }) => message));
  expect(answer.seqs.length).toBeGreaterThan(3);
  expect(answer.received).toBeGreaterThan(3);
  expect(answer.rows).toBeGreaterThan(10);
  expect(answer.standing.length).toBeGreaterThan(0);
});
