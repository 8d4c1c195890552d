import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { say } from '../state/speech.ts';

/** A view whose code comes when somebody opens it. */
export function Later({ load }: { load: () => Promise<ComponentType> }) {
  const [view, setView] = useState<{ show: ComponentType } | 'lost' | null>(null);
  useEffect(() => {
    load().then(
      (show) => setView({ show }),
      () => setView('lost'),
    );
  }, [load]);
  if (view === null) return <main>{say('frame.loading')}</main>;
  if (view === 'lost')
    return (
      <main>
        <p role="alert">{say('frame.no-answer')}</p>
      </main>
    );
  return <view.show />;
}
