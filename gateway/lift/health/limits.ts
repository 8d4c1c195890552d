/** From where a lift is worth a look. `from-memory`: to be checked against the text before it is called a requirement. */
export type Limit = {
  readonly value: number;
  readonly confidence: 'sourced' | 'from-memory' | 'engineering';
  readonly source: string;
};

const engineering = (value: number, source: string): Limit => ({ value, confidence: 'engineering', source });

export const LIMITS = {
  doorSlower: engineering(0.15, 'share of the stroke; ten times what one stroke differs from the next'),
  reversals: engineering(0.15, 'share of closings; latecomers make a few in a hundred'),
  relevels: engineering(0.2, 'share of stops'),
  cycles: engineering(20, 'door cycles or stops at a landing, for a share worth telling'),
  balance: engineering(0.1, 'share of the current'),
  doorCurrent: engineering(0.25, 'share of the current; what strokes of one day differ by is less'),
  roughRide: engineering(0.3, 'share of the mean vibration, against its own first days'),
  restarts: engineering(3, 'starts of a controller in thirty days'),
  levelling: { value: 10, confidence: 'from-memory', source: 'EN 81-20, stopping accuracy ±10 mm' },
  availability: engineering(0.99, 'share of the time'),
  powerCycles: engineering(3, 'times without mains in thirty days'),
  visitDays: {
    value: 15,
    confidence: 'from-memory',
    source: 'TSG T5002, maintenance at least every 15 days; longer where it is done by need',
  },
} as const satisfies Record<string, Limit>;
