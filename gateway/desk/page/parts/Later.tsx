import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { say } from '../state/speech.ts';
import { Skeleton } from './AskedPart.tsx';

/**
 * What has its code in a chunk of its own, which comes when it is first looked at. Where it does not come (desk is gone), that is said, and
 * can be tried again.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
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
    if (!failed) return <Skeleton rows={4} />;
    return (
      <div class="failed">
        <p class="refusal" role="alert">
          {say('frame.no-answer-reading')}
        </p>
        <button type="button" onClick={fetchPart}>
          {say('frame.try-again')}
        </button>
      </div>
    );
  };
}
