import type { Message, TelemetryMessage } from '../../telemetry/index.ts';

/** What came as evidence of one occurrence, each row counted once however often it was delivered. */
export type EvidenceTotal = {
  readonly samples: number;
  readonly rows: number;
  /** The time covered: mono of `boot`. */
  readonly boot: string;
  readonly from: number;
  readonly to: number;
};

type Gathered = EvidenceTotal & { readonly pieces: Set<string> };

const MOST_OCCURRENCES = 256;

/** Evidence of the occurrences heard of last. It repeats what was reported as well: it is counted apart. */
export class EvidenceTotals {
  readonly #totals = new Map<string, Gathered>();

  /** By occurrence. */
  get totals(): ReadonlyMap<string, EvidenceTotal> {
    return this.#totals;
  }

  add(message: Message): void {
    if (message.kind !== 'telemetry' || message.evidence === null) return;
    const { epoch, seq, first, slice, boot, evidence } = message;
    const known = this.#totals.get(evidence);
    const pieces = known?.pieces ?? new Set<string>();
    const piece = `${epoch}/${seq}/${first}/${slice?.index ?? ''}`;
    if (pieces.has(piece)) return;
    pieces.add(piece);
    this.#totals.set(evidence, {
      samples: (known?.samples ?? 0) + samplesIn(message),
      rows: (known?.rows ?? 0) + (slice === null || slice.index === 0 ? 1 : 0),
      boot,
      from: Math.min(
        known?.from ?? Number.POSITIVE_INFINITY,
        message.parts[0]?.from ?? Number.POSITIVE_INFINITY,
      ),
      to: Math.max(
        known?.to ?? Number.NEGATIVE_INFINITY,
        message.parts.at(-1)?.to ?? Number.NEGATIVE_INFINITY,
      ),
      pieces,
    });
    const [oldest] = this.#totals.keys();
    if (this.#totals.size > MOST_OCCURRENCES && oldest !== undefined) this.#totals.delete(oldest);
  }
}

/** How many samples a message holds. Rows in which a channel was not sampled do not count. */
export function samplesIn({ parts }: Pick<TelemetryMessage, 'parts'>): number {
  let count = 0;
  for (const { columns } of parts.flatMap(({ samples }) => samples))
    for (const { values, qualities } of columns)
      count += values.filter((value, row) => value !== null || qualities[row] !== 'good').length;
  return count;
}
