import { closeSync, openSync, readSync } from 'node:fs';

const PIECE = 64 * 1024;

/**
 * The bytes of a file that somebody named, and no more of them than `most`: a device or a pipe has no size and may have no end. Null: there
 * are more. Throws what the file system throws.
 */
export function readAtMost(path: string, most: number): Buffer | null {
  const file = openSync(path, 'r');
  try {
    const pieces: Buffer[] = [];
    for (let length = 0; length <= most; ) {
      const piece = Buffer.allocUnsafe(PIECE);
      const read = readSync(file, piece, 0, PIECE, null);
      if (read === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, read));
      length += read;
    }
    return null;
  } finally {
    closeSync(file);
  }
}
