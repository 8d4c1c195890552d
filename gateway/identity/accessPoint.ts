import { randomInt, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// A wireless network of the box itself, so that a phone reaches it where the building has none: a profile of NetworkManager, in
// the form of nm-settings-keyfile(5). NetworkManager serves addresses and leads on into the network of the cable.

/** How a phone gets into it. */
export type AccessPoint = { readonly name: string; readonly password: string };

const FOLDER = 'etc/NetworkManager/system-connections';
const PROFILE = `${FOLDER}/lifeline-setup.nmconnection`;
/** The box in its own network: what NetworkManager itself takes where a connection is shared. */
export const ACCESS_POINT_ADDRESS = '10.42.0.1';
/** Digits alone: typed with a thumb from a label. Twelve are 40 bits, against which WPA2 hashes 4096 times. */
const DIGITS = 12;

/**
 * Makes the access point of a box, once at its first boot, where it has a radio and NetworkManager. One that is there already is left
 * as it is, unless `anew`. Null: there is no radio, or nobody to run it. `root`: in front of the folders of the system.
 */
export function makeAccessPoint(root: string, gateway: string, anew = false): AccessPoint | null {
  if (!existsSync(join(root, FOLDER)) || !hasRadio(root)) return null;
  const there = anew ? null : readAccessPoint(root);
  if (there !== null) return there;
  const password = Array.from({ length: DIGITS }, () => randomInt(10)).join('');
  const made = { name: `Lifeline ${gateway}`.slice(0, 32), password }; // 32 bytes: IEEE 802.11, 9.4.2.2
  const file = join(root, PROFILE);
  rmSync(`${file}.new`, { force: true });
  // NetworkManager takes no profile that others may read
  writeFileSync(`${file}.new`, keyfile(made), { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  return made;
}

/** The access point that was made, as it is now; null: there is none, or an administrator has taken it away. */
export function readAccessPoint(root: string): AccessPoint | null {
  try {
    const text = readFileSync(join(root, PROFILE), 'utf8');
    const [name, password] = ['ssid', 'psk'].map((key) => new RegExp(`^${key}=(.+)$`, 'm').exec(text)?.[1]);
    return name === undefined || password === undefined ? null : { name, password };
  } catch {
    return null;
  }
}

/** Adapters with a radio have this folder (kernel, cfg80211). */
function hasRadio(root: string): boolean {
  const folder = join(root, 'sys/class/net');
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some((name) => existsSync(join(folder, name, 'phy80211')));
}

function keyfile({ name, password }: AccessPoint): string {
  return `# Made by lifeline at the first boot of this box; its password is on the label. To be without it:
#   nmcli connection delete lifeline-setup
[connection]
id=lifeline-setup
uuid=${randomUUID()}
type=wifi
autoconnect-priority=-10

[wifi]
band=bg
mode=ap
ssid=${name}

[wifi-security]
group=ccmp;
key-mgmt=wpa-psk
pairwise=ccmp;
proto=rsn;
psk=${password}

[ipv4]
address1=${ACCESS_POINT_ADDRESS}/24
method=shared

[ipv6]
method=disabled
`;
}
