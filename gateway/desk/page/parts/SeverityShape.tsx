import type { PageAlarm } from '../../http/api/liveApi.ts';
import { word } from '../state/speech.ts';

const OUTLINES = {
  red: 'M8 2h8l6 6v8l-6 6H8l-6-6V8z',
  orange: 'M12 2 23 21H1z',
  yellow: 'M12 1 23 12 12 23 1 12z',
  blue: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z',
} as const;
const SIGNS = { red: '!!', orange: '!', yellow: '', blue: 'i' } as const;

/** The shape of a severity: told apart without colour. `hollow`: over, and held until it is reset. */
export function SeverityShape(props: { severity: PageAlarm['severity']; hollow?: boolean; pulse?: boolean }) {
  const { severity, hollow, pulse } = props;
  const looks = `shape ${severity}${hollow === true ? ' hollow' : ''}${pulse === true ? ' pulse' : ''}`;
  return (
    <svg class={looks} viewBox="0 0 24 24" role="img" aria-label={word('SEVERITY_WORDS', severity)}>
      <path d={OUTLINES[severity]} />
      <text x="12" y={severity === 'orange' ? 19 : 17} text-anchor="middle">
        {SIGNS[severity]}
      </text>
    </svg>
  );
}

/** An eye struck through, on hatching: nothing is seen there. */
export function BlindShape() {
  return (
    <svg class="shape eye" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M2 12c5-8 15-8 20 0-5 8-15 8-20 0z" />
      <circle cx="12" cy="12" r="3" />
      <line x1="4" y1="21" x2="20" y2="3" />
    </svg>
  );
}
