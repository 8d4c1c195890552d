/**
 * How a device bends Modbus RTU. A dialect normalises bytes and knows nothing of timing, units or registers: the line
 * asks it how long a reply will be, checks the CRC of the frame as it came, then has it turned into a standard frame.
 */
export type Dialect = {
  /**
   * Length of the whole reply with its CRC, told from its first bytes. `more` while they do not tell yet, `foreign`
   * when no reply of this dialect begins like this.
   */
  expectedReplyLength(prefix: Uint8Array): number | 'more' | 'foreign';
  /** A whole reply whose CRC held → the frame a standard device would have sent, errors as exceptions, with its CRC. */
  toStandard(frame: Uint8Array): Uint8Array;
};
