import { z } from 'zod';
import { QUALITY_CODES, type Quality } from '../../../drivers/quality.ts';

/** Shapes that come back from a saved state. */
export const qualitySchema = z.enum(Object.keys(QUALITY_CODES) as [Quality, ...Quality[]]);
export const valueSchema = z.union([z.number(), z.string(), z.boolean(), z.null()]);
export const instantSchema = z.object({ boot: z.string(), mono: z.number() });
