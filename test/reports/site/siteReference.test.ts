import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { packageRoot } from '../../../gateway/core/program.ts';
import { siteReference, undescribedKeys } from '../../../gateway/reports/site/siteReference.ts';
import { checkSite } from '../../../gateway/reports/site/siteReport.ts';
import { LANGUAGES } from '../../../gateway/text/language.ts';

test('every key of the site file is described', () => {
  expect(undescribedKeys()).toEqual([]);
});

describe.each(LANGUAGES)('the reference in %s', (language) => {
  it('is what the schema says now (vitest -u writes it again)', async () => {
    await expect(siteReference(language)).toMatchFileSnapshot(
      join(packageRoot(), `deploy/reference/site.${language}.md`),
    );
  });
});

test('the complete example is fine', () => {
  const { problems, installation } = checkSite(join(packageRoot(), 'deploy/examples/complete/site.yaml'));
  expect(problems.map(({ what }) => what).filter((what) => !what.includes('secrets'))).toEqual([]);
  expect(installation?.rules.length).toBeGreaterThan(20);
});
