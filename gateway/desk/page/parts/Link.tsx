import type { ComponentChildren } from 'preact';
import { go } from '../state/way.ts';

/**
 * A link to another page of ours. Opens in a new tab where that is asked for, as any link does. `label`: what it is called where it shows a
 * sign alone.
 */
export function Link(props: {
  to: string;
  class?: string;
  here?: boolean;
  label?: string;
  children: ComponentChildren;
}) {
  const { to, here = false, label, children } = props;
  return (
    <a
      href={to}
      class={props.class}
      aria-label={label}
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
