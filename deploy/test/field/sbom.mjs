// Whether every npm module that is installed stands in a bill of materials with a licence, and nothing else does: `sbom.mjs`
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const bills = ['lifeline', 'lifeline-opcua'].flatMap(
  (name) => JSON.parse(readFileSync(`/usr/share/doc/${name}/sbom.cdx.json`, 'utf8')).components,
);
const listed = new Set();
const wrong = [];
for (const { purl, licenses } of bills) {
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
console.log(`${installed.size} modules`, wrong);
process.exit(wrong.length === 0 && installed.size > 0 ? 0 : 1);
