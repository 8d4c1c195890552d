import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const VECTORS = resolve('test/telemetry/vectors/messages.json');
const TSC = resolve('node_modules/.bin/tsc');

// What a platform writes: the package by its name, nothing of a gateway. Its types are looked at as well as its values.
const PROGRAM = `
import { readFileSync } from 'node:fs';
import { type GatewayView, type Message, Platform, standing, type TelemetryMessage } from 'lifeline-gateway/telemetry';

const platform = new Platform({ joinLate: false });
const vectors = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as { topic: string; hex: string }[];
const said = vectors.map(({ topic, hex }) => {
  const result = platform.ingest('lifeline/v1/tower-7/' + topic, Buffer.from(hex, 'hex'), 0);
  return result.ok ? result.value.messages[0] : result.error;
});
const view: GatewayView | undefined = platform.gateways.get('tower-7');
if (view === undefined) throw new Error('the gateway is not known');
const isTelemetry = (message: Message): message is TelemetryMessage => message.kind === 'telemetry';
const seqs: readonly number[] = said.filter((one) => one !== undefined && 'kind' in one).filter(isTelemetry).map(({ seq }) => seq);
console.log(JSON.stringify({ said, seqs, standing: standing(view, 0), received: view.report().received }));
`;
// Fails to compile where types are lost on the way, and everything is allowed.
const MISUSE = `
import { Platform } from 'lifeline-gateway/telemetry';
// @ts-expect-error a topic is a text
new Platform().ingest(7, new Uint8Array());
// @ts-expect-error no such option
new Platform({ joinEarly: true });
`;

test('the platform side works as a package of its own in a TypeScript project, with cbor-x and nothing else beside it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-sdk-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // as the build does it, of this one entry: what it needs comes with it
  const own = join(folder, 'package');
  const config = join(folder, 'tsconfig.json');
  const compilerOptions = {
    ...{ outDir: join(own, 'dist'), rootDir: resolve('.'), typeRoots: [resolve('node_modules/@types')] },
  };
  const files = [resolve('gateway/telemetry/index.ts')];
  const extended = { extends: resolve('tsconfig.build.json'), compilerOptions, include: [], files };
  writeFileSync(config, JSON.stringify(extended));
  execFileSync(TSC, ['-p', config], { stdio: 'inherit' });
  expect(readdirSync(join(own, 'dist', 'gateway'))).toEqual(['telemetry']);
  cpSync('package.json', join(own, 'package.json'));
  mkdirSync(join(own, 'dist', 'test'));
  writeFileSync(join(own, 'dist', 'test', 'notOurs.js'), '');
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: own });

  const site = join(folder, 'platform');
  const modules = join(site, 'node_modules');
  const installed = join(modules, 'lifeline-gateway');
  mkdirSync(installed, { recursive: true });
  const [packed = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  execFileSync('tar', ['-xzf', join(folder, packed), '-C', installed, '--strip-components=1']);
  expect(readdirSync(join(installed, 'dist'))).not.toContain('test');
  symlinkSync(resolve('node_modules/cbor-x'), join(modules, 'cbor-x'));
  mkdirSync(join(modules, '@types'));
  for (const types of ['@types/node', 'undici-types'])
    symlinkSync(resolve('node_modules', types), join(modules, types));
  writeFileSync(join(site, 'package.json'), '{ "type": "module" }');
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
  expect(answer.standing.length).toBeGreaterThan(0);
});
