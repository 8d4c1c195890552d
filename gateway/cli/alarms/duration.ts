const UNIT_S = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Seconds of `90s`, `30m`, `2h`, `1d`, `1h30m`; null for anything else: a bare number could mean minutes or hours. */
export function durationS(text: string): number | null {
  if (!/^(\d+(\.\d+)?[smhd])+$/.test(text)) return null;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)([smhd])/g))
    seconds += Number(amount) * UNIT_S[unit as keyof typeof UNIT_S];
  return seconds;
}
