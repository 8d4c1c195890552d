import type { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { type StatusCode, StatusCodes } from 'node-opcua-status-code';
import { firstCertificate } from '../../trust/certificateText.ts';
import {
  forgetStranger,
  isRefused,
  keepRejected,
  settleTrust,
  type TrustStoreName,
} from '../../trust/trustStore.ts';

type Certificate = Parameters<OPCUACertificateManager['checkCertificate']>[0];
type Checked = (error: Error | null, status?: StatusCode) => void;
export type CheckPlace = {
  readonly memory: string;
  readonly store: TrustStoreName;
  refused(): void; // a certificate that is not believed was shown
};

/**
 * Hears of every certificate that is not believed, and keeps its file. The library would move it to the rejected ones
 * wherever it is by then: a client that goes on knocking while somebody trusts it would be taken out again. Here one
 * whose file is among the trusted ones stays there, and is believed at once; one that somebody has rejected is not, whichever
 * authority made it.
 */
export function hearChecks(manager: OPCUACertificateManager, { memory, store, refused }: CheckPlace): void {
  const check = manager.checkCertificate.bind(manager) as (chain: Certificate) => Promise<StatusCode>;
  manager.rejectCertificate = async (chain) => {
    const leaf = leafOf(chain);
    if (leaf !== null) keepRejected(memory, store, leaf);
  };
  let reloading: Promise<void> = Promise.resolve();
  const judged = async (chain: Certificate) => {
    const leaf = leafOf(chain);
    if (leaf !== null && isRefused(memory, store, leaf)) {
      refused();
      return StatusCodes.BadCertificateUntrusted;
    }
    const status = await check(chain);
    if (status.isGood()) {
      if (leaf !== null) forgetStranger(memory, store, leaf);
      return status;
    }
    if (leaf !== null && settleTrust(memory, store, leaf)) {
      reloading = reloading.then(() => manager.reloadCertificates());
      await reloading;
      const again = await check(chain);
      if (again.isGood()) return again;
    }
    refused();
    return status;
  };
  manager.checkCertificate = ((chain: Certificate, callback?: Checked) => {
    const answer = judged(chain);
    if (callback === undefined) return answer;
    answer.then(
      (status) => callback(null, status),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
    return undefined;
  }) as typeof manager.checkCertificate;
}

/** The client's own of a chain: of an array, or of bytes one after the other, as a person may send them. */
function leafOf(chain: Certificate): Uint8Array | null {
  const first = (Array.isArray(chain) ? chain[0] : chain) ?? null;
  return first === null ? null : firstCertificate(first);
}
