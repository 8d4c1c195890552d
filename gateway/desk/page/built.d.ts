declare module 'texts:commission:*' {
  import type { CheckKey } from '../../text/checkMessages.ts';
  import type { CommissionKey } from '../../text/commissionMessages.ts';
  import type { SCAN_MESSAGES } from '../../text/scanMessages.ts';

  export const messages: Readonly<Record<CommissionKey | CheckKey | keyof typeof SCAN_MESSAGES, string>>;
}

declare module 'texts:demo:*' {
  import type { DEMO_PAGE_MESSAGES } from '../../text/demoPageMessages.ts';

  export const messages: Readonly<Record<keyof typeof DEMO_PAGE_MESSAGES, string>>;
}

declare module 'texts:*' {
  import type { PageKey } from '../../text/pageMessages.ts';

  export const messages: Readonly<Record<PageKey, string>>;
  /** Words for codes, by the name of their table in `gateway/text`. */
  export const words: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Vite puts them into the built page. */
declare module '*.css';
