import type { Severity } from '../../../drivers/vocabulary.ts';
export type Colour = Severity | 'heading' | 'faint' | 'loud';
/** Colours a text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;

// SGR codes of ECMA-48; orange has none of its own.
const CODES: Record<Colour, string> = {
  red: '1;31',
  orange: '38;5;208',
  yellow: '33',
  blue: '34',
  heading: '1',
  faint: '2',
  loud: '1;7',
};

/** For a terminal that somebody looks at. */
export const coloured: Paint = (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m`;

/** For files and pipes. */
export const plain: Paint = (_colour, text) => text;
