const DEEPEST = 12;

/**
 * Says what is wrong with bytes that should be one CBOR item of the kind we send, or null. Walks the heads without
 * building anything, so hostile lengths cost nothing. Tags are refused: nothing of ours has any, and what a decoder
 * makes of them (dates, sets, code) is not for strangers to choose. So are indefinite lengths and half floats.
 */
export function notWellFormed(bytes: Uint8Array): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const open: number[] = [1]; // items still to come, per level of nesting
  let at = 0;
  for (;;) {
    while (open.at(-1) === 0) open.pop();
    if (open.length === 0) return at === bytes.length ? null : `${bytes.length - at} bytes too many`;
    open[open.length - 1] = (open.at(-1) ?? 0) - 1;

    const first = bytes[at++];
    if (first === undefined) return 'it ends early';
    const major = first >> 5;
    const info = first & 31;
    if (major === 6) return 'it has a tag';
    if (major === 7 && ![20, 21, 22, 27].includes(info)) return `simple value or float ${info}`;
    if (info > 27) return `reserved or indefinite length ${info}`;
    const width = info < 24 ? 0 : 1 << (info - 24);
    if (at + width > bytes.length) return 'it ends early';
    const argument = readArgument(view, at, info);
    at += width;

    if (major === 2 || major === 3) at += argument;
    if (major === 4 || major === 5) {
      const items = major === 4 ? argument : argument * 2;
      if (open.length > DEEPEST) return 'it is nested too deeply';
      open.push(items);
    }
    if (at > bytes.length) return 'it ends early';
  }
}

function readArgument(view: DataView, at: number, info: number): number {
  if (info < 24) return info;
  if (info === 24) return view.getUint8(at);
  if (info === 25) return view.getUint16(at);
  if (info === 26) return view.getUint32(at);
  return Number(view.getBigUint64(at));
}
