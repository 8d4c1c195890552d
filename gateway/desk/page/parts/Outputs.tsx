import type { ACTING_WORDS } from '../../../text/terms.ts';
import { useActing } from '../state/act.ts';
import { screen } from '../state/now.ts';
import { named, say, word } from '../state/speech.ts';
import { HoldButton } from './HoldButton.tsx';
import { RefusalNote } from './RefusalNote.tsx';
import { whyNoActs } from './Strips.tsx';

/** What it does, or is told to do where it was not seen doing so. */
function doing(drives: keyof typeof ACTING_WORDS, acting: boolean, acted: boolean): string {
  const told = word(acting ? 'ACTING_WORDS' : 'RESTING_WORDS', drives);
  return acting && !acted ? say('outputs.told', { doing: told }) : told;
}

/** What the box switches in the building, and whether it was read back that it obeys. `occurrence`: what one alarm asked for. */
export function Outputs({ occurrence }: { occurrence?: string }) {
  const { act, sent, failure } = useActing();
  const all = screen.value?.annunciation.outputs ?? [];
  const shown = occurrence === undefined ? all : all.filter(({ because }) => because.includes(occurrence));
  const why = whyNoActs();
  if (shown.length === 0) return null;
  return (
    <section>
      <h2>{say(occurrence === undefined ? 'outputs.all' : 'outputs.of-alarm')}</h2>
      <ul class="rows">
        {shown.map(({ point, drives, acting, acted, tone, obeys, refused, because, name, place }) => (
          <li key={point} class="what">
            <strong>
              {word('OUTPUT_WORDS', drives)}: {doing(drives, acting, acted)}
              {acting && tone !== null && tone !== 'none' ? ` · ${word('TONE_WORDS', tone)}` : ''}
            </strong>
            <small>
              {named(place ?? name)} ·{' '}
              {refused === null
                ? say(obeys === null ? 'outputs.not-read' : obeys ? 'outputs.obeys' : 'outputs.disobeys')
                : say('outputs.refused', { exception: named(refused) })}
            </small>
            {drives === 'gas-valve' && acting && because.length === 0 && (
              <>
                <HoldButton
                  disabled={why !== null || sent !== null}
                  held={() => void act('reopen-valve', { point })}
                >
                  {say('outputs.reopen')}
                </HoldButton>
                <small>{why ?? say('outputs.reopen-next')}</small>
              </>
            )}
          </li>
        ))}
      </ul>
      <RefusalNote failure={failure} reading />
    </section>
  );
}
