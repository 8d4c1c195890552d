import type { Profile, Span } from '../../../drivers/profile/schema.ts';
import type { Clock } from '../../core/clock.ts';
import { type FingerprintReader, identify } from '../scan/fingerprint.ts';
import { shownBy } from '../scan/question.ts';
import type { Whereabouts } from '../settings/changePlan.ts';
import type { SetupLine } from '../settings/settingChange.ts';
import type { SensorOrder } from './order.ts';
import type { OrderHands } from './runOrder.ts';

/** So many reads tell two devices on one address from one. */
const READS = 5;

/**
 * What an order needs, on a line on which devices are set up. `keep` is awaited before anything follows from an input; `shown`: what
 * the sensor in hand shows is another.
 */
export function orderHands(
  line: SetupLine,
  profile: Profile,
  catalog: ReadonlyMap<string, Profile>,
  clock: Clock,
  keep: (order: SensorOrder) => void | Promise<void>,
  shown: () => void = () => {},
): OrderHands {
  const [first] = profile.points;
  const span: Span = { table: first?.table ?? 'holding', address: first?.address ?? 0, count: 1 };
  const read = (at: Whereabouts, what: Span) => line.ask({ op: 'read', unit: at.unit, ...what }, at);
  const readerAt =
    (at: Whereabouts): FingerprintReader =>
    async (what) => {
      const answer = await read(at, what);
      if (answer.kind === 'ok') return answer.values;
      return answer.kind === 'refused' ? 'refused' : 'nothing';
    };
  return {
    ...{ line, clock, keep, shown },
    async look(at) {
      let whole = 0;
      for (let i = 0; i < READS; i++) {
        const { kind } = await read(at, span);
        if (kind === 'unsaid' || (i === 0 && kind === 'silence')) return 'nobody';
        if (kind === 'ok' || kind === 'refused') whole++;
      }
      return whole === READS ? 'one' : 'shared';
    },
    recognise: (at) => identify(catalog.values(), at, readerAt(at)),
    show: (at) => shownBy(profile, readerAt(at)),
    // somebody takes the supply away and gives it back; that it came back is heard
    powerCycle: async () => {},
  };
}
