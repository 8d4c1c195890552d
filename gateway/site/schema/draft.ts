import type { Path } from '../siteText.ts';
import type { SiteAnnunciator } from './annunciatorSchema.ts';
import type { Rule, SiteBus, SiteDevice, SiteLift, Uplink } from './siteSchema.ts';

/**
 * One list entry of the site file that has the right shape, and where it stands. Not `whole`: something wrong was left
 * out of it, so nothing that is missing can be held against it.
 */
export type Entry<T> = { readonly path: Path; readonly value: T; readonly whole: boolean };

/**
 * What has the right shape, even if something else in the file has not, so that one look finds every mistake. `ids`
 * holds all ids there are, also those of misshapen entries: a reference to one is not a second mistake.
 */
export type Draft = {
  readonly buses: readonly Entry<SiteBus>[];
  readonly devices: readonly Entry<SiteDevice>[];
  readonly lifts: readonly Entry<SiteLift>[];
  readonly rules: readonly Entry<Rule>[];
  readonly annunciators: readonly Entry<SiteAnnunciator>[];
  readonly uplinks: readonly Entry<Uplink>[];
  readonly ids: Readonly<Record<List, readonly Entry<string>[]>>;
};
const LISTS = ['buses', 'zones', 'devices', 'lifts', 'rules', 'uplinks'] as const;
export type List = (typeof LISTS)[number];
