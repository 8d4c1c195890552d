import { LINKED_PARTS } from './linkedParts.ts';
import { licenceTexts, type ShippedModule } from './shipped.ts';

/**
 * What is inside, as CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). Without a serial number and a time: two builds
 * of one commit are the same bytes. `npm sbom` tells of what is installed for development; this tells of what is shipped.
 * `within`: modules that are joined with our code.
 */
export function sbomOf(
  name: string,
  version: string,
  modules: readonly ShippedModule[],
  within: readonly ShippedModule[],
): object {
  const parts = within.map((module) => ({ ...component(module), properties: [WITHIN] }));
  return bill(name, version, 'Apache-2.0', [...modules.map(component), ...parts]);
}

/** Of a module that is no folder of its own: it is joined with our code. */
const WITHIN = { name: 'lifeline:joined', value: 'true' };

/** The same of the runtime: Node, and what is linked into it. `versions`: `process.versions` of that Node. */
export function runtimeSbom(versions: Readonly<Record<string, string | undefined>>): object {
  const { node = '' } = versions;
  const parts = LINKED_PARTS.map(({ key, name, license }) => {
    const version = versions[key];
    if (!version) throw new Error(`Node ${node} does not say which ${name} is linked into it`);
    return {
      type: 'library',
      'bom-ref': `${name}@${version}`,
      name,
      version,
      licenses: [{ license: { id: license } }],
    };
  });
  return bill('node', node, 'MIT', parts);
}

function bill(name: string, version: string, license: string, components: readonly { 'bom-ref': string }[]) {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', name, version, licenses: [{ license: { id: license } }] } },
    components: components.toSorted((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1)),
  };
}

function component({ name, version, license }: ShippedModule) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const [group, bare] = name.startsWith('@') ? name.split('/') : [undefined, name];
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group === undefined ? {} : { group }),
    ...{ name: bare, version, purl },
    licenses: /^[\w.+-]+$/.test(license) ? [{ license: { id: license } }] : [{ expression: license }],
  };
}

/** All licences of what came from others, one after another: what their terms ask to be handed on. */
export function licencesOf(modules: readonly ShippedModule[]): string {
  const named = [...new Map(modules.map((module) => [`${module.name} ${module.version}`, module]))];
  return named
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, module]) => {
      const texts = licenceTexts(module);
      const text =
        texts.length > 0 ? texts.join('\n\n') : `(no licence text in the package: ${module.license})`;
      return `==== ${title}: ${module.license}\n\n${text}\n`;
    })
    .join('\n');
}
