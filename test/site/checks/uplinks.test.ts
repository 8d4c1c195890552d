import { expect, test } from 'vitest';
import { uplinkWarnings } from '../../../gateway/reports/site/uplinkWarnings.ts';
import { expectChinese } from '../../text/inChinese.ts';
import { gasSite, installationOf } from '../fixture.ts';

test('who lets the broker forget what counts as delivered is warned of it', () => {
  const uplink = (id: string, more: object) => ({ id, url: 'mqtts://broker.example', ...more });
  const site = installationOf({
    ...gasSite,
    uplinks: [
      uplink('keeps', {}),
      uplink('forgets', { expiryS: 3600 }),
      uplink('sends-again', { expiryS: 3600, release: 'ack' }),
    ],
  });
  uplinkWarnings(site).forEach(expectChinese);
  expect(uplinkWarnings(site)).toMatchObject([{ code: 'site.expires-at-broker', where: 'uplinks: forgets' }]);
});
