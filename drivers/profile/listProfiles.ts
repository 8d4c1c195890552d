import type { Catalog } from '../catalog.ts';
import type { FrameEvidence } from './frames/evidence.ts';
import type { Label, Profile } from './schema.ts';

/** One line of `profiles list --json`. */
export type ProfileSummary = {
  readonly id: string;
  readonly names: Label;
  readonly vendor: Label;
  readonly kind: string;
  readonly verification: Profile['verification'];
  readonly outside: FrameEvidence['of']; // what of it was seen outside this project
  readonly addressing: Addressing;
  readonly serial: string;
  readonly points: number;
};

/** How the unit id of a device is set: a register, by hand, or not known. */
export type Addressing = 'register' | 'by-hand' | 'unknown';

export function addressingOf({ settings, manualSettings }: Profile): Addressing {
  if (settings.some(({ id }) => id === 'unit')) return 'register';
  return manualSettings.some(({ sets }) => sets === 'unit') ? 'by-hand' : 'unknown';
}

/** What `profiles list` tells about each usable profile, by id. */
export function listProfiles(catalog: Catalog): ProfileSummary[] {
  return [...catalog.profiles.values()]
    .map((profile) => ({
      id: profile.id,
      names: profile.names,
      vendor: profile.vendor,
      kind: profile.kind,
      verification: profile.verification,
      outside: catalog.evidence.get(profile.id)?.of ?? 'none',
      addressing: addressingOf(profile),
      serial: serialOf(profile),
      points: profile.points.length,
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function serialOf({ serial }: Profile): string {
  return `${serial.baud} 8${serial.parity.charAt(0).toUpperCase()}${serial.stopBits}, unit ${serial.unit}`;
}
