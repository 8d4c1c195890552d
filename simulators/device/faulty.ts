import type { PointValue } from '../../drivers/reading.ts';
import type { Clock } from '../../gateway/core/clock.ts';
import type { Random } from '../random.ts';
import type { Behaviour } from './behaviour.ts';
import type { Fault } from './fault.ts';

/** What a behaviour needs to know of its device. */
export type Surroundings = {
  readonly clock: Clock;
  readonly random: Random;
  readonly bootS: number;
};

/** The behaviour that a fault stands for. */
export function behaviourOf(fault: Fault, { clock, random, bootS }: Surroundings): Behaviour {
  switch (fault.kind) {
    case 'silent':
      return { deaf: () => random() < fault.probability };
    case 'reboot': {
      const upAt = clock.mono() + (fault.bootS ?? bootS) * 1000;
      return { deaf: () => clock.mono() < upAt, over: () => clock.mono() >= upAt };
    }
    case 'late': {
      const windowMs = fault.windowMs ?? 5 * fault.timeoutMs;
      const lateness = () =>
        random() < fault.beyond ? windowMs * (1 + random()) : fault.timeoutMs * (1 + 4 * random());
      return {
        sends: (answer) =>
          random() < fault.probability ? { ...answer, delayMs: answer.delayMs + lateness() } : answer,
      };
    }
    case 'exception':
      return { refuses: () => (random() < fault.probability ? fault.code : undefined) };
    case 'refuses-writes':
      return { refuses: (writes) => (writes ? fault.code : undefined) };
    case 'ignores-unknown':
      return { swallows: (reply) => ((reply[0] ?? 0) & 0x80) !== 0 };
    case 'wrong-crc':
      return {
        sends: (answer) => (random() < fault.probability ? { ...answer, wrongCrc: true } : answer),
      };
    case 'noise':
      return { sends: (answer) => ({ ...answer, bitErrorRate: fault.bitErrorRate }) };
    case 'talks-over':
      return { hears: () => random() < fault.probability || undefined };
    case 'readdress':
      return {
        hears: (unit) => unit === fault.unit,
        sends: (answer) => ({ ...answer, unit: fault.unit }),
      };
    case 'stuck':
      return stuck(fault.point);
    case 'stuck-relay':
      return {}; // the relays themselves know
    case 'sensor-failure':
      return { shows: (point, value) => (concerns(fault.point, point) ? null : value) };
  }
}

function stuck(which: string | undefined): Behaviour {
  const frozen = new Map<string, PointValue>();
  return {
    shows(point, value) {
      if (!concerns(which, point)) return value;
      const first = frozen.get(point);
      if (first !== undefined) return first;
      frozen.set(point, value);
      return value;
    },
  };
}

function concerns(which: string | undefined, point: string): boolean {
  return which === undefined || which === point;
}
