/** What stands in the place of a secret. */
export const REMOVED = '[removed]';

/** Shorter ones are removed by their names alone: `1` is no secret that one could look for. */
const SHORTEST = 4;

/** Names of what is secret, in YAML, JSON, environment files and command lines. */
const NAMED =
  /(["']?\b[\w.-]*(?:pass(?:word|phrase|wd)?|secret|token|api[-_]?key|private[-_]?key|claim|credential|cookie|authorization|salt|hash)[\w.-]*["']?\s*[:=]\s*)("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s,}\]]+)/gi;
/** `scheme://user:password@host` */
const IN_URL = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']*@/gi;
const PEM = /-----BEGIN ([A-Z0-9 ]*(?:PRIVATE KEY|SECRET)[A-Z0-9 ]*)-----[\s\S]*?(?:-----END \1-----|$)/g;
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;
const CLAIM = /\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/g;

/**
 * Takes secrets out of text that leaves the box: those that are known, wherever they stand and however they are written, and what
 * looks like one by its name or shape. Rather too much than too little.
 */
export class Redaction {
  readonly #known: readonly string[];

  /** `known`: the secrets themselves. */
  constructor(known: readonly string[]) {
    const forms = known.filter((secret) => secret.length >= SHORTEST).flatMap(formsOf);
    // the longest first: one may stand in another
    this.#known = [...new Set(forms)].sort((a, b) => b.length - a.length);
  }

  clean(text: string): string {
    const patterns = text
      .replace(PEM, `-----BEGIN $1----- ${REMOVED}`)
      .replace(IN_URL, `$1${REMOVED}@`)
      .replace(BEARER, `$1 ${REMOVED}`)
      .replace(CLAIM, REMOVED)
      .replace(NAMED, `$1${REMOVED}`);
    return this.#known.reduce((rest, secret) => rest.replaceAll(secret, REMOVED), patterns);
  }
}

/** As it stands, as JSON and URLs write it, and as bytes. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('hex'),
  ];
}
