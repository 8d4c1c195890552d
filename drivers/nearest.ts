/**
 * The names most like `wanted`, best first, at most three: what a person probably meant. Empty when nothing is near
 * enough to be a slip of the finger or a forgotten part.
 */
export function nearest(wanted: string, names: Iterable<string>): string[] {
  const target = wanted.toLowerCase();
  return [...new Set(names)]
    .map((name) => ({ name, distance: likeness(target, name.toLowerCase()) }))
    .filter(({ distance }) => distance < target.length && distance <= Math.max(1, target.length * 0.4))
    .toSorted((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Edit distance, except that a name which contains the other is one step away: `ya-k300` means `ya-k300-s`. */
function likeness(a: string, b: string): number {
  if (a.length >= 3 && b.length >= 3 && (a.includes(b) || b.includes(a))) return Math.min(1, distance(a, b));
  return distance(a, b);
}

/** Edit distance in which two swapped neighbours are one slip (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        j > 1 && i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? (before[j - 2] ?? 0) + 1
          : replaced;
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
