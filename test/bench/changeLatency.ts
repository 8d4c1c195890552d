import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../../gateway/core/clock.ts';
import { type ListenerUpdate, startListener } from '../../gateway/platform/listen/listener.ts';
import type { Backchannel } from '../../simulators/backchannel/backchannel.ts';
import type { AnswerPush } from '../../simulators/backchannel/buildingProtocol.ts';
import type { Figure, Measured, Measurement } from './figure.ts';
import { percentile, spreadText } from './spread.ts';
import { Stage } from './stage.ts';

const ROOMS = ['101', '201', '301', 'basement'];
const LIMIT = 25;
const BELOW = 5;
const ABOVE = 40;
const PERIOD_MS = 1000; // of the gas registers; a pause drawn from it makes changes come at every phase of the polling
const CHANGES_EACH = 60; // in all not fewer than 200
const PATIENCE_MS = 30_000;

/** One change of a register: when it happened, when its device answered with it, when the platform had the event. */
type Change = {
  readonly setAt: number;
  readonly raw: number;
  answeredAt: number | null;
  readonly arrived: (at: number) => void;
};

/** How long it takes from a changed register to the alarm event at a subscriber of a real broker. */
export const changeLatency: Measurement = {
  name: 'latency',
  about:
    'register change → alarm event at an MQTT subscriber; 4 gas detectors, 1 s period, 9600 baud, no on-delay',
  run: measure,
};

async function measure(): Promise<Measured> {
  await using stage = new Stage();
  const building = await stage.simulate(BUILDING);
  for (const room of ROOMS) await building.set(`rooms.${room}.gas`, BELOW);
  const url = await stage.broker();
  await stage.guard(siteOf(url));
  await stage.courier();

  const clock = systemClock();
  const pending = new Map<string, Change>();
  const polled: number[] = [];
  const whole: number[] = [];
  const carried: number[] = [];
  await building.subscribe((answer) => noteAnswer(answer, pending));
  const listening = Promise.withResolvers<void>();
  const listener = startListener({
    url,
    clock,
    onSubscribed: () => listening.resolve(),
    onUpdate: (update) => noteEvents(update, pending, clock.mono()),
  });
  try {
    await listening.promise;
    await wait(3_000); // every detector has been read once, and its channel is known
    await Promise.all(ROOMS.map((room) => disturb(building, room)));
  } finally {
    await listener.stop();
  }
  return {
    figures: figures(whole),
    remarks: [
      `${whole.length} changes, raised and returned in turn`,
      `of this, until the device had answered with the new value (the polling period): ${spreadText(polled)}`,
      `from that answer to the subscriber (detect, journal on disk, courier, broker): ${spreadText(carried)}`,
    ],
  };

  /** Across the limit and back, again and again. */
  async function disturb(world: Backchannel, room: string): Promise<void> {
    for (let i = 0; i < CHANGES_EACH; i++) {
      await wait(Math.random() * PERIOD_MS);
      const arrival = Promise.withResolvers<number>();
      const gas = i % 2 === 0 ? ABOVE : BELOW;
      const change: Change = {
        setAt: clock.mono(),
        raw: gas * 10,
        answeredAt: null,
        arrived: arrival.resolve,
      };
      pending.set(`gas-${room}`, change);
      await world.set(`rooms.${room}.gas`, gas);
      const at = await Promise.race([arrival.promise, wait(PATIENCE_MS, null, { ref: false })]);
      if (at === null) throw new Error(`no event of gas-${room} within ${PATIENCE_MS / 1000} s`);
      whole.push(at - change.setAt);
      if (change.answeredAt === null) continue;
      polled.push(change.answeredAt - change.setAt);
      carried.push(at - change.answeredAt);
    }
  }
}

/** The concentration is register 0, in tenths. An answer that was on its way already shows the old one. */
function noteAnswer({ device, address, at, values }: AnswerPush, pending: ReadonlyMap<string, Change>): void {
  const change = pending.get(device);
  if (change !== undefined && address === 0 && values[0] === change.raw) change.answeredAt ??= at;
}

function noteEvents({ messages }: ListenerUpdate, pending: Map<string, Change>, now: number): void {
  for (const message of messages) {
    if (message.kind !== 'event' || message.event.type !== 'alarm') continue;
    const { device, point } = message.event;
    if (point !== `${device}/concentration`) continue;
    pending.get(device)?.arrived(now);
    pending.delete(device);
  }
}

function figures(whole: readonly number[]): Figure[] {
  const shares = { p50: 0.5, p99: 0.99, max: 1 };
  return Object.entries(shares).map(([name, share]) => ({
    key: `latency.toMqttMs.${name}`,
    what: `register change → MQTT message, ${name}`,
    value: percentile(whole, share),
    unit: 'ms',
    decimals: 1,
  }));
}

const DEVICES = ROOMS.map((room, i) => ({ id: `gas-${room}`, profile: 'ya-k300-s', unit: i + 1 }));

const BUILDING = {
  world: { rooms: Object.fromEntries(ROOMS.map((room) => [room, {}])) },
  lines: [
    {
      id: 'gas',
      link: 'gas',
      devices: DEVICES.map((device, i) => ({
        ...device,
        senses: { concentration: `rooms.${ROOMS[i]}.gas` },
      })),
    },
  ],
};

function siteOf(url: string): object {
  return {
    gateway: { id: 'bench' },
    buses: [{ id: 'gas', connection: { type: 'serial', path: 'lines/gas', baud: 9600, adapterMs: 2 } }],
    devices: DEVICES.map((device) => ({ ...device, bus: 'gas' })),
    rules: DEVICES.map(({ id }) => ({
      id: `${id}-high`,
      kind: 'limit',
      point: `${id}/concentration`,
      unit: '%LEL',
      high: { red: LIMIT },
    })),
    uplinks: [{ id: 'city', url }],
  };
}
