/** The status block as a master sees it, register by register. */
export function decodeStatus(registers: readonly number[]) {
  const [
    high = 0,
    low = 0,
    silence,
    reset,
    press,
    tampered,
    mains,
    board,
    tone,
    acting,
    leaseLeft,
    pulses,
    losses,
  ] = registers;
  return {
    boot: high * 0x1_0000 + low,
    presses: [silence, reset, press],
    tampered,
    mains,
    board,
    tone,
    acting,
    leaseLeft,
    pulses,
    leaseLosses: losses,
  };
}
