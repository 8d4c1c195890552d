import { useState } from 'preact/hooks';
import { useActing } from '../state/act.ts';
import { may } from '../state/me.ts';
import { plan } from '../state/plan.ts';
import { named, say } from '../state/speech.ts';
import { HoldButton } from './HoldButton.tsx';
import { ReasonDialog } from './ReasonDialog.tsx';
import { RefusalNote } from './RefusalNote.tsx';
import { whyNoActs } from './Strips.tsx';

/** What can be done beyond one alarm. */
export const SiteActs = { Whole, PutBack, Maintain };

/** The siren tried, and maintenance of a zone or of everything. */
function Whole() {
  const { act, sent, failure } = useActing();
  const [tried, setTried] = useState(false);
  const why = whyNoActs();
  return (
    <section class="acts">
      <h2>{say('acts.more')}</h2>
      <HoldButton
        id="test-siren"
        disabled={why !== null || sent !== null}
        held={() => void act('test', {}).then((done) => setTried(done))}
      >
        {say('acts.test')}
      </HoldButton>
      <small>{why ?? say(tried ? 'acts.test-begun' : 'acts.test-next')}</small>
      <RefusalNote failure={failure} reading />
      <Maintain />
      {plan.value?.zones.map(({ id, name }) => (
        <Maintain key={id} zone={{ id, name }} />
      ))}
    </section>
  );
}

/** Begins maintenance of a device, a zone or of everything: alarms are judged and not sounded until it ends. */
function Maintain(props: { device?: Called; zone?: Called }) {
  const { device, zone } = props;
  const { act, sent, failure } = useActing();
  const [asking, setAsking] = useState(false);
  const why = whyNoActs();
  const subject = device ?? zone;
  const what = subject === undefined ? say('maintenance.whole') : named(subject.name);
  return (
    <>
      <button type="button" disabled={why !== null} onClick={() => setAsking(true)}>
        {say('maintenance.begin-of', { what })}
      </button>
      {asking && (
        <ReasonDialog
          title={say('maintenance.begin')}
          what={what}
          next={say('maintenance.next')}
          failure={failure}
          busy={sent !== null}
          close={() => setAsking(false)}
          send={({ reason, forS }) => {
            const of = {
              ...(device === undefined ? {} : { devices: [device.id] }),
              ...(zone === undefined ? {} : { zones: [zone.id] }),
            };
            void act('maintenance', { ...of, reason, forS: forS ?? 0 }).then(
              (done) => done && setAsking(false),
            );
          }}
        />
      )}
    </>
  );
}

type Called = { readonly id: string; readonly name: string | { readonly en: string; readonly zh: string } };

/** Takes a rule off the shelf, or back into service. */
function PutBack({ rule, outOfService }: { rule: string; outOfService: boolean }) {
  const { act, sent, failure } = useActing();
  if (outOfService ? !may('installer') : !may('operator')) return null;
  return (
    <>
      <button
        type="button"
        disabled={whyNoActs() !== null || sent !== null}
        onClick={() => void (outOfService ? act('in-service', { rule }) : act('unshelve', { rule }))}
      >
        {say(outOfService ? 'aside.in-service' : 'aside.unshelve')}
      </button>
      <RefusalNote failure={failure} reading />
    </>
  );
}
