import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../gateway/core/log.ts';
import { HeldCertificate } from '../../gateway/desk/access/heldCertificate.ts';
import { Addresses } from '../../gateway/desk/http/addresses.ts';
import { until } from '../harness/until.ts';
import { openDesk } from './openDesk.ts';

const DAY_MS = 86_400_000;

/** SHA-256 of what a browser is shown at `port`. */
function shownAt(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

test('a box that runs for more than a year shows a certificate that is valid, without having been started again', async () => {
  const { app, clock, folder } = await openDesk();
  clock.stepUtc(Date.now() - clock.utc()); // never before the program was built
  const held = await HeldCertificate.open(join(folder, 'certificates'), clock, silentLog);
  const addresses = new Addresses(app, held, silentLog);
  await addresses.open([{ host: '127.0.0.1', port: 0 }]);
  onTestFinished(() => addresses.stop());
  held.start();
  const first = held.fingerprint;
  expect(await shownAt(addresses.port)).toBe(first);

  clock.stepUtc(300 * DAY_MS);
  await held.look();
  expect(held.fingerprint).toBe(first); // not yet

  clock.stepUtc(75 * DAY_MS);
  await clock.advance(3_600_000);
  await until('it is made anew', () => held.fingerprint !== first);
  expect(await shownAt(addresses.port)).toBe(held.fingerprint);
  expect(new X509Certificate(held.certPem).validToDate.getTime()).toBeGreaterThan(clock.utc());

  // what cannot be read leaves the one that is shown
  const second = held.fingerprint;
  writeFileSync(join(folder, 'certificates', 'ca.key'), 'no key');
  clock.stepUtc(375 * DAY_MS);
  await held.look();
  expect(await shownAt(addresses.port)).toBe(second);
  held.stop();
});
