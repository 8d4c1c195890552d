/**
 * How a device bends Modbus RTU. A dialect normalises bytes and knows nothing of timing, units or registers: the line
 * asks it how a reply will begin and how long it will be, checks the CRC of the frame as it came, then has it turned
 * into a standard frame. Requests are standard in every dialect.
 */
export type Dialect = {
  /** Bytes of a reply to a read beyond its data: unit, function, byte count, CRC. */
  readonly readOverhead: number;
  /** First bytes of the reply to a read, up to its data. */
  readHead(unit: number, functionCode: number, dataBytes: number): readonly number[];
  /** First bytes of a refusal, as far as they are the same for every reason. */
  refusalHead(unit: number, functionCode: number): readonly number[];
  /**
   * Length of the whole reply with its CRC, told from its first bytes. `more` while they do not tell yet, `foreign`
   * when no reply of this dialect begins like this.
   */
  expectedReplyLength(prefix: Uint8Array): number | 'more' | 'foreign';
  /** A whole reply whose CRC held → the frame a standard device would have sent, errors as exceptions, with its CRC. */
  toStandard(frame: Uint8Array): Uint8Array;
  /** The reverse, for a simulated device: a standard reply → what a device of this dialect sends. */
  fromStandard(frame: Uint8Array): Uint8Array;
};
