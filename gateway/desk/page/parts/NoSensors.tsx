import { may } from '../state/me.ts';
import { plan } from '../state/plan.ts';
import { say } from '../state/speech.ts';
import { Link } from './Link.tsx';

/** A site that has no sensor yet, and the way to the first one; nothing where it has some, or nobody knows yet. */
export function NoSensors() {
  if (plan.value === null || plan.value.devices.some(({ annunciator }) => !annunciator)) return null;
  return (
    <section class="empty">
      <p>{say('devices.none')}</p>
      {may('installer') ? (
        <div class="actions">
          <Link class="button primary" to="/commission">
            {say('devices.add')}
          </Link>
        </div>
      ) : (
        <p>{say('devices.add-who')}</p>
      )}
    </section>
  );
}
