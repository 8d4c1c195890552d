/** What goes wrong and what to do, in one language, by the code of the problem or the key that its `said` names. */
export type Sentences = Readonly<Record<string, { readonly what: string; readonly hint: string }>>;
