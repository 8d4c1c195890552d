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
  const kind = kinds.find((one) => one.profile === profile);
  const sorted = kinds.toSorted((a, b) => named(a.name).localeCompare(named(b.name)));
  return (
    <form
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void say('POST', 'orders', { line, profile, count, name, first });
      }}
    >
      <label>
        {tell('order.kind')}
        <select required value={profile} onChange={({ currentTarget }) => setProfile(currentTarget.value)}>
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
