import { AlarmRow } from '../parts/AlarmRow.tsx';
import { screen } from '../state/now.ts';
import { say } from '../state/speech.ts';

/** Every rule that is not normal, as guard orders them: also what is shelved, in maintenance or out of service. */
export function Alarms() {
  const alarms = screen.value?.alarms ?? [];
  return (
    <main>
      <h1>{say('frame.alarms')}</h1>
      {alarms.length === 0 && <p>{say('alarms.none')}</p>}
      <ul class="rows">
        {alarms.map((alarm) => (
          <AlarmRow key={alarm.occurrence} alarm={alarm} />
        ))}
      </ul>
    </main>
  );
}
