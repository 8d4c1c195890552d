import { withCrc } from '../../crc.ts';

/** The text of a transcript with the CRC of each frame that ends in the word `crc`; all else as it was. */
export function fillChecksums(text: string): string {
  return text.replace(
    /^((?:>>|<<)[ \t]*)((?:[0-9a-fA-F]{2}[ \t]+)+)crc\b/gim,
    (_, mark: string, bytes: string) => {
      const frame = bytes
        .trim()
        .split(/[ \t]+/)
        .map((pair) => Number.parseInt(pair, 16));
      return `${mark}${hexOf(withCrc(frame))}`;
    },
  );
}

/** `01 03 00 0A` */
export function hexOf(frame: Uint8Array): string {
  return Array.from(frame, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}
