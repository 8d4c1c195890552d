import type { Text } from '../core/result.ts';
import type { Line } from '../site/installation.ts';
import { listed, words } from '../text/named.ts';

const GAPS_MS = [50, 30, 20, 10, 5, 0];

/**
 * Whether less silence would do, for devices whose profile asks for more than the standard: what a document recommends
 * is often more than a device needs, and only the site can tell.
 */
export function gapRemedy(line: Line, helps: (changed: Line) => boolean): Text | null {
  const patient = line.devices.filter(({ profile }) => profile.timing.gapMs > 0);
  const gapMs = GAPS_MS.find((most) => patient.length > 0 && helps(withGaps(line, most)));
  if (gapMs === undefined) return null;
  const whom = patient
    .filter(({ profile }) => profile.timing.gapMs > gapMs)
    .map(({ id, profile }) => words('gap.device', { device: id, gap: profile.timing.gapMs }));
  if (whom.length === 0) return null;
  return words('remedy.gap', { devices: listed(whom), gap: gapMs });
}

function withGaps(line: Line, most: number): Line {
  const devices = line.devices.map((device) => {
    const { timing } = device.profile;
    const gapMs = Math.min(timing.gapMs, most);
    return { ...device, profile: { ...device.profile, timing: { ...timing, gapMs } } };
  });
  return { ...line, devices };
}
