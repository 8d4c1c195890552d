import type { ShippedModule } from './shipped.ts';
import { licenceTexts } from './shipped.ts';

/**
 * What is inside, as CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). Without a serial number and a time: two builds
 * of one commit are the same bytes. `npm sbom` tells of what is installed for development; this tells of what is shipped.
 */
export function sbomOf(name: string, version: string, modules: readonly ShippedModule[]): object {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { type: 'application', name, version, licenses: [{ license: { id: 'Apache-2.0' } }] },
    },
    components: modules.map(component).sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1)),
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
