/** What every part of commissioning does: asks desk for something, and shows how it all stands then. */
export type CommissionAsk = (method: 'POST' | 'DELETE', path: string, body?: object) => Promise<boolean>;
