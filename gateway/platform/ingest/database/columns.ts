/** Rows as one array for each column: what `unnest` makes a table of again, with one parse for any number of rows. */
export function columns<T>(rows: readonly T[], ...fields: readonly ((row: T) => unknown)[]): unknown[][] {
  return fields.map((field) => rows.map(field));
}

/** `$from::type[], …`: the parameters of as many columns. */
export function typed(from: number, ...types: readonly string[]): string {
  return types.map((type, nth) => `$${from + nth}::${type}[]`).join(', ');
}
