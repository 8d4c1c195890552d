/** How characters are put on a serial line. */
export type SerialFormat = {
  readonly baud: number;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
};

export function sameFormat(one: SerialFormat, other: SerialFormat): boolean {
  return one.baud === other.baud && one.parity === other.parity && one.stopBits === other.stopBits;
}

/** As it is said: 9600 8N1. */
export function formatName({ baud, parity, stopBits }: SerialFormat): string {
  return `${baud} 8${parity[0]?.toUpperCase()}${stopBits}`;
}
