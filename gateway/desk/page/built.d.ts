declare module 'texts:*' {
  import type { PageKey } from '../../text/pageMessages.ts';

  export const messages: Readonly<Record<PageKey, string>>;
  /** Words for codes, by the name of their table in `gateway/text`. */
  export const words: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Vite puts them into the built page. */
declare module '*.css';
