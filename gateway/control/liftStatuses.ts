import type { GbtExport } from '../lift/gbt24476.ts';

/** Answer to `lift-status`: each lift as the authorities' standard has it, and how sure its codes are. */
export type LiftStatuses = {
  readonly lifts: readonly ({ readonly lift: string } & Pick<GbtExport, 'status' | 'withoutCode'>)[];
  readonly source: string;
  readonly confidence: GbtExport['provenance']['confidence'];
};
