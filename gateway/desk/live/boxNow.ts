import type { GuardStatus } from '../../control/protocol.ts';
import type { StandingProblem } from '../../control/uplinkTroubles.ts';
import type { Installation } from '../../site/installation.ts';
import type { SettingsView, UplinkEntry } from '../http/api/settingsApi.ts';
import { worded } from './worded.ts';

/** Rows that an uplink does not have yet. */
export type UplinkWaiting = UplinkEntry['waiting'];

const MB = 1_000_000;

/** The box itself: `status` null, guard does not answer; `waiting` says what is not delivered yet. */
export function boxNow(
  installation: Installation,
  status: GuardStatus | null,
  { addresses, waiting }: { addresses: readonly string[]; waiting: (uplink: string) => UplinkWaiting },
): SettingsView {
  const { journal, uplinks, notifications, gateway } = installation;
  const stat = status?.journal ?? null;
  const bytes = stat === null ? null : stat.bytes.event + stat.bytes.telemetry;
  const problems: readonly StandingProblem[] = status?.problems ?? [];
  const troubleOf = (id: string) => {
    const standing = problems.find(
      ({ code, said }) => code.startsWith('uplink.') && said?.named.uplink === id,
    );
    return {
      trouble: standing === undefined ? null : worded(standing),
      troubleSince: standing?.since?.mono ?? null,
    };
  };
  return {
    gateway: gateway.id,
    guard: status !== null,
    software: status?.software ?? null,
    upMs: status?.upMs ?? null,
    clock: { quality: status?.time.quality ?? null, utc: status?.time.utc ?? null },
    journal: {
      bytes,
      diskShare: bytes === null ? null : bytes / ((journal.telemetryMb + journal.eventMb) * MB),
      trouble: stat?.trouble == null ? null : worded(stat.trouble),
    },
    uplinks: uplinks.map(({ id, url }) => ({
      ...{ id, url: withoutPassword(url), waiting: waiting(id) },
      ...troubleOf(id),
    })),
    notifications: notifications.map((one) => ({
      ...{ id: one.id, to: one.to, minSeverity: one.minSeverity },
      where: one.to === 'email' ? one.recipients.join(', ') : withoutPassword(one.url),
      ...troubleOf(one.id),
    })),
    addresses: [...addresses],
    problems: problems.map(worded),
  };
}

/** A site file has no passwords, and yet somebody may have written one into an address. */
function withoutPassword(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//…@');
}
