import { rmSync, statSync } from 'node:fs';
import type { Log } from '../../core/log.ts';
import { opcuaProblem } from '../../text/problems/opcuaProblems.ts';
import { certificateFiles, listCertificates, TRUST_STORES } from '../../trust/trustStore.ts';

/** Anybody can make certificates and show them: so many that nobody trusts are kept, the newest. */
export const STRANGERS_KEPT = 100;
/** So many are told of; of more than these somebody is trying something, and the count of refusals says how often. */
const TOLD_AT_MOST = 20;

/** Certificates that were shown and that nobody trusts: told once each, with what to do, and kept within bounds. */
export class Strangers {
  readonly memory: string;
  readonly #log: Log;
  readonly #known: Set<string>;
  #told = 0;

  constructor(memory: string, log: Log) {
    this.memory = memory;
    this.#log = log;
    this.#known = new Set(listCertificates(memory).map(({ thumbprint }) => thumbprint));
  }

  /** Looks what was shown since the last time. */
  look(): void {
    this.#prune();
    for (const { thumbprint, trusted, subject, applicationUri, store } of listCertificates(this.memory)) {
      if (trusted || this.#known.has(thumbprint)) continue;
      this.#known.add(thumbprint);
      if (this.#told++ >= TOLD_AT_MOST) continue;
      const named = {
        subject: applicationUri ?? subject,
        begins: thumbprint.slice(0, 12),
        memory: this.memory,
      };
      this.#log.problem(opcuaProblem(`opcua.stranger/${store}`, named));
    }
  }

  #prune(): void {
    for (const store of TRUST_STORES) {
      const files = certificateFiles(this.memory, store, 'rejected');
      if (files.length <= STRANGERS_KEPT) continue;
      const aged = files.map((path) => ({
        path,
        at: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
      }));
      for (const { path } of aged.sort((a, b) => b.at - a.at).slice(STRANGERS_KEPT))
        rmSync(path, { force: true });
    }
    if (this.#known.size > 10 * STRANGERS_KEPT) this.#known.clear();
  }
}
