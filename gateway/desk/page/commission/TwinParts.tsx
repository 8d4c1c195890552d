import type { OrderView } from '../../http/api/commissionApi.ts';
import { plan } from '../state/plan.ts';
import { named } from '../state/speech.ts';
import type { SaidToOrder } from './commissionAsk.ts';
import { tell } from './words.ts';

type TwinProps = { order: OrderView; tellBox: (said: SaidToOrder) => Promise<boolean> };

/** Two with an address of the site: whoever has taken the right one off says so, and the other gets its own. */
export function SortTwins({ line, order, tellBox, unit }: TwinProps & { line: string; unit: number }) {
  const owner = plan.value?.devices.find((device) => device.line === line && device.unit === unit);
  return (
    <>
      <h1>{tell(order.parted ? 'twins.parted' : 'twins.title', { unit })}</h1>
      <p>
        {owner === undefined
          ? tell('twins.sort-unknown')
          : tell('twins.sort', { owner: owner.name === null ? owner.id : named(owner.name) })}
      </p>
      {order.parted && <p>{tell('twins.right')}</p>}
      <div class="actions">
        <button
          type="button"
          class="primary"
          disabled={!order.parted}
          onClick={() => void tellBox({ kind: 'move-twin' })}
        >
          {tell('twins.move-now', { unit: order.sensors[order.at]?.unit ?? 0 })}
        </button>
      </div>
    </>
  );
}

/** One that took its address together with another gets its own here, alone on the line with those that have theirs. */
export function MoveTwin({ order, tellBox }: TwinProps) {
  const { twinToMove, sensors, at } = order;
  if (twinToMove === null) return null;
  const owner = sensors.find(({ unit }) => unit === twinToMove)?.name ?? String(twinToMove);
  return (
    <section>
      <p>{tell('twins.move', { unit: twinToMove, owner })}</p>
      <button type="button" onClick={() => void tellBox({ kind: 'move-twin' })}>
        {tell('twins.move-now', { unit: sensors[at]?.unit ?? 0 })}
      </button>
    </section>
  );
}
