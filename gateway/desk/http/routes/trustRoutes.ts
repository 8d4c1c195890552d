import { existsSync } from 'node:fs';
import { err, ok, type Problem, type Result } from '../../../core/result.ts';
import { opcuaProblem } from '../../../text/problems/opcuaProblems.ts';
import {
  addTrusted,
  type KnownCertificate,
  listCertificates,
  moveCertificate,
} from '../../../trust/trustStore.ts';
import { ROUTES } from '../api/routes.ts';
import type { TrustList } from '../api/settingsApi.ts';
import { type Serving, serve } from '../serve.ts';

/**
 * Which clients of the OPC UA server, and which people with certificates, are believed: the same files that the server looks
 * at and `lifeline opcua trust` moves. Whom a person's certificate lets in is said beside it, so an admin alone decides.
 */
export function trustRoutes(serving: Serving, memory: string): void {
  const { access } = serving;
  const list = (): TrustList => ({
    served: existsSync(memory),
    certificates: listCertificates(memory).map(({ name, ...certificate }) => ({
      ...certificate,
      person: (certificate.store === 'people' && name !== null && access.people.find(name)?.name) || null,
    })),
  });
  /** The store may belong to somebody else, or its disk may be full. */
  const written = (act: () => KnownCertificate | null): Result<KnownCertificate | null, Problem> => {
    try {
      return ok(act());
    } catch (error) {
      const why = (error as NodeJS.ErrnoException).code ?? String(error);
      return err(opcuaProblem('opcua.trust-not-written', { memory, why }));
    }
  };

  serve(serving, ROUTES.trust, () => ok(list()));
  serve(serving, ROUTES.changeTrust, ({ caller, body: { store, thumbprint, trusted } }) => {
    const moved = written(
      () => moveCertificate(memory, thumbprint, trusted ? 'trusted' : 'rejected', store)[0] ?? null,
    );
    const done = moved.ok && moved.value !== null;
    const who = moved.ok && moved.value !== null ? ` ${moved.value.subject}` : '';
    access.audit(caller, trusted ? 'trust-certificate' : 'reject-certificate', `${thumbprint}${who}`, done);
    if (!moved.ok) return moved;
    return done ? ok(list()) : err(opcuaProblem('opcua.unknown-certificate', { thumbprint }));
  });
  serve(serving, ROUTES.addTrusted, ({ caller, body: { store, name, file } }) => {
    const added = written(() => addTrusted(memory, store, Buffer.from(file, 'base64')));
    if (added.ok && added.value === null) return err(opcuaProblem('opcua.no-certificate', { file: name }));
    const { thumbprint = '', subject = '' } = (added.ok && added.value) || {};
    access.audit(caller, 'trust-certificate', `${thumbprint} ${subject}`, added.ok);
    return added.ok ? ok(list()) : added;
  });
}
