import { useEffect, useRef, useState } from 'preact/hooks';
import type { CommissionView, OrderView } from '../../http/api/commissionApi.ts';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { whyNoActs } from '../parts/Strips.tsx';
import type { AskFailure } from '../state/ask.ts';
import { plan } from '../state/plan.ts';
import { named } from '../state/speech.ts';
import type { CommissionAsk, SaidToOrder } from './commissionAsk.ts';
import { OrderDone } from './OrderDone.tsx';
import { PhotoButton } from './PhotoButton.tsx';
import { shownValue } from './shownValue.ts';
import { keepAwake, signalHand } from './signals.ts';
import { deviceIdOf } from './siteEdits.ts';
import { MoveTwin, SortTwins } from './TwinParts.tsx';
import { SILENT_ADVICE, tell } from './words.ts';

/** Sensors one after the other. The screen follows what happens on the wire; hands stay there. */
export function OrderWizard(props: {
  line: string;
  order: OrderView;
  say: CommissionAsk;
  kinds: CommissionView['kinds'];
  photos: readonly string[];
  failure: AskFailure | null;
}) {
  const { line, order, say, failure, kinds, photos } = props;
  const { phase, at, sensors } = order;
  useHandSignals(phase, at);
  useEffect(keepAwake, []);
  const path = `orders/${encodeURIComponent(line)}`;
  const unit = sensors[at]?.unit ?? null;
  const tellBox = (said: SaidToOrder) => say('POST', path, { unit, said });
  if (phase === 'done')
    return <OrderDone {...{ line, order, kinds, say }} end={() => void say('DELETE', path)} />;
  const why = whyNoActs();
  return (
    <main aria-live="polite">
      <fieldset class="acts" disabled={why !== null}>
        {why !== null && <p role="status">{why}</p>}
        <div class="headline">
          <strong class="what">
            {at + 1} / {sensors.length}
          </strong>
          <button type="button" onClick={() => void tellBox({ kind: order.paused ? 'resume' : 'pause' })}>
            {tell(order.paused ? 'order.resume' : 'order.pause')}
          </button>
        </div>
        <Rings order={order} />
        {order.paused && <p class="strip hatched">{tell('order.paused')}</p>}
        <RefusalNote failure={failure} />
        <Step {...{ line, order, tellBox, say, photos }} key={`${at} ${phase}`} />
        {order.problem !== null && (
          <p class="refusal" role="alert">
            <strong>{named(order.problem.what)}</strong>
            {order.problem.hint !== null && ` ${named(order.problem.hint)}`}
          </p>
        )}
        {phase !== 'name' && phase !== 'change' && (phase !== 'twins' || order.sorting) && (
          <div class="actions">
            {!order.sorting && (
              <button type="button" onClick={() => void tellBox({ kind: 'leave-out' })}>
                {tell('order.leave-out')}
              </button>
            )}
            <button type="button" onClick={() => void say('DELETE', path)}>
              {tell('order.end')}
            </button>
          </div>
        )}
      </fieldset>
    </main>
  );
}

/** One mark for each sensor: a person counts them against the bag. */
function Rings({ order: { sensors, at } }: { order: OrderView }) {
  return (
    <ol class="rings" aria-label={tell('order.sensors')}>
      {sensors.map(({ unit, outcome }, i) => (
        <li key={unit} class={i === at ? 'now' : outcome} title={tell(`outcome.${outcome}`)}>
          {unit}
        </li>
      ))}
    </ol>
  );
}

type StepProps = {
  line: string;
  order: OrderView;
  tellBox: (said: SaidToOrder) => Promise<boolean>;
  say: CommissionAsk;
  photos: readonly string[];
};

