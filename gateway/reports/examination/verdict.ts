/** 正常, 关注, 异常, 无法判断. Too little data is a verdict of its own, never "normal". */
export const VERDICTS = ['normal', 'attention', 'abnormal', 'undecided'] as const;
export type BuildingVerdict = (typeof VERDICTS)[number];

/** Watched for less than this share of the period nothing is said of a point, or of a lift (engineering). */
export const ENOUGH_WATCHED = 0.6;

/** Worse goes before unknown, and unknown before well: nobody reads "normal" over a part that was not watched. */
export function worstOf(verdicts: readonly BuildingVerdict[]): BuildingVerdict {
  return (['abnormal', 'attention', 'undecided'] as const).find((one) => verdicts.includes(one)) ?? 'normal';
}
