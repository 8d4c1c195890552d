import { styleText } from 'node:util';
import type { Severity } from '../../../drivers/vocabulary.ts';
export type Colour = Severity | 'heading' | 'faint' | 'loud';
/** Colours a text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;

type Style = Parameters<typeof styleText>[0];

const STYLES: Record<Colour, Style> = {
  red: ['bold', 'red'],
  orange: '#ff8700',
  yellow: 'yellow',
  blue: 'blue',
  heading: 'bold',
  faint: 'dim',
  loud: ['bold', 'inverse'],
};

/** For a terminal that somebody looks at: who asks for it has made sure of that. */
export const coloured: Paint = (colour, text) => styleText(STYLES[colour], text, { validateStream: false });

/** For files and pipes. */
export const plain: Paint = (_colour, text) => text;
