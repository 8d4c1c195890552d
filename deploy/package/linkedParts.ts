/** A library that is linked into Node. */
export type LinkedPart = {
  /** Its key in `process.versions`. */
  readonly key: string;
  readonly name: string;
  readonly license: string; // SPDX
};

/**
 * What is linked into the Node that is shipped. Licences: read in the LICENSE file of Node 24.21.0, by its section of that name; SQLite is
 * in the public domain and stands in none, nbytes and ncrypto are parts of the Node project under its own licence.
 */
export const LINKED_PARTS: readonly LinkedPart[] = [
  { key: 'acorn', name: 'Acorn', license: 'MIT' },
  { key: 'ada', name: 'ada', license: 'MIT' },
  { key: 'amaro', name: 'amaro', license: 'MIT' },
  { key: 'ares', name: 'c-ares', license: 'MIT' },
  { key: 'brotli', name: 'brotli', license: 'MIT' },
  { key: 'icu', name: 'ICU', license: 'Unicode-3.0' },
  { key: 'llhttp', name: 'llhttp', license: 'MIT' },
  { key: 'merve', name: 'merve', license: 'MIT' },
  { key: 'nbytes', name: 'nbytes', license: 'MIT' },
  { key: 'ncrypto', name: 'ncrypto', license: 'MIT' },
  { key: 'nghttp2', name: 'nghttp2', license: 'MIT' },
  { key: 'openssl', name: 'OpenSSL', license: 'Apache-2.0' },
  { key: 'simdjson', name: 'simdjson', license: 'Apache-2.0' },
  { key: 'simdutf', name: 'simdutf', license: 'MIT' },
  { key: 'sqlite', name: 'SQLite', license: 'blessing' },
  { key: 'undici', name: 'undici', license: 'MIT' },
  { key: 'uv', name: 'libuv', license: 'MIT' },
  { key: 'uvwasi', name: 'uvwasi', license: 'MIT' },
  { key: 'v8', name: 'V8', license: 'BSD-3-Clause' },
  { key: 'zlib', name: 'zlib', license: 'Zlib' },
  { key: 'zstd', name: 'zstd', license: 'BSD-3-Clause' },
];

/** Of `process.versions`, what is no library: Node itself, numbers of interfaces, and the data within ICU. */
export const NO_PARTS: readonly string[] = ['node', 'modules', 'napi', 'cldr', 'tz', 'unicode'];