function Step(props: StepProps) {
  const { order, tellBox } = props;
  const { phase, at, from, sensors, kind } = order;
  const sensor = sensors[at];
  const unit = sensor?.unit ?? 0;
  switch (phase) {
    case 'connect':
      return (
        <>
          <h1>{tell('connect.title', { n: at + 1 })}</h1>
          <Before order={order} />
          <p>{tell('connect.only')}</p>
          <Rate order={order} />
          {whyNoActs() === null && (
            <p class="rule">
              {tell('connect.looking', from)}
              <small>{tell('search.watching')}</small>
            </p>
          )}
          <details>
            <summary>{tell('connect.missing')}</summary>
            <ol>
              {SILENT_ADVICE.map((key) => (
                <li key={key}>{tell(key)}</li>
              ))}
              <li>{tell('connect.used')}</li>
            </ol>
          </details>
          <MoveTwin {...{ order, tellBox }} />
        </>
      );
    case 'shared':
      return (
        <>
          <h1>{tell('shared.title', { unit: from.unit })}</h1>
          <p>{tell('shared.what')}</p>
        </>
      );
    case 'twins': {
      const twins = order.twins ?? unit;
      if (order.sorting) return <SortTwins {...props} unit={twins} />;
      return (
        <>
          <h1>{tell('twins.title', { unit: twins })}</h1>
          <p>{tell(twins === unit ? 'twins.named' : 'twins.connected', { unit: twins })}</p>
          {order.twinToMove === null ? <p>{tell('twins.then')}</p> : <MoveTwin {...{ order, tellBox }} />}
        </>
      );
    }
    case 'recognise':
      return <h1>{tell('recognise.title')}</h1>;
    case 'other': {
      const seen = order.seen.map(named).join(tell('list.names'));
      return (
        <>
          <h1>{tell('other.title')}</h1>
          <p>{tell(seen === '' ? 'other.nobody' : 'other.seen', { kind: named(kind), seen })}</p>
          <div class="actions">
            <button type="button" class="primary" onClick={() => void tellBox({ kind: 'it-is-right' })}>
              {tell('other.take')}
            </button>
            <button type="button" onClick={() => void tellBox({ kind: 'again' })}>
              {tell('order.again')}
            </button>
          </div>
        </>
      );
    }
    case 'change': {
      const next = order.steps.find(({ done }) => !done)?.kind;
      return (
        <>
          <h1>
            {order.rate === null
              ? tell('change.title', { unit })
              : tell('change.rate-title', { format: order.rate })}
          </h1>
          {next === 'power-cycle' && (
            <p class="strip sounding-calm" role="alert">
              {tell('change.power')}
            </p>
          )}
          <Steps order={order} />
        </>
      );
    }
    case 'by-hand':
      return (
        <>
          <h1>{tell('by-hand.title', { unit })}</h1>
          {order.manual.length === 0 ? (
            <p>{tell('order.unknown')}</p>
          ) : (
            <ol>
              {order.manual.map((step) => (
                <li key={step.en}>{named(step)}</li>
              ))}
            </ol>
          )}
          <p class="rule">{tell('by-hand.waiting', { unit, format: from.format })}</p>
        </>
      );
    case 'name':
      return <NameIt {...props} />;
    case 'failed':
      return (
        <>
          <h1>{tell('failed.title')}</h1>
          <Steps order={order} />
          <div class="actions">
            {order.taken && (
              <button type="button" class="primary" onClick={() => void tellBox({ kind: 'another-address' })}>
                {tell('failed.another')}
              </button>
            )}
            <button
              type="button"
              class={order.taken ? '' : 'primary'}
              onClick={() => void tellBox({ kind: 'again' })}
            >
              {tell('order.again')}
            </button>
          </div>
        </>
      );
    case 'done':
      return null;
  }
}

function Steps({ order: { steps } }: { order: OrderView }) {
  return (
    <ol class="steps">
      {steps.map(({ kind, done }, i) => (
        <li key={i} class={done ? 'done' : ''}>
          {done ? '✓' : '…'} {tell(`step.${kind}`)}
        </li>
      ))}
    </ol>
  );
}

