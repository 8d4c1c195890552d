import type { Path } from '../siteText.ts';
import type { SiteAnnunciator } from './annunciatorSchema.ts';
import type { Rule, SiteBus, SiteDevice, SiteLift, SiteUplink } from './siteSchema.ts';

/**
 * One list entry of the site file that has the right shape, and where it stands. Not `whole`: something wrong was left
 * out of it, so nothing that is missing can be held against it.
 */
export type DraftEntry<T> = { readonly path: Path; readonly value: T; readonly whole: boolean };

/**
 * What has the right shape, even if something else in the file has not, so that one look finds every mistake. `ids`
 * holds all ids there are, also those of misshapen entries: a reference to one is not a second mistake.
 */
export type SiteDraft = {
  readonly buses: readonly DraftEntry<SiteBus>[];
  readonly devices: readonly DraftEntry<SiteDevice>[];
  readonly lifts: readonly DraftEntry<SiteLift>[];
  readonly rules: readonly DraftEntry<Rule>[];
  readonly annunciators: readonly DraftEntry<SiteAnnunciator>[];
  readonly uplinks: readonly DraftEntry<SiteUplink>[];
  readonly ids: Readonly<Record<DraftList, readonly DraftEntry<string>[]>>;
};
const LISTS = ['buses', 'zones', 'devices', 'lifts', 'rules', 'uplinks', 'notifications'] as const;
export type DraftList = (typeof LISTS)[number];
