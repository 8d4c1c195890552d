import { type SerialFormat, sameFormat } from '../../core/serialFormat.ts';
import type { Device, Line } from '../../site/installation.ts';
import type { Identification } from './fingerprint.ts';
import { type FoundUnit, isShared } from './scan.ts';

/**
 * What somebody who was found is to the site.
 *
 * - `new`: nobody there knows of him
 * - `known`: a device of the site, as it is written there
 * - `other-settings`: a device of the site by unit and kind, but not at the rate or parity of its line
 * - `conflict`: the site has another kind of device under this unit
 * - `shared`: two devices answer under this unit
 */
export type SiteMatch = {
  readonly kind: 'new' | 'known' | 'other-settings' | 'conflict' | 'shared';
  readonly device: string | null; // of the site
};

/** @param line of the site, on the port that was searched; null where there is none */
export function siteMatch(heard: FoundUnit, what: Identification, line: Line | null): SiteMatch {
  const device = line?.devices.find(({ unit, madeOf }) => unit === heard.unit && madeOf === undefined);
  if (isShared(heard)) return { kind: 'shared', device: device?.id ?? null };
  if (line === null || device === undefined) return { kind: 'new', device: null };
  const own = formatOf(line);
  const there = own === null || sameFormat(own, heard.format);
  if (fits(device, what)) return { kind: there ? 'known' : 'other-settings', device: device.id };
  return there ? { kind: 'conflict', device: device.id } : { kind: 'new', device: null };
}

/** How a line is set; null over Modbus TCP. */
export function formatOf({ connection }: Line): SerialFormat | null {
  if (connection.type === 'modbus-tcp') return null;
  const { baud, parity, stopBits } = connection;
  return { baud, parity, stopBits };
}

/** Nothing speaks against it: a dialect, or a device that answers only when told to, is not identified at all. */
function fits({ profile }: Device, { candidates, confidence }: Identification): boolean {
  if (profile.dialect !== 'standard' || profile.trigger !== undefined) return true;
  return confidence === 'unknown' ? false : candidates.some((one) => one.profile === profile.id);
}
