import { useState } from 'preact/hooks';
import type { CommissionView, SearchView } from '../../http/api/commissionApi.ts';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import type { AskFailure } from '../state/ask.ts';
import { plan } from '../state/plan.ts';
import { named } from '../state/speech.ts';
import type { CommissionAsk } from './commissionAsk.ts';
import { KindChoice } from './NewOrder.tsx';
import { shownValue } from './shownValue.ts';
import { newDevice, trySite } from './siteEdits.ts';
import { tell } from './words.ts';

const MARK = { new: '+', known: '✓', 'other-settings': '!', conflict: '!', shared: '⚠' } as const;

/** Somebody who was found: what it is taken for, the question where two kinds fit, and its way into the building. */
export function FoundRow(props: {
  line: string;
  found: SearchView['found'][number];
  kinds: CommissionView['kinds'];
  say: CommissionAsk;
}) {
  const { line, found, kinds, say } = props;
  const { unit, format, confidence, kinds: candidates, match, device, question } = found;
  const [answered, answer] = useState<string | null>(null);
  const sure = candidates.length === 1 ? candidates[0]?.profile : undefined;
  const profile = answered ?? sure ?? null;
  const shown = candidates.filter((one) => answered === null || one.profile === answered);
  const names = shown.map(({ name }) => named(name)).join(tell('list.names'));
  const isThere = plan.value?.devices.some((one) => one.line === line && one.unit === unit) === true;
  return (
    <li class="what">
      <strong>
        {match === null ? '…' : confidence === 'ambiguous' && answered === null ? '?' : MARK[match]} {unit}
        {names === '' ? '' : ` · ${names}`}
      </strong>
      <small>
        {format} · {confidence === null ? tell('search.unknown') : tell(`confidence.${confidence}`)}
        {match !== null && ` · ${tell(`match.${match}`, { device: device ?? '' })}`}
      </small>
      {question !== null && answered === null && (
        <>
          <span>{tell(`question.${question.gesture}`)}</span>
          <div class="chips">
            {question.answers.map((one) => (
              <button key={one.profile} type="button" onClick={() => answer(one.profile)}>
                {one.value === null ? tell('name.no-value') : shownValue(one.value, one.unit)} ·{' '}
                {named(nameOf(candidates, one.profile))}
              </button>
            ))}
          </div>
        </>
      )}
      {match === 'shared' && <SortOut {...{ line, unit, profile, kinds, say }} />}
      {match === 'new' && profile !== null && !isThere && (
        <AddFound {...{ line, unit, profile, kind: kinds.find((one) => one.profile === profile) }} />
      )}
    </li>
  );
}

/** Two have an address: one of them is given another, as the one device of an order. What kind they are is known, or said. */
function SortOut(props: {
  line: string;
  unit: number;
  profile: string | null;
  kinds: CommissionView['kinds'];
  say: CommissionAsk;
}) {
  const { line, unit, kinds, say } = props;
  const owner = plan.value?.devices.find((one) => one.line === line && one.unit === unit);
  const known = owner?.profile ?? props.profile;
  const [chosen, choose] = useState(known ?? '');
  const name = kinds.find(({ profile }) => profile === chosen)?.name;
  const sort = { line, profile: chosen, count: 1, name: name === undefined ? '' : named(name), twin: unit };
  return (
    <form
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void say('POST', 'orders', sort);
      }}
    >
      {known === null && <KindChoice {...{ kinds, chosen, choose }} label={tell('search.sort-kind')} />}
      <button type="submit" disabled={chosen === ''}>
        {tell('search.sort')}
      </button>
    </form>
  );
}

/** Nothing enters the building without a name, and it is given while somebody stands before the thing. */
function AddFound(props: {
  line: string;
  unit: number;
  profile: string;
  kind: CommissionView['kinds'][number] | undefined;
}) {
  const { line, unit, profile, kind } = props;
  const [name, setName] = useState(kind === undefined ? '' : `${named(kind.name)} ${unit}`);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [added, setAdded] = useState(false);
  if (added) return <p role="status">{tell('search.added')}</p>;
  const [only, ...more] = kind?.packs ?? [];
  const pack = more.length === 0 && only?.settings === false ? only : null;
  const add = async () => {
    const edit = newDevice({ unit, name, place: null }, { profile, line, pack });
    const refused = await trySite([edit], tell('search.reason'));
    setFailure(refused);
    setAdded(refused === null);
  };
  return (
    <form
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void add();
      }}
    >
      <label>
        {tell('search.name')}
        <input
          {...{ required: true, maxLength: 40, value: name }}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <RefusalNote failure={failure} />
      <button type="submit">{tell('search.add')}</button>
    </form>
  );
}

function nameOf(kinds: SearchView['found'][number]['kinds'], profile: string) {
  return kinds.find((one) => one.profile === profile)?.name ?? profile;
}
