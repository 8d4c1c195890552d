import { z } from 'zod';

/** The OPC UA server: off unless the site has this section, because it costs as much memory as all the rest. */
export const opcuaSchema = z.strictObject({
  port: z.int().min(1).max(65535).default(4840), // IANA's for opc.tcp
  host: z.string().min(1).optional(), // the address it listens at; all of the machine's where none is named
  // names and addresses under which clients reach it: they stand in its certificate, and the first in its endpoints
  names: z
    .array(z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/))
    .max(16)
    .default([]),
  sessions: z.int().min(1).max(20).default(10),
});
export type OpcuaSite = z.infer<typeof opcuaSchema>;
