import type { FastifyReply } from 'fastify';
import { ok } from '../../../core/result.ts';
import type { Caller } from '../../access/caller.ts';
import type { DeskPapers, Signer } from '../../papers/deskPapers.ts';
import { paperEntry } from '../../papers/paperEntry.ts';
import { ROUTES } from '../api/routes.ts';
import { ANSWERED, type Serving, serve } from '../serve.ts';

/** A paper brings its own style and nothing else; it is no page of desk's. */
const PAPER_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'";

/** Signed papers: as a page to print, and as the three files that anybody checks them with. */
export function paperRoutes(serving: Serving, papers: DeskPapers): void {
  serve(serving, ROUTES.papers, () => ok({ papers: papers.shelf.papers.map(paperEntry) }));
  serve(serving, ROUTES.examine, async ({ body: { from, to }, caller }) => {
    const signed = await papers.examine(from, to, signerOf(serving, caller));
    return signed.ok ? ok(paperEntry(signed.value)) : signed;
  });
  serve(serving, ROUTES.paper, ({ params: { hash }, query: { lang }, request, reply }) => {
    const page = papers.page(hash, lang, `https://${request.host}/verify`);
    if (!page.ok) return page;
    void reply
      .header('content-security-policy', PAPER_POLICY)
      .type('text/html; charset=utf-8')
      .send(page.value);
    return ANSWERED;
  });
  for (const [route, part, ending] of [
    [ROUTES.paperBytes, 'bytes', ''],
    [ROUTES.paperSignature, 'signature', '.sig'],
    [ROUTES.paperKey, 'publicKey', '.pem'],
  ] as const)
    serve(serving, route, ({ params: { hash }, reply }) => {
      const found = papers.shelf.read(hash);
      if (!found.ok) return found;
      const { kept, record } = found.value;
      send(reply, `${kept.kind}-${hash.slice(0, 12)}.json${ending}`, Buffer.from(record[part]));
      return ANSWERED;
    });
}

/** Under what name somebody signs: a person by the name that people know. */
export function signerOf({ access }: Serving, { actor, person, role }: Caller): Signer {
  const all = access.people.all();
  const known = all.ok ? all.value.find(({ id }) => id === person) : undefined;
  return { name: known?.name ?? actor, role, actor };
}

function send(reply: FastifyReply, name: string, bytes: Buffer): void {
  const disposition = `attachment; filename="${name}"`;
  void reply.type('application/octet-stream').header('content-disposition', disposition).send(bytes);
}
