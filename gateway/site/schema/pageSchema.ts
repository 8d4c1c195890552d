import { z } from 'zod';

/** Where the page is offered, unless the command line says so. A changed one is tried beside the one before. */
export const pageSchema = z.strictObject({
  port: z.int().min(1).max(65535).default(8443),
  /** `<device>/<point>` of an input: held for ten seconds it opens the box for a new administrator. */
  ownerButton: z.string().min(1).optional(),
  host: z.string().min(1).optional(), // the address it listens at; all of the machine's where none is named
});
