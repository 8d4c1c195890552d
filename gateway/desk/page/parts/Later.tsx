import { type ComponentChildren, type ComponentType, Fragment } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { lostSince } from '../state/now.ts';
import { say } from '../state/speech.ts';
import { Skeleton } from './AskedPart.tsx';

/**
 * What has its code in a chunk of its own, which comes when it is first looked at. Where it does not come, that is said: with desk gone it
 * can be tried again; with desk there its software is another one since, and the page is loaded anew. `Around`: what stands around
 * that meanwhile.
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Around: ComponentType<{ children: ComponentChildren }> = Fragment,
): ComponentType<P> {
  let kept: ComponentType<P> | null = null;
  return (props: P) => {
    const [Part, setPart] = useState(() => kept);
    const [failed, setFailed] = useState(false);
    const fetchPart = () => {
      setFailed(false);
      void load().then(
        (loaded) => {
          kept = loaded;
          setPart(() => loaded);
        },
        () => setFailed(true),
      );
    };
    useEffect(() => {
      if (Part === null) fetchPart();
    }, []);
    if (Part !== null) return <Part {...props} />;
    if (!failed)
      return (
        <Around>
          <Skeleton rows={4} />
        </Around>
      );
    const gone = lostSince.value !== null;
    return (
      <Around>
        <div class="failed">
          <p class="refusal" role="alert">
            {say(gone ? 'frame.no-answer-reading' : 'frame.newer')}
          </p>
          <button type="button" onClick={gone ? fetchPart : () => location.reload()}>
            {say(gone ? 'frame.try-again' : 'frame.load-anew')}
          </button>
        </div>
      </Around>
    );
  };
}

/** The same for a whole view. */
export function laterView<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  return later(load, View);
}

function View({ children }: { children: ComponentChildren }) {
  return (
    <main>
      <h1 class="unseen">{say('frame.loading')}</h1>
      {children}
    </main>
  );
}
