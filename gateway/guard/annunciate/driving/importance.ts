import type { OutputKind } from '../../../../drivers/vocabulary.ts';

/** Of several outputs that change at once, the siren is switched first: people can act before anything else can. */
const ORDER: readonly OutputKind[] = ['siren', 'gas-valve', 'strobe', 'fan', 'fault-lamp', 'healthy'];

export function importance({ drives }: { readonly drives: OutputKind }): number {
  return ORDER.indexOf(drives);
}
