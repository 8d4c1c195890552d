/** Modbus Application Protocol V1.1b3, §7. */
const NAMES: Readonly<Record<number, string>> = {
  1: 'illegal function',
  2: 'illegal data address',
  3: 'illegal data value',
  4: 'device failure',
  5: 'acknowledge',
  6: 'device busy',
  8: 'memory parity error',
  10: 'gateway path unavailable',
  11: 'target device does not answer the gateway',
};

/** `exception 2, illegal data address` */
export function exceptionText(code: number): string {
  const name = NAMES[code];
  return name === undefined ? `exception ${code}` : `exception ${code}, ${name}`;
}
