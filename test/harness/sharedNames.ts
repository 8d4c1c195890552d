/** Exported types whose name stands for two things, each with the reason why that confuses nobody. */
export const TYPE_NAMES_USED_TWICE: Readonly<Record<string, string>> = {};

/** File names that stand for two things; the folder says of what. */
export const FILE_NAMES_USED_TWICE: Readonly<Record<string, string>> = {};
