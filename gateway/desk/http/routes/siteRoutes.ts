import type { SiteDesk } from '../../site/siteDesk.ts';
import { ROUTES } from '../api/routes.ts';
import { type Serving, serve } from '../serve.ts';

/** The site file: looked at, changed on trial, kept or taken back. */
export function siteRoutes(serving: Serving, site: SiteDesk): void {
  serve(serving, ROUTES.site, () => site.now());
  serve(serving, ROUTES.box, async ({ reply }) => {
    const box = await site.boxFile();
    if (!box.ok) return box;
    const name = `lifeline-${box.value.gateway.replaceAll(/[^\w.-]/g, '_')}.json`;
    void reply.header('content-disposition', `attachment; filename="${name}"`);
    return box;
  });
  serve(serving, ROUTES.previewSite, ({ body }) => site.preview(body));
  serve(serving, ROUTES.applySite, ({ body, caller }) => site.apply(body, caller.actor));
  serve(serving, ROUTES.keepSite, ({ body, caller }) => site.keep(body, caller.actor));
  serve(serving, ROUTES.revertSite, ({ body, caller }) => site.revert(body, caller.actor));
  serve(serving, ROUTES.siteVersion, ({ params: { revision } }) => site.version(revision));
}
