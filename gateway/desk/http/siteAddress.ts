import { type Clock, every, type Timer } from '../../core/clock.ts';
import { pageOfSite } from '../../site/carriedSite.ts';
import { lastGoodPath } from '../../site/siteSource.ts';
import type { Live } from '../live/live.ts';
import type { Addresses, Listen } from './addresses.ts';

const EVERYWHERE: Listen = { host: '::', port: 8443 };
const LOOK_EVERY_MS = 1_000;

/** Where a site wants its page at the start of desk. Two addresses where a change is on trial: the file still has the one before. */
export function addressesOf(site: string): readonly Listen[] {
  const said = [pageOfSite(lastGoodPath(site)), pageOfSite(site)].flatMap((page) => page ?? []);
  return said.length > 0 ? said.map(listenOf) : [EVERYWHERE];
}

/** From now on the page is where the site in force says. */
export function followSite(addresses: Addresses, { site, guard }: Live, clock: Clock): Timer {
  return every(clock, LOOK_EVERY_MS, 'address of the page', () => {
    const { installation } = site;
    if (installation === null) return;
    const wanted = installation.page === undefined ? EVERYWHERE : listenOf(installation.page);
    void addresses.look(wanted, guard.alive && guard.screen?.trial === null);
  });
}

function listenOf({
  host = '::',
  port,
}: {
  readonly host?: string | undefined;
  readonly port: number;
}): Listen {
  return { host, port };
}
