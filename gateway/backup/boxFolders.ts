import { dirname, join, resolve } from 'node:path';

/** Where the parts of a box lie. */
export type BoxFolders = {
  readonly site: string; // path of the site file
  readonly state: string; // folder of the journal
  readonly desk: string; // what desk keeps of its own: sessions, certificates
  readonly settings: string; // what an administrator sets
};

/** `journalFolder`: as the site file names it. `root`: in front of the folders of the system. */
export function boxFolders(site: string, journalFolder: string, root: string): BoxFolders {
  const path = resolve(site);
  return {
    site: path,
    state: resolve(dirname(path), journalFolder),
    desk: join(root, 'var/lib/lifeline-desk'),
    settings: join(root, 'etc/lifeline'),
  };
}
