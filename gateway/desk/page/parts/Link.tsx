import type { ComponentChildren } from 'preact';
import { go } from '../state/way.ts';

/** A link to another page of ours. Opens in a new tab where that is asked for, as any link does. */
export function Link(props: { to: string; class?: string; here?: boolean; children: ComponentChildren }) {
  return (
    <a
      href={props.to}
      class={props.class}
      aria-current={props.here === true ? 'page' : undefined}
      onClick={(event: MouseEvent) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go(props.to);
      }}
    >
      {props.children}
    </a>
  );
}
