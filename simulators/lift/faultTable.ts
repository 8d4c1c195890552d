/**
 * Levels of the Monarch fault table: 1 changes nothing, 2 disables re-levelling, 3 to 5 stop the lift. What is not named
 * here is level 5: immediate stop.
 */
const LEVELS: Readonly<Record<number, number>> = {
  10: 4,
  11: 3,
  12: 4,
  13: 4,
  22: 1,
  24: 1,
  25: 1,
  26: 3,
  29: 3,
  30: 4,
  34: 4,
  35: 4,
  39: 3,
  40: 4,
  43: 4,
  44: 4,
  45: 4,
  46: 2,
  47: 2,
  51: 1,
  52: 1,
  55: 1,
  58: 4,
};

export function faultLevel(code: number): number {
  return LEVELS[code] ?? 5;
}
