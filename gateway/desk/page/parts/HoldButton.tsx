import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { say } from '../state/speech.ts';

const HOLD_MS = 1_000;

/** A button that has to be held for a second, with finger, mouse, space or enter: for what must not happen by a slip. */
export function HoldButton(props: {
  id?: string;
  disabled?: boolean;
  held: () => void;
  children: ComponentChildren;
}) {
  const { id, disabled, held, children } = props;
  const [filling, setFilling] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const end = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setFilling(false);
  };
  useEffect(() => () => clearTimeout(timer.current), []); // what it was about is gone
  const begin = () => {
    if (disabled === true || timer.current !== undefined) return;
    setFilling(true);
    timer.current = setTimeout(() => {
      end();
      held();
    }, HOLD_MS);
  };
  return (
    <button
      type="button"
      id={id}
      class={`hold${filling ? ' filling' : ''}`}
      disabled={disabled}
      onPointerDown={begin}
      onPointerUp={end}
      onPointerLeave={end}
      onPointerCancel={end}
      onBlur={end}
      onContextMenu={(event: Event) => event.preventDefault()}
      onKeyDown={({ key, repeat }: KeyboardEvent) => {
        if (!repeat && (key === 'Enter' || key === ' ')) begin();
      }}
      onKeyUp={end}
    >
      {children}
      <small>{say('frame.hold')}</small>
    </button>
  );
}
