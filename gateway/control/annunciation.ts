import type { Instant } from '../../drivers/reading.ts';
import type { OutputKind, Tone } from '../../drivers/vocabulary.ts';

/** What is heard and seen in the building now, for an operator's screen. */
export type AnnunciationScreen = {
  readonly sounding: readonly string[]; // occurrences that are heard now
  readonly silenced: readonly Silenced[];
  readonly testing: boolean;
  readonly outputs: readonly OutputView[];
};

/** This announcement of this occurrence is not heard any more; a later one is. */
export type Silenced = {
  readonly occurrence: string;
  readonly announcement: number;
  readonly actor: string; // a person, a button, or `sounder-limit`
  readonly at: Instant;
};

export type OutputView = {
  readonly point: string; // `<device>/<point>`
  readonly drives: OutputKind;
  readonly zones: readonly string[];
  readonly acting: boolean; // what it is told to do
  readonly tone: Tone | null; // of a siren
  readonly obeys: boolean | null; // what was read back agrees; null while nothing has been read back
  readonly refused: number | null; // the Modbus exception with which its device refuses what is written to it
  readonly acted: boolean; // it was read back as acting since it was told to
  readonly because: readonly string[]; // occurrences that ask for it
};
