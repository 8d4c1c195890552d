import { useEffect, useRef } from 'preact/hooks';

/**
 * Who has gone to another view begins at its heading: a keyboard or a screen reader would stay at a link that may be gone. A view whose
 * heading is still on its way is waited for, unless somebody has gone on meanwhile.
 */
export function useArrival(path: string): void {
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    const from = document.activeElement;
    const arrive = () => {
      const heading = document.querySelector<HTMLElement>('main h1:not(.unseen)');
      if (heading === null) return false;
      const now = document.activeElement;
      if (now === from || now === document.body || now === null) {
        heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
      }
      return true;
    };
    if (arrive()) return;
    const waiting = new MutationObserver(() => arrive() && waiting.disconnect());
    waiting.observe(document.body, { childList: true, subtree: true });
    return () => waiting.disconnect();
  }, [path]);
}
