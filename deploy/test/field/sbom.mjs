// Whether every npm module that is installed, Node, and what is linked into it stand in a bill of materials with a licence, and nothing
// else does: `sbom.mjs`, run by the Node that is installed
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const bills = ['lifeline', 'lifeline-opcua'].flatMap(
  (name) => JSON.parse(readFileSync(`/usr/share/doc/${name}/sbom.cdx.json`, 'utf8')).components,
);
const listed = new Set();
const wrong = [];
for (const { purl, licenses, properties } of bills) {
  if (!properties?.some(({ name }) => name === 'lifeline:joined'))
    listed.add(decodeURIComponent(purl.replace('pkg:npm/', '')));
  const [{ license, expression }] = licenses;
  if (!(license?.id ?? expression) || /NOASSERTION|UNLICENSED/.test(license?.id ?? expression))
    wrong.push(`${purl} has no licence`);
}
const installed = new Set();
/** A module is a folder of a `node_modules`, or of a scope in one. */
function look(folder) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.startsWith('@')) look(join(folder, name));
    const manifest = join(folder, name, 'package.json');
    if (existsSync(manifest)) {
      const { name: own, version } = JSON.parse(readFileSync(manifest, 'utf8'));
      installed.add(`${own}@${version}`);
    }
    look(join(folder, name, 'node_modules'));
  }
}
look('/usr/lib/lifeline/app/node_modules');
for (const one of installed) if (!listed.has(one)) wrong.push(`${one} is installed and not listed`);
for (const one of listed) if (!installed.has(one)) wrong.push(`${one} is listed and not installed`);
const runtime = JSON.parse(readFileSync('/usr/share/doc/lifeline-runtime/sbom.cdx.json', 'utf8'));
const parts = new Set(runtime.components.map(({ version }) => version));
if (runtime.metadata.component.version !== process.versions.node) wrong.push('the bill is of another Node');
for (const key of ['v8', 'openssl', 'uv', 'zlib', 'sqlite', 'icu'])
  if (!parts.has(process.versions[key]))
    wrong.push(`${key} ${process.versions[key]} is linked in and not listed`);
console.log(`${installed.size} modules, ${parts.size} parts of Node`, wrong);
process.exit(wrong.length === 0 && installed.size > 0 ? 0 : 1);
