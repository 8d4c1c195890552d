import { expect, test } from 'vitest';
import { uplinkWarnings } from '../../../gateway/reports/site/uplinkWarnings.ts';
import { expectChinese } from '../../text/inChinese.ts';
import { gasSite, installationOf } from '../fixture.ts';

const commandKeys = [{ id: 'ops', publicKey: Buffer.alloc(32, 1).toString('base64'), may: ['acknowledge'] }];

test('who lets the broker forget what counts as delivered is warned of it', () => {
  const uplink = (id: string, more: object) => ({
    ...{ id, url: 'mqtts://broker.example', commandKeys },
    ...more,
  });
  const site = installationOf({
    ...gasSite,
    uplinks: [
      uplink('keeps', {}),
      uplink('here', { url: 'mqtt://127.0.0.1' }),
      uplink('forgets', { expiryS: 3600 }),
      uplink('sends-again', { expiryS: 3600, release: 'ack' }),
    ],
  });
  uplinkWarnings(site).forEach(expectChinese);
  expect(uplinkWarnings(site)).toMatchObject([
    { code: 'site.broker-keeps', where: 'uplinks: keeps' },
    { code: 'site.expires-at-broker', where: 'uplinks: forgets' },
  ]);
});

test('what can be read on the way, and whom it obeys, is said', () => {
  const uplink = (id: string, url: string, more: object = {}) => ({
    ...{ id, url, commandKeys, release: 'ack' },
    ...more,
  });
  const site = installationOf({
    ...gasSite,
    uplinks: [
      uplink('open', 'mqtt://broker.example:1883'),
      uplink('second', 'mqtt://localhost', {
        otherUrls: ['mqtt://broker.example', 'mqtt://broker.example:1884'],
      }),
      uplink('web', 'ws://user@[2001:db8::1]/mqtt'),
      uplink('private', 'mqtts://broker.example'),
      ...['mqtt://localhost', 'mqtt://127.0.0.1:1883', 'ws://[::1]:80/x'].map((url, n) =>
        uplink(`here-${n}`, url),
      ),
      uplink('anybody', 'mqtts://broker.example', { commandKeys: [] }),
      uplink('loud', 'mqtts://broker.example', {
        unsignedAcknowledge: 'silences-sirens',
        prefix: 'city/east',
      }),
    ],
  });
  const warnings = uplinkWarnings(site);
  warnings.forEach(expectChinese);
  expect(warnings.map(({ code, where }) => `${where} ${code}`)).toEqual([
    'uplinks: open site.not-private',
    'uplinks: second site.not-private',
    'uplinks: web site.not-private',
    'uplinks: anybody site.commands-unsigned',
    'uplinks: loud site.silenced-from-afar',
  ]);
  expect(warnings[0]?.what).toContain('broker.example can be read');
  expect(warnings[2]?.what).toContain('[2001:db8::1]');
  expect(warnings[4]?.what).toContain('city/east/v1/test/cmd can silence the sirens');
});
