/**
 * A moment as far as it is known. `utc`: Unix ms; null where no clock row dates its boot, and then `after` is the
 * latest dated moment that was written down before it. `unsure`: the clock was not synchronised.
 */
export type Stamp = { readonly utc: number | null; readonly unsure: boolean; readonly after: number | null };
