import { useState } from 'preact/hooks';
import type { CommissionView } from '../../http/api/commissionApi.ts';
import { named } from '../state/speech.ts';
import type { CommissionAsk } from './commissionAsk.ts';
import { tell } from './words.ts';

/** What is in the bag: chosen once, then hands stay on the wires. */
export function NewOrder(props: {
  line: string;
  kinds: CommissionView['kinds'];
  say: CommissionAsk;
  back: () => void;
}) {
  const { line, kinds, say, back } = props;
  const [profile, setProfile] = useState('');
  const [count, setCount] = useState(8);
  const [name, setName] = useState(tell('order.name-given', { n: '{n}' }));
  const [first, setFirst] = useState(11);
  return (
    <form
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void say('POST', 'orders', { line, profile, count, name, first });
      }}
    >
      <KindChoice {...{ kinds }} label={tell('order.kind')} chosen={profile} choose={setProfile} />
      <Counted label={tell('order.count')} value={count} most={64} set={setCount} />
      <label>
        {tell('order.name', { n: '{n}' })}
        <input required value={name} onInput={({ currentTarget }) => setName(currentTarget.value)} />
      </label>
      <Counted label={tell('order.first')} value={first} most={247} set={setFirst} />
      <div class="actions">
        <button type="submit" class="primary" disabled={profile === ''}>
          {tell('order.begin')}
        </button>
        <button type="button" onClick={back}>
          {tell('order.back')}
        </button>
      </div>
    </form>
  );
}

/** The kinds that can be set up, and how each gets its address. */
export function KindChoice(props: {
  label: string;
  kinds: CommissionView['kinds'];
  chosen: string;
  choose: (profile: string) => void;
}) {
  const { label, kinds, chosen, choose } = props;
  const kind = kinds.find((one) => one.profile === chosen);
  const sorted = kinds.toSorted((a, b) => named(a.name).localeCompare(named(b.name)));
  return (
    <label>
      {label}
      <select required value={chosen} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        <option value="">{tell('order.choose')}</option>
        {sorted.map((one) => (
          <option key={one.profile} value={one.profile}>
            {named(one.name)}
            {one.addressed === 'register' ? '' : ` (${tell('order.by-hand')})`}
          </option>
        ))}
      </select>
      {kind?.addressed === 'unknown' && <small>{tell('order.unknown')}</small>}
    </label>
  );
}

function Counted(props: { label: string; value: number; most: number; set: (value: number) => void }) {
  const { label, value, most, set } = props;
  return (
    <label>
      {label}
      <input
        {...{ type: 'number', inputMode: 'numeric', min: 1, max: most, required: true, value }}
        onInput={({ currentTarget }) => set(Number(currentTarget.value))}
      />
    </label>
  );
}
