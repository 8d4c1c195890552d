/**
 * What is asked of annunciation. `silence` without an occurrence silences all that sounds at this moment, of the zones
 * named (none: of the building); what is announced later sounds. `reopen-valve` is the hand reset of a gas valve: refused
 * while an alarm stands that closes it.
 */
export type AnnunciateCommand = { readonly actor: string } & (
  | { readonly verb: 'silence'; readonly occurrence: string | null; readonly zones: readonly string[] }
  | { readonly verb: 'test'; readonly zones: readonly string[] } // sirens and lamps, never a valve or a fan
  | { readonly verb: 'reopen-valve'; readonly point: string }
);
