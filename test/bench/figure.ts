/** One measured number. What has a `key` is printed by `--json` too. */
export type Figure = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly decimals: number;
  readonly key?: string;
  readonly goal?: Goal;
};

export type Goal = { readonly atLeast: number } | { readonly atMost: number };

/** What is measured together; `--only` takes the name. `remarks` say under what conditions, and what the rest is made of. */
export type Measured = { readonly figures: readonly Figure[]; readonly remarks: readonly string[] };
export type Measurement = {
  readonly name: string;
  readonly about: string;
  /** `quick`: guard's memory is not waited for until it has settled. */
  readonly run: (quick: boolean) => Promise<Measured>;
};

export function met({ value, goal }: Figure): boolean | null {
  if (goal === undefined) return null;
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;
}
