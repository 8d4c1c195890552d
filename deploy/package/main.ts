import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { MIGRATIONS } from '../../gateway/journal/file/schema.ts';
import { type BuiltDeb, buildDeb, type Deb, MAINTAINER } from './deb.ts';
import { joinedFiles } from './joined.ts';
import { nodeRelease } from './runtime.ts';
import { licencesOf, runtimeSbom, sbomOf } from './sbom.ts';
import {
  builtFiles,
  copyModule,
  copySlim,
  filesBelow,
  moduleAt,
  modulesOf,
  type ShippedModule,
} from './shipped.ts';

// `npm run package`: the Debian packages of this checkout, into run/package. Needs what `npm run build` made, dpkg-deb, and
// nothing else; for the other processor the network once.

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'dist');
const { values } = parseArgs({
  options: {
    arch: { type: 'string', multiple: true, default: ['amd64', 'arm64'] },
    to: { type: 'string', default: join(root, 'run', 'package') },
    only: { type: 'string', multiple: true },
  },
});
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
  description: string;
  dependencies: Record<string, string>;
};
const epochS = Math.floor(
  (JSON.parse(readFileSync(join(dist, 'built.json'), 'utf8')) as { utc: number }).utc / 1000,
);
const nodeVersion = (
  JSON.parse(readFileSync(join(root, 'node_modules', 'node', 'package.json'), 'utf8')) as { version: string }
).version;

const PROCESSOR = { amd64: 'x64', arm64: 'arm64' } as const;
type Architecture = keyof typeof PROCESSOR;
/** Data that programs read beside their code. */
const DATA = [
  'drivers/profiles',
  'drivers/lift/tables',
  'gateway/site/packs/shipped',
  'gateway/site/thresholds',
];
const APP = 'usr/lib/lifeline/app';
const NODE = 'usr/lib/lifeline-runtime/bin/node';

/** Where the joined code of the programs is, for all architectures. */
const joined = join(values.to, 'trees', 'joined');
const code = await joinedFiles(dist, joined, root);
const codeOf = (part: 'gateway' | 'opcua'): string[] =>
  code.flatMap((one) => (one.part === part ? [one.file] : [])).sort();
/** npm's modules that are within that code. */
const joinedInto = (part: 'gateway' | 'opcua'): ShippedModule[] =>
  [...new Set(code.flatMap((one) => (one.part === part ? one.modules : [])))].map(moduleAt);

function main(): void {
  mkdirSync(values.to, { recursive: true });
  const built: BuiltDeb[] = [];
  for (const architecture of values.arch as Architecture[]) {
    if (!(architecture in PROCESSOR)) throw new Error(`--arch is amd64 or arm64, not ${architecture}`);
    for (const [name, make] of Object.entries({
      'lifeline-runtime': runtime,
      lifeline,
      'lifeline-opcua': opcua,
    }))
      if (values.only?.includes(name) !== false) built.push(...make(architecture));
  }
  rmSync(joined, { recursive: true });
  for (const { file, bytes, installedBytes } of built)
    process.stdout.write(
      `${basename(file).padEnd(44)} ${mb(bytes)} to fetch, ${mb(installedBytes)} installed\n`,
    );
}

function runtime(architecture: Architecture): BuiltDeb[] {
  const tree = fresh('lifeline-runtime', architecture);
  const node = nodeRelease(architecture, root, join(values.to, 'cache'));
  copy(node.binary, join(tree, NODE));
  const folder = join(tree, 'usr/share/doc/lifeline-runtime');
  copy(node.licences, join(folder, 'third-party-licences.txt'));
  write(join(folder, 'sbom.cdx.json'), json(runtimeSbom(versionsOfNode())));
  write(join(folder, 'copyright'), here('copyright.runtime'));
  changelog(folder, 'lifeline-runtime', nodeVersion);
  write(join(tree, 'usr/share/lintian/overrides/lifeline-runtime'), here('overrides.runtime'));
  const deb: Deb = {
    ...{ name: 'lifeline-runtime', version: nodeVersion, architecture, scripts: {} },
    fields: {
      Depends: 'libc6 (>= 2.28), libstdc++6 (>= 9), libgcc-s1',
      Description: describe('Node.js for the Lifeline gateway', [
        'The JavaScript runtime that the gateway runs on, as its makers built it, in a',
        'place of its own: another Node.js on the same machine is left alone.',
      ]),
    },
  };
  return [finish(deb, tree)];
}

