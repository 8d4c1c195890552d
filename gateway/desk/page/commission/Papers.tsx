import { useState } from 'preact/hooks';
import type { PaperEntry } from '../../http/api/commissionApi.ts';
import { AskedPart } from '../parts/AskedPart.tsx';
import { Link } from '../parts/Link.tsx';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { whyNoActs } from '../parts/Strips.tsx';
import { actorText } from '../state/actor.ts';
import { type AskFailure, ask } from '../state/ask.ts';
import { commissionChecks } from '../state/now.ts';
import { plan } from '../state/plan.ts';
import { day, dayTime, language } from '../state/speech.ts';
import { CommissionTitle } from './CommissionTitle.tsx';
import { useCommission } from './commissionAsk.ts';
import { SignRecord } from './SignRecord.tsx';
import { tell, wordsThere } from './words.ts';

const MONTH_MS = 30 * 86_400_000;

/** What is still open, the signature, and every paper that was signed. */
export function Papers() {
  const { asked } = useCommission();
  const checks = commissionChecks.value;
  if (!wordsThere() || asked.value === null || checks === null)
    return (
      <main>
        <CommissionTitle of="papers.title" />
        <AskedPart asked={asked}>{() => null}</AskedPart>
      </main>
    );
  return (
    <main>
      <h1>{tell('papers.title')}</h1>
      <SignRecord gaps={checks.gaps ?? []} why={whyNoActs()} />
      <section>
        <h2>{tell('papers.list')}</h2>
        {checks.papers.length === 0 && <p>{tell('papers.none')}</p>}
        <ul class="rows">
          {checks.papers.toReversed().map((paper) => (
            <li key={paper.sha256} class="what">
              <PaperRow paper={paper} />
            </li>
          ))}
        </ul>
      </section>
      <Examine made={asked.again} />
      <Link to="/commission/checks" class="button">
        {tell('order.back')}
      </Link>
    </main>
  );
}

/** One signed paper: its page for the printer, and the three files that anybody checks it with. */
export function PaperRow({ paper }: { paper: PaperEntry }) {
  const { sha256, kind, actor, utc, told, pieces } = paper;
  const path = `/api/papers/${sha256}`;
  return (
    <>
      <strong>{tell(`papers.${kind}`)}</strong>
      <small>
        {utc === null ? '' : dayTime(utc, plan.value?.timeZone)} · {actorText(actor)}
      </small>
      <small>
        {told === pieces ? `✓ ${tell('papers.kept')}` : tell('papers.keeping', { told, pieces })} ·{' '}
        {sha256.slice(0, 16)}
      </small>
      <div class="pair">
        <a class="button" href={`${path}?lang=${language.value}`} target="_blank" rel="noreferrer">
          {tell('papers.print')}
        </a>
        {(['json', 'sig', 'pem'] as const).map((part) => (
          <a key={part} class="button" href={`${path}/${part}`} download>
            {tell(`papers.${part}`)}
          </a>
        ))}
      </div>
    </>
  );
}

/** The report of a period, made of the journal. */
function Examine({ made }: { made: () => void }) {
  const now = Date.now();
  const [from, setFrom] = useState(day(now - 6 * MONTH_MS, plan.value?.timeZone));
  const [to, setTo] = useState(day(now, plan.value?.timeZone));
  const [making, setMaking] = useState(false);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const make = async () => {
    setMaking(true);
    const answer = await ask<PaperEntry>('POST', '/api/papers/examinations', { from, to });
    setMaking(false);
    setFailure(answer.ok ? null : answer);
    if (answer.ok) made();
  };
  const why = whyNoActs();
  return (
    <section>
      <h2>{tell('examine.title')}</h2>
      <form
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          void make();
        }}
      >
        <label>
          {tell('examine.from')}
          <input
            {...{ type: 'date', required: true, value: from, max: to }}
            onInput={({ currentTarget }) => setFrom(currentTarget.value)}
          />
        </label>
        <label>
          {tell('examine.to')}
          <input
            {...{ type: 'date', required: true, value: to, min: from }}
            onInput={({ currentTarget }) => setTo(currentTarget.value)}
          />
        </label>
        <RefusalNote failure={failure} />
        {why !== null && <p role="status">{why}</p>}
        <button type="submit" disabled={making || why !== null}>
          {tell(making ? 'examine.making' : 'examine.make')}
        </button>
      </form>
    </section>
  );
}
