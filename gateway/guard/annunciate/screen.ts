import type { AnnunciationScreen, OutputView, Silenced } from '../../control/annunciation.ts';
import { ordersOf, soundingNow } from './orders.ts';
import type { Policy } from './policy.ts';
import type { AnnunciateState } from './state.ts';

/**
 * What is heard and seen in the building now.
 *
 * @param obeys by point, what was read back; a point that is missing has not been read back yet
 * @param acted the points that were seen acting since they were told to
 */
export function screenOf(
  state: AnnunciateState,
  policy: Policy,
  obeys: ReadonlyMap<string, boolean | null>,
  acted: ReadonlySet<string>,
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
        acted: order?.acting === true && acted.has(point),
        because: order?.because ?? [],
      };
    }),
  };
}