function lifeline(architecture: Architecture): BuiltDeb[] {
  const files = codeOf('gateway');
  const modules = modulesOf(joined, files, root);
  const tree = fresh('lifeline', architecture);
  cpSync(join(import.meta.dirname, 'files', 'lifeline'), tree, { recursive: true });
  place(tree, files, modules, architecture);
  for (const file of builtFiles(dist, 'gateway', root).filter(
    (name) => name.startsWith('page/') || !name.endsWith('.js'),
  ))
    copySlim(join(dist, file), join(tree, APP, 'dist', file));
  for (const folder of DATA)
    for (const file of filesBelow(join(root, folder)).filter((name) => /\.(yaml|txt)$/.test(name)))
      copy(join(root, folder, file), join(tree, APP, folder, file));
  const { version } = manifest;
  write(
    join(tree, APP, 'package.json'),
    `${JSON.stringify({ name: 'lifeline-gateway', version, type: 'module' })}\n`,
  );
  papers(tree, 'lifeline', modules, joinedInto('gateway'));
  for (const name of filesBelow(join(root, 'docs')).filter((file) => file !== 'NOTES.md'))
    copy(join(root, 'docs', name), join(tree, 'usr/share/doc/lifeline', name));
  for (const name of ['complete', 'first-sensor', 'lift'])
    copy(
      join(root, 'deploy/examples', name, 'site.yaml'),
      join(tree, 'usr/share/doc/lifeline/examples', `${name}.yaml`),
    );
  const journal = String(MIGRATIONS.length);
  write(join(tree, APP, 'journal-format'), `${journal}\n`);
  const deb: Deb = {
    ...{ name: 'lifeline', version, architecture },
    scripts: scriptsOf('lifeline', { '@JOURNAL@': journal, '@VERSION@': version }),
    // another Node is taken into force and judged as another version is
    triggers: `interest-noawait /${NODE}\n`,
    conffiles: ['/etc/lifeline/lifeline.env', '/etc/avahi/services/lifeline.service'],
    fields: {
      'Pre-Depends': 'init-system-helpers (>= 1.54~)',
      Depends: 'lifeline-runtime (>= 24), libc6 (>= 2.28), libstdc++6 (>= 9), systemd (>= 252), udev',
      Recommends: 'avahi-daemon, systemd-timesyncd | chrony | ntpsec',
      Description: describe('safety gateway for buildings', [
        'Reads gas, water pressure, tilt and crack sensors over Modbus, decides on the',
        'spot whether something is wrong, sounds the siren, and hands the city platform',
        'a record in which nothing is missing.',
        '.',
        'It is a supplementary monitor and read-only towards lifts. It is not a certified',
        'gas or fire detection system.',
      ]),
    },
  };
  return [finish(deb, tree)];
}

/** The OPC UA server, once the program is there. */
function opcua(architecture: Architecture): BuiltDeb[] {
  const files = codeOf('opcua');
  if (files.length === 0) return [];
  const ofGateway = new Set(modulesOf(joined, codeOf('gateway'), root).map(({ folder }) => folder));
  const modules = modulesOf(joined, files, root).filter(({ folder }) => !ofGateway.has(folder));
  const tree = fresh('lifeline-opcua', architecture);
  place(tree, files, modules, architecture);
  // the model of lifts, which the server reads beside its code
  for (const file of filesBelow(join(root, 'deploy/opcua')))
    copy(join(root, 'deploy/opcua', file), join(tree, APP, 'deploy/opcua', file));
  papers(tree, 'lifeline-opcua', modules, joinedInto('opcua'));
  const { version } = manifest;
  const deb: Deb = {
    ...{ name: 'lifeline-opcua', version, architecture },
    scripts: scriptsOf('lifeline-opcua', {}),
    fields: {
      Depends: `lifeline (= ${version})`,
      Description: describe('OPC UA server of the Lifeline gateway', [
        'Lets the machines of maintenance firms read sensors, lifts and alarms.',
      ]),
    },
  };
  return [finish(deb, tree)];
}

