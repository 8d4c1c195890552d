import type { Clock } from '../../../core/clock.ts';
import type { ServerCertificate } from '../../access/certificates.ts';
import type { Commissioning } from '../../commission/commissioning.ts';
import type { Live } from '../../live/live.ts';
import type { DeskJournal } from '../../past/deskJournal.ts';
import type { SiteDesk } from '../../site/siteDesk.ts';
import type { Serving } from '../serve.ts';
import { accessRoutes } from './accessRoutes.ts';
import { actRoutes } from './actRoutes.ts';
import { commissionRoutes } from './commissionRoutes.ts';
import { liftRoutes } from './liftRoutes.ts';
import { liveRoutes } from './liveRoutes.ts';
import { paperRoutes } from './paperRoutes.ts';
import { pastRoutes } from './pastRoutes.ts';
import { peopleRoutes } from './peopleRoutes.ts';
import { siteRoutes } from './siteRoutes.ts';
import { systemRoutes } from './systemRoutes.ts';
import { trustRoutes } from './trustRoutes.ts';

/** What routes answer from. */
export type RouteParts = {
  readonly live: Live;
  readonly site: SiteDesk;
  readonly journal: DeskJournal;
  readonly certificate: ServerCertificate;
  readonly clock: Clock;
  readonly commissioning: Commissioning;
  readonly trust: string; // folder of the OPC UA server's trust lists
};

/** Registers every route of desk. */
export function allRoutes(serving: Serving, parts: RouteParts): void {
  const { live, site, journal, certificate, clock, commissioning } = parts;
  const utc = () => clock.utc();
  const revision = () => site.revision;
  const hasButton = () => live.site.installation?.page?.ownerButton !== undefined;
  accessRoutes(serving, { certificate, utc, revision, hasButton });
  peopleRoutes(serving, utc);
  liveRoutes(serving, live);
  actRoutes(serving, live);
  pastRoutes(serving, live, journal, clock);
  liftRoutes(serving, live, journal, clock);
  siteRoutes(serving, site);
  commissionRoutes(serving, commissioning);
  paperRoutes(serving, commissioning.papers);
  systemRoutes(serving, parts);
  trustRoutes(serving, parts.trust);
}
