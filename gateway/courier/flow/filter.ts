import { SEVERITIES, type WireSeverity } from '../../../drivers/vocabulary.ts';
import type { UplinkFilter } from '../../site/schema/uplinkSchema.ts';
import type { Channel, EventBody, Stream } from '../../telemetry/index.ts';

const NORMAL = 'A';

/** Whether the uplink gets this stream at all. */
export function passesStream(filter: UplinkFilter | undefined, stream: Stream): boolean {
  return filter?.streams === undefined || filter.streams.includes(stream);
}

/**
 * Whether the uplink gets this event. Clock rows always pass, because they date what was sent before; so does the end of
 * an alarm whose severity fell on the way, or it would stand open for ever.
 */
export function passesEvent(filter: UplinkFilter | undefined, event: EventBody): boolean {
  if (filter === undefined || event.type === 'clock' || event.type === 'command') return true;
  if (event.type === 'system') return severe(filter, event.severity);
  const of = event.type === 'lift' ? event.lift : event.device;
  if (filter.devices !== undefined && !filter.devices.includes(of)) return false;
  if (event.type === 'lift') return true; // what a lift did has no severity: it is its history
  return event.to === NORMAL || severe(filter, event.severity);
}

/** The channels of a birth that the uplink gets; null: all. */
export function wantedChannels(
  filter: UplinkFilter | undefined,
  channels: readonly Channel[],
): ReadonlySet<number> | null {
  const { devices, roles } = filter ?? {};
  if (devices === undefined && roles === undefined) return null;
  const wanted = channels.filter(
    ({ point, role }) =>
      (devices?.includes(point.slice(0, point.indexOf('/'))) ?? true) &&
      (roles === undefined || (role !== undefined && roles.includes(role))),
  );
  return new Set(wanted.map(({ index }) => index));
}

function severe({ minSeverity }: UplinkFilter, severity: WireSeverity): boolean {
  if (minSeverity === undefined) return true;
  return severity !== 'none' && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(minSeverity);
}