function NameIt({ line, order, tellBox, say, photos }: StepProps) {
  const sensor = order.sensors[order.at];
  const [name, setName] = useState(sensor?.name ?? '');
  const [place, setPlace] = useState(sensor?.place ?? '');
  const device = deviceIdOf(order.profile, line, sensor?.unit ?? 0);
  const next = () => tellBox({ kind: 'named', name, place: place.trim() === '' ? null : place });
  return (
    <form
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void next();
      }}
    >
      <h1>✓ {tell('name.title', { unit: sensor?.unit ?? 0 })}</h1>
      <p>{tell(order.steps.length === 0 ? 'name.by-hand' : 'name.written')}</p>
      <ShownNow order={order} />
      <label>
        {tell('name.name')}
        <input required value={name} onInput={({ currentTarget }) => setName(currentTarget.value)} />
      </label>
      <label>
        {tell('name.place')}
        <input value={place} onInput={({ currentTarget }) => setPlace(currentTarget.value)} />
      </label>
      <PlaceChips {...{ order, place }} choose={setPlace} />
      <PhotoButton {...{ device, there: photos.includes(device), say }} />
      <div class="actions">
        <button type="submit" class="primary">
          {tell('name.next')}
        </button>
      </div>
    </form>
  );
}

const MOST_CHIPS = 6;

/** What the one before is called: another phone may have named it. */
function Before({ order: { sensors, at } }: { order: OrderView }) {
  const before = sensors[at - 1];
  if (before?.outcome !== 'addressed') return null;
  const { unit, name, place } = before;
  return (
    <p role="status">
      ✓ {unit} · {name}
      {place === null ? '' : ` · ${place}`}
    </p>
  );
}

/** New ones that come at another rate than the line's: it is written, or set by hand. */
function Rate({ order: { comes, from } }: { order: OrderView }) {
  if (comes === null) return null;
  const said = { fresh: comes.format, format: from.format };
  if (comes.steps === null) return <p class="rule">{tell('connect.rate', said)}</p>;
  return (
    <>
      <p>{tell('connect.rate-by-hand', said)}</p>
      {comes.steps.length === 0 ? (
        <p>{tell('connect.rate-tool')}</p>
      ) : (
        <ol>
          {comes.steps.map((step) => (
            <li key={step.en}>{named(step)}</li>
          ))}
        </ol>
      )}
    </>
  );
}

/** What it shows now: the thing in the hand is the one that is named when its number follows. */
function ShownNow({ order: { shows, problem } }: { order: OrderView }) {
  if (whyNoActs() !== null || problem !== null) return null; // nobody asks it now: its silence says nothing
  if (shows === null) return <p class="rule">{tell('name.looking')}</p>;
  const { name, value, unit } = shows;
  if (name === null)
    return (
      <p class="refusal" role="status">
        {tell('name.silent')}
      </p>
    );
  const shown = value === null ? tell('name.no-value') : shownValue(value, unit);
  return <p class="rule">{tell('name.shows', { name: named(name), value: shown })}</p>;
}

/** Places that are known already: one tap in place of typing with wet hands. */
function PlaceChips(props: { order: OrderView; place: string; choose: (place: string) => void }) {
  const { order, place, choose } = props;
  const known = plan.value?.devices.flatMap((device) => (device.place === null ? [] : named(device.place)));
  const used = order.sensors.flatMap((sensor) => sensor.place ?? []);
  const places = [...new Set([...used.toReversed(), ...(known ?? [])])].slice(0, MOST_CHIPS);
  return (
    <div class="chips">
      {places.map((one) => (
        <button key={one} type="button" aria-pressed={one === place} onClick={() => choose(one)}>
          {one}
        </button>
      ))}
    </div>
  );
}

const WRONG: readonly OrderView['phase'][] = ['shared', 'twins', 'failed', 'other'];

/** Tells the hand when the screen went on by itself, and not when the page is merely opened. */
function useHandSignals(phase: OrderView['phase'], at: number): void {
  const before = useRef<string | null>(null);
  useEffect(() => {
    const now = `${at} ${phase}`;
    if (before.current !== null && before.current !== now) {
      if (phase === 'recognise') signalHand('found');
      if (phase === 'name') signalHand('done');
      if (WRONG.includes(phase)) signalHand('wrong');
    }
    before.current = now;
  }, [phase, at]);
}
