/** Data bytes of an Intel HEX file in a program memory of `size` bytes. Throws on a line whose checksum does not hold. */
export function readHex(text: string, size: number): Uint8Array {
  const program = new Uint8Array(size).fill(0xff); // erased flash
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (!line.startsWith(':')) continue;
    const bytes = Uint8Array.from(line.slice(1).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    if (bytes.reduce((sum, byte) => sum + byte, 0) % 256 !== 0)
      throw new Error(`line ${index + 1} of the HEX file is damaged`);
    const [length = 0, high = 0, low = 0, type] = bytes;
    if (type === 0) program.set(bytes.subarray(4, 4 + length), high * 256 + low);
  }
  return program;
}
