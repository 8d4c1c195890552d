import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file that is there whole or not at all: beside, synced, renamed, folder synced. A slow disk keeps nobody but who waits for it. */
export async function writeWhole(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  const beside = `${path}.new`;
  const file = await open(beside, 'w', mode);
  try {
    await file.chmod(mode); // whatever the umask of whoever started us: companions of the group read it
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