/** Built files and npm modules, where Node looks for them. */
function place(
  tree: string,
  files: readonly string[],
  modules: readonly ShippedModule[],
  architecture: Architecture,
): void {
  for (const file of files) copySlim(join(joined, file), join(tree, APP, 'dist', file));
  for (const module of modules)
    copyModule(module, join(tree, APP, module.folder.slice(root.length + 1)), PROCESSOR[architecture]);
}

/** What the Node of this checkout says of itself; the one for the other processor is of the same version. */
function versionsOfNode(): Readonly<Record<string, string>> {
  const told = execFileSync(
    join(root, 'node_modules/node/bin/node'),
    ['-p', 'JSON.stringify(process.versions)'],
    {
      encoding: 'utf8',
    },
  );
  return JSON.parse(told) as Readonly<Record<string, string>>;
}

const json = (value: object): string => `${JSON.stringify(value, null, 1)}\n`;

function papers(
  tree: string,
  name: string,
  modules: readonly ShippedModule[],
  within: readonly ShippedModule[],
): void {
  const folder = join(tree, 'usr/share/doc', name);
  write(join(folder, 'copyright'), here('copyright'));
  write(join(folder, 'third-party-licences.txt'), licencesOf([...modules, ...within]));
  write(join(folder, 'sbom.cdx.json'), json(sbomOf(name, manifest.version, modules, within)));
  write(join(tree, 'usr/share/lintian/overrides', name), here(`overrides.${name}`));
  const log = join(root, 'CHANGELOG.md');
  if (existsSync(log)) copy(log, join(folder, 'CHANGELOG.md'));
  changelog(folder, name, manifest.version);
}

/** In the form that Debian's tools read; what has changed stands in CHANGELOG.md beside it. */
function changelog(folder: string, name: string, version: string): void {
  const when = new Date(epochS * 1000).toUTCString().replace('GMT', '+0000');
  const text = `${name} (${version}) stable; urgency=medium\n\n  * See CHANGELOG.md.\n\n -- ${MAINTAINER}  ${when}\n`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'changelog.gz'), gzipSync(text, { level: 9 }));
}

function finish(deb: Deb, tree: string): BuiltDeb {
  const built = buildDeb(deb, tree, values.to, epochS);
  rmSync(tree, { recursive: true });
  return built;
}

function fresh(name: string, architecture: string): string {
  const tree = join(values.to, 'trees', `${name}_${architecture}`);
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(tree, { recursive: true });
  return tree;
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { dereference: true });
}

function write(to: string, text: string): void {
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, text);
}

/** What dpkg runs, with the values that stand for `@NAME@` in it. */
function scriptsOf(name: string, values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const known = { '@KEEP@': here('scripts/keep-version'), ...values };
  const files = readdirSync(join(import.meta.dirname, 'scripts')).filter((file) =>
    file.startsWith(`${name}.`),
  );
  return Object.fromEntries(
    files.map((file) => [
      file.slice(name.length + 1),
      Object.entries(known).reduce(
        (text, [word, value]) => text.replaceAll(word, () => value),
        here(`scripts/${file}`),
      ),
    ]),
  );
}

function here(name: string): string {
  return readFileSync(join(import.meta.dirname, name), 'utf8');
}

function describe(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => ` ${line}`)].join('\n');
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1).padStart(6)} MB`;
}

main();
