import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ControlRequest } from '../../gateway/control/protocol.ts';
import { weightOf } from '../../gateway/control/remoteAcknowledge.ts';
import { ok } from '../../gateway/core/result.ts';
import { alarmVerbs } from '../../gateway/guard/verbs/alarmVerbs.ts';
import { type CommandAsk, encodeCommand, rawPublicKey, signSign1 } from '../../gateway/telemetry/index.ts';
import { QUIET } from '../guard/verbs/screenFixture.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { gasSite, installationOf } from '../site/fixture.ts';
import { alarm } from './fixture.ts';

const pair = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519').privateKey;
const publicKey = rawPublicKey(pair.publicKey).toString('base64');
const uplink = { id: 'city', url: 'mqtt://city.example' };
const site = {
  ...gasSite,
  uplinks: [
    { ...uplink, commandKeys: [{ id: 'ops', publicKey, may: ['acknowledge'] }] },
    { ...uplink, id: 'firm', commandKeys: [{ id: 'ops', publicKey, may: ['ping'] }] },
    { ...uplink, id: 'open', unsignedAcknowledge: 'silences-sirens' },
  ],
};
const installation = installationOf(site);

const ask = {
  kind: 'acknowledge',
  occurrence: alarm('gas-high').occurrence,
  announcement: 2,
  severity: 'red',
  actor: 'Li Wei',
  text: null,
} as const satisfies CommandAsk;
const { occurrence, announcement, severity } = ask;

type Acknowledge = Extract<ControlRequest, { verb: 'acknowledge' }>;
const request = (remote?: Acknowledge['remote']): Acknowledge => ({
  ...{ id: 1, verb: 'acknowledge', occurrence, seen: { announcement, severity } },
  actor: 'courier:platform:city:Li Wei',
  ...(remote === undefined ? {} : { remote }),
});

function signed(of: CommandAsk = ask, { by = pair.privateKey, to = 'test', kid = 'ops' } = {}): string {
  const bytes = encodeCommand({ id: 'a', issued: 1, expires: null, ask: of });
  return Buffer.from(signSign1(bytes, by, kid, `v1/${to}/cmd`)).toString('base64');
}

const at = (remote?: Acknowledge['remote']) => weightOf(request(remote), 'courier', installation);
const refusal = { ok: false, error: { code: 'alarm.not-proven' } };

test('an acknowledgement from afar silences when a key of its uplink signed it, and is seen otherwise', () => {
  expect(at({ uplink: 'city', signed: signed() })).toEqual({ ok: true, value: 'silences' });
  expect(at({ uplink: 'city' })).toEqual({ ok: true, value: 'seen' });
  expect(at({ uplink: 'open' })).toEqual({ ok: true, value: 'silences' }); // the site file says so
  expect(weightOf(request(), 'desk', installation)).toEqual({ ok: true, value: 'silences' });
  expect(weightOf(request(), 'opcua', installation)).toEqual({ ok: true, value: 'silences' });
});

test('courier cannot make a signature up, nor use one for something else', () => {
  const wrong: readonly (Acknowledge['remote'] | undefined)[] = [
    undefined,
    { uplink: 'nobody' },
    { uplink: 'city', signed: signed(ask, { by: stranger }) },
    { uplink: 'city', signed: signed(ask, { to: 'another-gateway' }) },
    { uplink: 'city', signed: signed(ask, { kid: 'other' }) },
    { uplink: 'city', signed: signed({ ...ask, occurrence: 'riser#1' }) },
    { uplink: 'city', signed: signed({ ...ask, announcement: 1 }) },
    { uplink: 'city', signed: signed({ ...ask, severity: 'yellow' }) },
    { uplink: 'city', signed: signed({ kind: 'ping' }) },
    { uplink: 'firm', signed: signed() }, // whose key may not
    { uplink: 'open', signed: signed() }, // which has no keys
  ];
  for (const remote of wrong) expect(at(remote), JSON.stringify(remote)).toMatchObject(refusal);
  for (const noise of ['', 'AAAA', signed().slice(0, 40)])
    expect(at({ uplink: 'city', signed: noise })).toMatchObject({ ok: false });
});

test('a key is read from its file when it is needed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-keys-'));
  onTestFinished(() => removeFolder(folder));
  const pem = pair.publicKey.export({ type: 'spki', format: 'pem' });
  const [first] = site.uplinks;
  const commandKeys = [{ id: 'ops', publicKey: 'ops.pem', may: ['acknowledge'] }];
  const away = { ...installationOf({ ...site, uplinks: [{ ...first, commandKeys }] }), folder };
  const remote = { uplink: 'city', signed: signed() };
  expect(weightOf(request(remote), 'courier', away)).toMatchObject({
    error: { code: 'uplink.file-unreadable' },
  });
  writeFileSync(join(folder, 'ops.pem'), pem);
  expect(weightOf(request(remote), 'courier', away)).toEqual({ ok: true, value: 'silences' });
});

test('one that is only seen is written down and changes nothing; of what does not stand it is refused', async () => {
  const audits: unknown[] = [];
  let commands = 0;
  let standing = [alarm('gas-high')];
  const verbs = alarmVerbs({
    installation: () => installation,
    alarms: {
      alarms: () => standing,
      maintenance: () => [],
      command() {
        commands++;
        return ok(null);
      },
    },
    annunciation: { command: () => ok(null), screen: () => QUIET },
    audit: (verb, actor, detail, accepted) => audits.push({ verb, actor, detail, accepted }),
  });
  const asker = { socket: 'courier', client: 'courier' } as const;
  const unsigned = request({ uplink: 'city' });
  expect(await verbs.acknowledge?.(unsigned, asker)).toEqual({ ok: true, value: { acknowledged: false } });
  expect(commands).toBe(0);
  expect(audits).toEqual([
    {
      verb: 'acknowledge',
      actor: unsigned.actor,
      detail: expect.stringMatching(/seen from afar, unsigned: it silences nothing/),
      accepted: true,
    },
  ]);
  const proven = request({ uplink: 'city', signed: signed() });
  expect(await verbs.acknowledge?.(proven, asker)).toEqual({ ok: true, value: { acknowledged: true } });
  expect(commands).toBe(1);
  standing = [];
  expect(await verbs.acknowledge?.(unsigned, asker)).toMatchObject({
    ok: false,
    error: { code: 'alarm.not-standing' },
  });
  expect(audits.at(-1)).toMatchObject({ accepted: false });
});
