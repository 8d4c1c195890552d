import { relative, resolve, sep } from 'node:path';
import type { Problem } from '../../core/result.ts';
import type { Installation } from '../installation.ts';
import type { SiteText } from '../siteText.ts';
import { mistake } from './checking.ts';

/** Folders that belong to the system, with all that is in them (hier(7), FHS 3.0). */
const SYSTEM = '/bin /boot /dev /etc /lib /lib32 /lib64 /libx32 /proc /sbin /sys /usr'.split(' ');
/** Folders that hold what others put there: not to be used themselves. */
const SHARED = ['/', '/home', '/media', '/mnt', '/opt', '/root', '/run', '/srv', '/tmp', '/var', '/var/lib'];

/**
 * The journal makes its folder its own: it writes, removes and sets files aside in it. A site file that lies in a folder of
 * its own below a system folder (`/etc/lifeline`) may have the journal beside it.
 */
export function journalMistakes({ folder, journal }: Installation, text: SiteText): Problem[] {
  const place = resolve(folder, journal.folder);
  const beside = !SYSTEM.includes(folder) && folder !== '/' && place !== folder && isIn(place, folder);
  if (!SHARED.includes(place) && (beside || !isSystem(place))) return [];
  return [mistake(text, ['journal', 'folder'], 'site.system-folder', { folder: place })];
}

function isSystem(place: string): boolean {
  return SYSTEM.some((system) => isIn(place, system));
}

function isIn(place: string, folder: string): boolean {
  const way = relative(folder, place);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`));
}
