import type { AnnunciationScreen, OutputView, Silenced } from '../../control/annunciation.ts';
import { ordersOf, soundingNow } from './orders.ts';
import type { Policy } from './policy.ts';
import type { AnnunciateState } from './state.ts';

/** What is known of outputs, by point. */
type Known = {
  readonly obeys: ReadonlyMap<string, boolean | null>; // what was read back; a point that is missing was not yet
  readonly acted: ReadonlySet<string>; // those that were seen acting since they were told to
  readonly refused: ReadonlyMap<string, number>; // the Modbus exception with which its device refuses every write
};

/** What is heard and seen in the building now. */
export function screenOf(
  state: AnnunciateState,
  policy: Policy,
  { obeys, acted, refused }: Known,
): AnnunciationScreen {
  const orders = new Map(ordersOf(state, policy).map((order) => [order.point, order]));
  return {
    sounding: soundingNow(state, policy),
    silenced: state.alarms.flatMap((alarm): Silenced[] => {
      const silenced = state.heard.get(alarm.occurrence)?.silenced ?? null;
      return silenced?.announcement === alarm.announcement ? [silenced] : [];
    }),
    testing: state.test !== null,
    outputs: policy.outputs.map(({ point, drives, zones }): OutputView => {
      const order = orders.get(point);
      return {
        ...{ point, drives, zones },
        acting: order?.acting ?? false,
        tone: drives === 'siren' ? (order?.tone ?? 'none') : null,
        obeys: obeys.get(point) ?? null,
        refused: refused.get(point) ?? null,
        acted: order?.acting === true && acted.has(point),
        because: order?.because ?? [],
      };
    }),
  };
}
