/** How a serial line is set. */
export type SerialSettings = {
  readonly baud: number;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
};

/**
 * Whether a receiver set like `ear` takes characters sent like `mouth` for what they are: the same rate and parity, and no
 * fewer stop bits than it waits for. More of them are a pause to it.
 */
export function understands(ear: SerialSettings, mouth: SerialSettings): boolean {
  return ear.baud === mouth.baud && ear.parity === mouth.parity && mouth.stopBits >= ear.stopBits;
}

/** Time one character takes on the wire: start bit, eight data bits, parity, stop bits. Milliseconds. */
export function characterMs({ baud, parity, stopBits }: SerialSettings): number {
  return ((1 + 8 + (parity === 'none' ? 0 : 1) + stopBits) * 1000) / baud;
}

/** Silence that must lie between two frames: 3.5 characters, 1.75 ms above 19 200 baud (Serial Line spec 1.02, 2.5.1.1). */
export function frameGapMs(settings: SerialSettings): number {
  return settings.baud > 19_200 ? 1.75 : 3.5 * characterMs(settings);
}
