import { useEffect, useState } from 'preact/hooks';
import type { DemoTrouble, DemoView } from '../../http/api/demoApi.ts';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { type AskFailure, ask } from '../state/ask.ts';
import { amount, named, withUnit } from '../state/speech.ts';
import { demoWordsThere, tellDemo } from './demoWords.ts';

const TROUBLES = [
  'gas',
  'riser',
  'lift',
  'sensor',
  'network',
  'disk',
] as const satisfies readonly DemoTrouble[];
const LOOK_EVERY_MS = 1_000;

/** Beside the page of the gateway: the building with hands to make things go wrong, and what the city's platform has. */
export function DemoPane() {
  const [view, setView] = useState<DemoView | null>(null);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [busy, setBusy] = useState<DemoTrouble | null>(null);
  useEffect(() => {
    let over = false;
    const look = async () => {
      const answer = await ask<DemoView>('GET', '/api/demo');
      if (over) return;
      if (answer.ok) setView(answer.value);
      timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    void look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, []);
  const act = async (trouble: DemoTrouble, wrong: boolean) => {
    setBusy(trouble);
    const answer = await ask<DemoView>('POST', '/api/demo', { trouble, wrong });
    setBusy(null);
    setFailure(answer.ok ? null : answer);
    if (answer.ok) setView(answer.value);
  };
  if (!demoWordsThere() || view === null) return null;
  return (
    <aside class="demo" aria-label={tellDemo('demo.title')}>
      <section>
        <h2>{tellDemo('demo.building')}</h2>
        <p>{tellDemo('demo.simulated')}</p>
        <div class="tricks">
          {TROUBLES.map((trouble) => {
            const wrong = view.wrong.includes(trouble);
            const why = view.impossible.find((one) => one.trouble === trouble)?.why;
            return (
              <button
                key={trouble}
                type="button"
                aria-pressed={wrong}
                disabled={busy !== null || why !== undefined}
                onClick={() => void act(trouble, !wrong)}
              >
                {tellDemo(wrong ? `demo.${trouble}-end` : `demo.${trouble}`)}
                {wrong && <small>{tellDemo('demo.going-on')}</small>}
                {why !== undefined && <small>{named(why)}</small>}
              </button>
            );
          })}
        </div>
        <RefusalNote failure={failure} reading />
        <Truth view={view} />
      </section>
      <Platform platform={view.platform} />
    </aside>
  );
}

function Truth({ view }: { view: DemoView }) {
  const { rooms, riserKpa, liftFloor, cabinet } = view;
  return (
    <>
      <h3>{tellDemo('demo.truth')}</h3>
      <ul class="rows joined">
        {rooms.map(({ id, gasLel }) => (
          <li key={id} class="reading">
            <span>
              {id === 'basement' ? tellDemo('demo.room-basement') : tellDemo('demo.room', { room: id })}
            </span>
            <span>{withUnit(amount(gasLel, 1), '%LEL')}</span>
          </li>
        ))}
        <li class="reading">
          <span>{tellDemo('demo.riser-is')}</span>
          <span>{withUnit(amount(riserKpa, 0), 'kPa')}</span>
        </li>
        {liftFloor !== null && (
          <li class="reading">
            <span>{tellDemo('demo.lift-is')}</span>
            <span>{amount(liftFloor, 0)}</span>
          </li>
        )}
        {cabinet !== null && (
          <li class="reading">
            <span>{tellDemo('demo.cabinet')}</span>
            <span>
              {[
                tellDemo(cabinet.siren ? 'demo.siren-on' : 'demo.siren-off'),
                ...(cabinet.strobe ? [tellDemo('demo.strobe')] : []),
                ...(cabinet.faultLamp ? [tellDemo('demo.fault-lamp')] : []),
                tellDemo(cabinet.gas === 'open' ? 'demo.gas-open' : 'demo.gas-shut'),
              ].join(' · ')}
            </span>
          </li>
        )}
      </ul>
    </>
  );
}

function Platform({ platform }: { platform: DemoView['platform'] }) {
  const { reached, received, missing, outstanding, duplicates, arrivals } = platform;
  return (
    <section>
      <h2>
        {tellDemo('demo.platform')}{' '}
        <span class="count">{tellDemo(reached ? 'demo.reached' : 'demo.cut')}</span>
      </h2>
      <p>
        {tellDemo('demo.counts', { received, missing, duplicates })}
        {outstanding > 0 && ` · ${tellDemo('demo.on-the-way', { outstanding })}`}
      </p>
      {arrivals.length === 0 ? (
        <p>{tellDemo('demo.nothing-yet')}</p>
      ) : (
        <ol class="log">
          {arrivals.toReversed().map((line, at) => (
            <li key={arrivals.length - at}>
              <small>{line}</small>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
