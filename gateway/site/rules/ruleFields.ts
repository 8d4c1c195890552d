import { z } from 'zod';
import { hint, seconds, severity } from '../schema/schemaParts.ts';

/** Fields that several kinds of rules have. */

/** Of the limits. It must be the point's: 25 means something else in %LEL and in ppm. */
export const unit = z.string({ error: hint('write.limit-unit') });
/** A limit by severity. */
export const levels = z.partialRecord(severity, z.number());
/** The same of what is counted from 0: amounts, not negative numbers. */
export const amounts = z.partialRecord(severity, z.number().positive());
export const deadband = z.number().min(0).default(0);
/** So many medians in a row. */
export const medians = z.int().min(1).max(1000);
export const windowS = seconds.positive().max(30 * 86_400);
/** A state of a point, as its values are. */
export const equals = z.union([z.boolean(), z.number(), z.string()]);
