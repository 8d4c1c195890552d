import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import type { PeopleFile } from '../../people/peopleFile.ts';
import { storeFolder, TRUST_STORES } from '../../trust/trustStore.ts';

/** What is trusted, what was revoked (the layout is OPC UA's own: 10000-12, 8.3.3), and what somebody has rejected. */
const FOLDERS = ['trusted/certs', 'trusted/crl', 'issuers/certs', 'issuers/crl', 'refused'];

type Certificate = Parameters<OPCUACertificateManager['checkCertificate']>[0];

/**
 * Whether what somebody came in with still counts, long after they came in: the password of a person, the certificates of
 * clients and of people. Connections last for months.
 */
export class Credentials {
  readonly #people: PeopleFile;
  readonly #memory: string;
  readonly #salts = new WeakMap<object, string>(); // of the password that each session came in with
  #stamp: string;

  constructor(people: PeopleFile, memory: string) {
    this.#people = people;
    this.#memory = memory;
    this.#stamp = this.#stampNow();
  }

  /** Somebody of this name has just come in by a password. */
  cameIn(session: object, name: string): void {
    const person = this.#people.find(name);
    if (person !== null) this.#salts.set(session, person.password.salt); // new with every password
  }

  /** Whether somebody of this name may still be in by the password of then. */
  isIn(session: object, name: string): boolean {
    const person = this.#people.find(name);
    if (person === null) return false;
    return (this.#salts.get(session) ?? person.password.salt) === person.password.salt;
  }

  /** Whether something was trusted, taken back or revoked since the last time. */
  trustChanged(): boolean {
    const stamp = this.#stampNow();
    if (stamp === this.#stamp) return false;
    this.#stamp = stamp;
    return true;
  }

  /** Of the folders and of each file in them: a list of what was revoked is written over in place. */
  #stampNow(): string {
    const folders = TRUST_STORES.flatMap((store) =>
      FOLDERS.map((folder) => join(storeFolder(this.#memory, store), folder)),
    );
    return folders.flatMap((folder) => [folder, ...filesIn(folder)].map(stampOf)).join();
  }
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return `${found?.mtimeNs} ${found?.ino} ${found?.size}`;
}

/** Whether a certificate is believed now. One that cannot be checked is not. */
export async function isBelieved(manager: OPCUACertificateManager, shown: Certificate): Promise<boolean> {
  try {
    return (await manager.checkCertificate(shown)).isGood();
  } catch {
    return false;
  }
}
