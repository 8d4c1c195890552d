import type { Profile } from '../../drivers/profile/schema.ts';
import { fittedRequest } from '../../gateway/commission/scan/fittedRequest.ts';
import type { Listening } from '../../gateway/commission/scan/runScan.ts';
import { silentLog } from '../../gateway/core/log.ts';
import { RtuLine } from '../../gateway/guard/bus/line/rtuLine.ts';
import { LinePoller } from '../../gateway/guard/bus/poller/linePoller.ts';
import { MemoryEndpoint } from '../../simulators/endpoint/memoryEndpoint.ts';
import { deviceOf, profileOf, Told } from '../guard/bus/fakeLine.ts';
import { onBench, profiles } from '../simulators/bench.ts';
import { OWN } from './scan/scanBench.ts';

const CONNECTION = { type: 'serial', path: 'l', adapterMs: 2, ...OWN } as const;
/** Guard's poller on a line with devices that are read for safety once a second, and strangers beside them. */
export async function polledLine(
  polled: readonly number[],
  strangers: readonly object[],
  lift = false,
  baud: number = OWN.baud,
) {
  const connection = { ...CONNECTION, baud };
  const profile = profileOf([{ id: 'a', class: 'safety', periodMs: 1000 }]);
  const known: Profile = lift ? { ...profile, lift: { commissioning: {} } } : profile;
  const { clock, serial, simulation } = onBench(
    {
      lines: [
        {
          ...{ id: 'l', link: 'l', baud },
          devices: [...polled.map((unit) => ({ id: `d${unit}`, profile: profile.id, unit })), ...strangers],
        },
      ],
    },
    new Map([...profiles, [profile.id, profile]]),
  );
  const told = new Told();
  const lost: string[] = [];
  const events = {
    ...told.events,
    exchanged: ({ device, lost: how }: { device: string; lost: string | null }) => {
      if (how !== null) lost.push(`${device} ${how}`);
    },
  };
  const poller = new LinePoller({
    line: {
      id: 'l',
      connection,
      devices: polled.map((unit) => deviceOf(`d${unit}`, unit, known)),
    },
    client: new RtuLine(new MemoryEndpoint(serial, clock), connection, clock),
    ...{ clock, events, log: silentLog },
  });
  await poller.start();
  await clock.advance(10_000);
  const line: Listening = {
    hear: ({ request, format, patienceMs, on = false, lateMs, twinOf }) =>
      poller.hear((limitMs) => ({
        ...fittedRequest(request, format, patienceMs, limitMs),
        ...(twinOf === undefined ? { on } : { on, twinOf }),
        ...(lateMs === undefined ? {} : { lateMs }),
      })),
    limitMs: 3_000,
  };
  return { clock, connection, serial, simulation, told, lost, poller, line };
}
