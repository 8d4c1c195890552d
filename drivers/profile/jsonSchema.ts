import { z } from 'zod';
import { profileSchema } from './schema.ts';

/** The profile format as JSON Schema, for editors that complete and check YAML while it is typed. */
export function profileJsonSchema(): Record<string, unknown> {
  return { title: 'Lifeline device profile', ...z.toJSONSchema(profileSchema, { io: 'input' }) };
}
