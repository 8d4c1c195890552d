import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, extname, join, relative } from 'node:path';
import { slimmed } from './slim.ts';

/** One npm module that goes into a package. */
export type ShippedModule = {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly folder: string; // absolute
};

/** What is built for tests, simulators, boards and the platform's own database is not for a gateway. */
const LEFT_OUT =
  /^(test|simulators|firmware)(\/|$)|^gateway\/(platform\/ingest|cli\/(demo|simulate|firmware|ingest))(\/|\.|$)/;
const OPCUA = /^gateway\/(opcua|cli\/opcua)(\/|\.|$)/;

/** Whether a built file is of no package. */
export const isLeftOut = (file: string): boolean => LEFT_OUT.test(file);

/** Whether a built file is of the OPC UA server's package. */
export const isOfOpcua = (file: string): boolean => OPCUA.test(file);

/** Of the page, which is built anew as a whole. */
const PAGE = /^page\//;

/**
 * The built files of one package, relative to `dist`: JavaScript, and the page. What is left there of a source that is gone or was moved
 * is not among them: two builds of one commit hold the same files, whatever was built there before.
 */
export function builtFiles(dist: string, part: 'gateway' | 'opcua', root: string): string[] {
  const hasSource = (file: string) => existsSync(join(root, file.replace(/\.js$/, '.ts')));
  return filesBelow(dist)
    .filter((file) => !file.endsWith('.js') || PAGE.test(file) || hasSource(file))
    .filter((file) => !/\.(map|d\.ts)$/.test(file) && !isLeftOut(file))
    .filter((file) => isOfOpcua(file) === (part === 'opcua'))
    .sort();
}

/**
 * The npm modules that these files need, and what those need: found by their imports, so that nothing is shipped that
 * nobody loads and nothing is missing that somebody does. Throws where one is not installed.
 */
export function modulesOf(dist: string, files: readonly string[], root: string): ShippedModule[] {
  const found = new Map<string, ShippedModule>();
  const add = (name: string, from: string, optional: boolean): void => {
    const folder = resolveModule(name, from);
    if (folder === null) {
      if (optional) return;
      throw new Error(`${name}, which ${relative(root, from)} needs, is not installed: run npm install`);
    }
    if (found.has(folder)) return;
    found.set(folder, moduleAt(folder));
    const manifest = manifestOf(folder);
    for (const need of Object.keys(manifest.dependencies ?? {})) add(need, folder, false);
    for (const need of Object.keys(manifest.optionalDependencies ?? {})) add(need, folder, true);
  };
  for (const file of files)
    for (const name of packagesImported(readFileSync(join(dist, file), 'utf8'))) add(name, root, false);
  return [...found.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** The module in a folder. */
export function moduleAt(folder: string): ShippedModule {
  const manifest = manifestOf(folder);
  return { ...{ name: manifest.name, version: manifest.version, folder }, license: licenseOf(manifest) };
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

type Manifest = {
  name: string;
  version: string;
  license?: string | { type: string };
  licenses?: readonly { type: string }[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};

/** Of modules whose manifest names none: what their own text says, by version, because the next one may say something else. */
const READ_IN_TEXT: Readonly<Record<string, string>> = {
  'dequeue 1.0.5': 'BSD-2-Clause', // its file LICENSE
  'precond 0.2.3': 'MIT', // its README.md
};

/** The licence of a module, as SPDX names it. Throws where none is known: such a module cannot be handed on. */
function licenseOf({ name, version, license, licenses }: Manifest): string {
  const named = typeof license === 'string' ? license : license?.type;
  const found = named ?? licenses?.map(({ type }) => type).join(' OR ') ?? READ_IN_TEXT[`${name} ${version}`];
  if (found === undefined)
    throw new Error(
      `${name} ${version} names no licence: read its text, and add it to READ_IN_TEXT in shipped.ts`,
    );
  return found;
}

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)['"]([^'"./][^'"]*)['"]/g;

/** Names of npm packages that a piece of built JavaScript imports. */
export function packagesImported(code: string): Set<string> {
  const names = new Set<string>();
  for (const [, specifier = ''] of code.matchAll(IMPORT)) {
    if (specifier.startsWith('node:') || builtinModules.includes(specifier)) continue;
    const [first = '', second = ''] = specifier.split('/');
    const name = first.startsWith('@') ? `${first}/${second}` : first;
    if (/^(@[a-z0-9-]+\/)?[a-z0-9.-]+$/.test(name)) names.add(name);
  }
  return names;
}

/** The folder of a module as Node would find it from `from`. */
function resolveModule(name: string, from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === dirname(folder)) return null;
  }
}

// Folders named `source` or `doc` are not dropped: in some modules they hold the code that runs.
const KEPT = /\.(js|cjs|mjs|json|node|gz|xml)$/;
const UNUSED = /(^|\/)(tests?|__tests__|benchmarks?|examples?|\.github|@types|prebuilds\/(?!linux-))(\/|$)/;
const LICENCE = /(^|\/)(licen[cs]e|copying|notice)[^/]*$/i;
/** Built for browsers. */
const BROWSER = /\.min\.js$|(^|\/)(dist\/mqtt\.|browser\/)/;
/** node-opcua's other nodesets (mining, printing, …): 25 MB that nothing here loads. */
const OTHER_NODESET = /Opc\.Ua\.(?!NodeSet2\.|Di\.)/i;

/** Copies the part of a module that runs on `processor`, its licence with it. */
export function copyModule(module: ShippedModule, to: string, processor: 'x64' | 'arm64'): void {
  for (const file of filesBelow(module.folder, (folder) => folder === 'node_modules')) {
    if (!LICENCE.test(file) && (!KEPT.test(file) || UNUSED.test(file) || OTHER_NODESET.test(file))) continue;
    if (BROWSER.test(file) && !/^build\//.test(file)) continue;
    if (extname(file) === '.node' && !isFor(file, processor)) continue;
    if (isForShells(join(module.folder, file))) continue;
    copySlim(join(module.folder, file), join(to, file));
  }
}

/** Copies a file; JavaScript without what only people read in it. */
export function copySlim(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  if (!/\.[cm]?js$/.test(from)) {
    cpSync(from, to, { dereference: true });
    return;
  }
  const code = slimmed(from, readFileSync(from, 'utf8'));
  if (code !== null) writeFileSync(to, code);
}

/** Programs of a module, and settings of its developers: nothing here imports them. */
function isForShells(file: string): boolean {
  if (/(^|\/)\.[^/]*rc\.[cm]?js$/.test(file)) return true;
  return /\.[cm]?js$/.test(file) && readFileSync(file).subarray(0, 2).toString('latin1') === '#!';
}

function isFor(file: string, processor: string): boolean {
  return file.includes(`linux-${processor}/`) && !file.includes('musl');
}

/** Every file below a folder, relative to it; folders of which `skip` says so are not entered. */
export function filesBelow(folder: string, skip: (name: string) => boolean = () => false): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory())
      return skip(entry.name)
        ? []
        : filesBelow(join(folder, entry.name), skip).map((file) => `${entry.name}/${file}`);
    return entry.isFile() || statSync(join(folder, entry.name)).isFile() ? [entry.name] : [];
  });
}

/** Texts of the licence of a module, as it brings them. */
export function licenceTexts({ folder }: ShippedModule): string[] {
  return filesBelow(folder, (name) => name === 'node_modules')
    .filter((file) => LICENCE.test(file) && !/\.(js|json|ts)$/.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
}
