import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeAccessPoint, readAccessPoint } from '../../gateway/identity/accessPoint.ts';
import { removeFolder } from '../harness/removeFolder.ts';

const PROFILE = 'etc/NetworkManager/system-connections/lifeline-setup.nmconnection';
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'radio-'));
  mkdirSync(join(root, 'sys/class/net/wlan0/phy80211'), { recursive: true });
  mkdirSync(join(root, PROFILE, '..'), { recursive: true });
});
afterEach(() => removeFolder(root));

/** What NetworkManager 1.42 itself writes for an access point: `nmcli --offline connection add type wifi … wifi.mode ap …`. */
const NETWORK_MANAGERS = `[connection]
id=lifeline-setup
uuid=6d70dd09-710c-4a15-b2ee-f26ec0d2ccf8
type=wifi
autoconnect-priority=-10

[wifi]
band=bg
mode=ap
ssid=Lifeline box-7k2m9x4p

[wifi-security]
group=ccmp;
key-mgmt=wpa-psk
pairwise=ccmp;
proto=rsn;
psk=123456789012

[ipv4]
address1=10.42.0.1/24
method=shared

[ipv6]
method=disabled
`;

describe('the access point of a box', () => {
  it('is a profile as NetworkManager writes it, which nobody else may read', () => {
    const made = makeAccessPoint(root, 'box-7k2m9x4p');
    expect(made).toEqual({ name: 'Lifeline box-7k2m9x4p', password: expect.stringMatching(/^\d{12}$/) });
    const text = readFileSync(join(root, PROFILE), 'utf8');
    const plain = text
      .replace(/^#.*\n/gm, '')
      .replace(/^uuid=[0-9a-f-]{36}$/m, 'uuid=6d70dd09-710c-4a15-b2ee-f26ec0d2ccf8')
      .replace(/^psk=\d{12}$/m, 'psk=123456789012');
    expect(plain).toBe(NETWORK_MANAGERS);
    expect(statSync(join(root, PROFILE)).mode & 0o777).toBe(0o600);
  });

  it.runIf(existsSync('/usr/bin/nmcli'))('is taken by NetworkManager where it is installed', () => {
    makeAccessPoint(root, 'box-7k2m9x4p');
    const asked = ['--offline', 'connection', 'modify', 'connection.autoconnect', 'no'];
    const changed = execFileSync('/usr/bin/nmcli', asked, { input: readFileSync(join(root, PROFILE)) });
    expect(changed.toString()).toMatch(/autoconnect=false.*mode=ap.*psk=\d{12}.*method=shared/s);
  });

  it('is made once, and another for a copied card', () => {
    const made = makeAccessPoint(root, 'box-1');
    expect(makeAccessPoint(root, 'box-1')).toEqual(made);
    expect(readAccessPoint(root)).toEqual(made);
    expect(makeAccessPoint(root, 'box-2', true)).not.toEqual(made);
  });

  it('has a name that fits, and a password of its own', () => {
    const { name = '' } = makeAccessPoint(root, 'g'.repeat(64)) ?? {};
    expect(Buffer.byteLength(name)).toBe(32);
  });

  it('is none without a radio, or without NetworkManager', () => {
    removeFolder(join(root, 'sys/class/net/wlan0'));
    expect(makeAccessPoint(root, 'box-1')).toBeNull();
    mkdirSync(join(root, 'sys/class/net/wlan0/phy80211'), { recursive: true });
    removeFolder(join(root, 'etc/NetworkManager'));
    expect(makeAccessPoint(root, 'box-1')).toBeNull();
    expect(readAccessPoint(root)).toBeNull();
  });

  it('that an administrator has changed stands on the label as it is', () => {
    makeAccessPoint(root, 'box-1');
    const file = join(root, PROFILE);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^psk=.*$/m, 'psk=another one 9'));
    expect(readAccessPoint(root)?.password).toBe('another one 9');
  });
});
