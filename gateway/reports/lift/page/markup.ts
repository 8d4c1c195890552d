/** A piece of HTML. Only `html` makes one, so what was text is escaped once, and no text is taken for markup. */
export type Markup = { readonly markup: string };

/** What may stand between the braces of `html`. Nothing is shown for null. */
type Piece = Markup | string | number | null | readonly Piece[];

/** HTML from a template: markup as it is, everything else escaped, also inside quoted attributes. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return { markup: parts.reduce((sofar, part, i) => sofar + shown(pieces[i - 1] ?? null) + part) };
}

function shown(piece: Piece): string {
  if (piece === null) return '';
  if (typeof piece === 'string' || typeof piece === 'number') return escaped(String(piece));
  return 'markup' in piece ? piece.markup : piece.map(shown).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);
}
