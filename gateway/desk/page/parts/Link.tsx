import type { ComponentChildren } from 'preact';
import { go } from '../state/way.ts';

/**
 * A link to another page of ours. Opens in a new tab where that is asked for, as any link does. `narrowHere`: it leads to where the reader
 * is only where there is no room for a link of its own.
 */
export function Link(props: {
  to: string;
  class?: string;
  here?: boolean;
  narrowHere?: boolean;
  children: ComponentChildren;
}) {
  const { to, here = false, narrowHere = false, children } = props;
  return (
    <a
      href={to}
      class={`${props.class ?? ''}${narrowHere ? ' narrow-here' : ''}` || undefined}
      aria-current={here ? 'page' : undefined}
      onClick={(event: MouseEvent) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
