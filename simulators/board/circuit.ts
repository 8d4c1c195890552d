/**
 * What hangs on the board's pins, as `firmware/WIRING.md` draws it: a retriggerable relay on the pulse output, the fault
 * lamp and the siren on its resting contact, a gas valve. Pure: levels with their times in, what is heard and seen out.
 */

export const LOADS = ['siren', 'strobe', 'fault-lamp', 'gas-valve', 'fan', 'healthy'] as const;
export type Load = (typeof LOADS)[number];

/** How the loads are wired. */
export type Wiring = {
  /** The retriggerable relay lets go when no edge came for so long. */
  readonly holdMs: number;
  /** The siren is fed through the relay's resting contact as well, so that it sounds when nobody is in charge. */
  readonly sirenFailsSafe: boolean;
  /**
   * `spring`: power holds it open, through the working contact of the retriggerable relay. `manual-reset`: power closes
   * it, and only a hand opens it again.
   */
  readonly valve: 'spring' | 'manual-reset';
};

export const USUAL_WIRING: Wiring = { holdMs: 3000, sirenFailsSafe: false, valve: 'manual-reset' };

export type Circuit = {
  readonly high: Readonly<Record<Load, boolean>>;
  readonly edgeAt: number | null; // of the pulse output, monotonic milliseconds
  readonly tripped: boolean; // a manual-reset valve is shut
};

export const DEAD_CIRCUIT: Circuit = {
  high: { siren: false, strobe: false, 'fault-lamp': false, 'gas-valve': false, fan: false, healthy: false },
  edgeAt: null,
  tripped: false,
};

/** A pin went to another level. Both edges of the pulse output hold the relay. */
export function pinMoves(circuit: Circuit, load: Load, high: boolean, at: number): Circuit {
  if (circuit.high[load] === high) return circuit;
  return {
    high: { ...circuit.high, [load]: high },
    edgeAt: load === 'healthy' ? at : circuit.edgeAt,
    tripped: circuit.tripped || (load === 'gas-valve' && high),
  };
}

/** A hand opens a manual-reset valve; it shuts again while it is powered. */
export function openByHand(circuit: Circuit): Circuit {
  return { ...circuit, tripped: circuit.high['gas-valve'] };
}

/** What a person in the building would hear, see and smell. */
export type Effects = {
  readonly inCharge: boolean; // the retriggerable relay is held
  readonly siren: boolean;
  readonly strobe: boolean;
  readonly faultLamp: boolean;
  readonly fan: boolean;
  readonly gas: 'open' | 'shut';
};

export function effectsOf({ high, edgeAt, tripped }: Circuit, wiring: Wiring, now: number): Effects {
  const inCharge = edgeAt !== null && now - edgeAt < wiring.holdMs;
  const open = wiring.valve === 'spring' ? high['gas-valve'] && inCharge : !tripped;
  return {
    inCharge,
    siren: high.siren || (wiring.sirenFailsSafe && !inCharge),
    strobe: high.strobe,
    faultLamp: high['fault-lamp'] || !inCharge,
    fan: high.fan,
    gas: open ? 'open' : 'shut',
  };
}

/** When the relay will let go if no further edge comes; null when it has already. */
export function letsGoAt({ edgeAt }: Circuit, { holdMs }: Wiring, now: number): number | null {
  return edgeAt === null || now - edgeAt >= holdMs ? null : edgeAt + holdMs;
}
