import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LINKED_PARTS, NO_PARTS } from '../../deploy/package/linkedParts.ts';
import { runtimeSbom } from '../../deploy/package/sbom.ts';

const folder = join(import.meta.dirname, '..', '..', 'node_modules', 'node', 'node_modules');
const licences = readFileSync(join(folder, `node-linux-${process.arch}`, 'LICENSE'), 'utf8');
/** What stands at the beginning of a licence, where it is one that says its name. */
const NAMED: Readonly<Record<string, RegExp>> = {
  MIT: /Permission is hereby granted, free of charge/,
  'Apache-2.0': /Apache License\s+Version 2\.0/,
  'Unicode-3.0': /UNICODE LICENSE V3/,
  'BSD-3-Clause': /Neither the name .* nor the names/s,
  Zlib: /Permission is granted to anyone to use this software for any purpose/,
};
/** Of the Node project itself, or of nobody. */
const WITHOUT_SECTION = ['nbytes', 'ncrypto', 'SQLite'];

it('names every library that is linked into the Node that is shipped, and nothing else', () => {
  const told = Object.keys(process.versions).filter((key) => process.versions[key]);
  expect([...NO_PARTS, ...LINKED_PARTS.map(({ key }) => key)].sort()).toEqual(told.sort());
  expect(runtimeSbom(process.versions)).toMatchObject({
    metadata: { component: { name: 'node', version: process.versions.node } },
    components: expect.arrayContaining([
      expect.objectContaining({ name: 'OpenSSL', version: process.versions.openssl }),
    ]),
  });
  expect(() => runtimeSbom({ ...process.versions, uv: undefined })).toThrow('libuv');
});

it.each(LINKED_PARTS.filter(({ name }) => !WITHOUT_SECTION.includes(name)))(
  '$name is under $license by the licences of that Node',
  ({ name, license }) => {
    const [, section = ''] = licences.split(`\n- ${name}, located at `);
    expect(section.split('\n- ')[0]).toMatch(NAMED[license] ?? 'a licence that is known here');
  },
);
