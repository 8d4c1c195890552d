import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What tells this board from every other: the serial number that the firmware of an ARM board puts into its device tree, the UUID
 * of a PC's firmware (root alone may read it), or the address that a wired network adapter was made with. Null: nobody tells, and a
 * cloned card cannot be noticed. `root`: of the system.
 */
export function hardwareOf(root: string): string | null {
  const serial =
    read(root, 'proc/device-tree/serial-number') ?? read(root, 'sys/firmware/devicetree/base/serial-number');
  if (serial !== null && /[1-9a-f]/i.test(serial)) return `serial ${serial}`;
  const uuid = read(root, 'sys/class/dmi/id/product_uuid');
  if (uuid !== null && !/^[0f-]*$/i.test(uuid)) return `uuid ${uuid.toLowerCase()}`;
  const [address] = adapters(root);
  return address === undefined ? null : `mac ${address}`;
}

/** Addresses of adapters that are really there (they have a device), as they were made (`addr_assign_type` 0). */
function adapters(root: string): readonly string[] {
  const folder = 'sys/class/net';
  return names(join(root, folder))
    .filter((name) => names(join(root, folder, name)).includes('device'))
    .filter((name) => read(root, `${folder}/${name}/addr_assign_type`) === '0')
    .flatMap((name) => read(root, `${folder}/${name}/address`) ?? [])
    .sort();
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(root: string, path: string): string | null {
  try {
    const text = readFileSync(join(root, path), 'utf8').replaceAll('\0', '').trim();
    return text === '' ? null : text;
  } catch {
    return null;
  }
}
