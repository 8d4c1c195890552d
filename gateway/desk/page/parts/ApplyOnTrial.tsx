import { useState } from 'preact/hooks';
import type { SitePreviewed } from '../../http/api/siteApi.ts';
import { say } from '../state/speech.ts';

/** Takes a change that was looked at up on trial. What loosens safety needs a reason; what cannot be used has no such button. */
export function ApplyOnTrial(props: {
  preview: SitePreviewed;
  busy: boolean;
  apply: (reason: string | undefined) => void;
}) {
  const { preview, busy, apply } = props;
  const [reason, setReason] = useState('');
  if (preview.problems.length > 0) return null;
  const given = reason.trim();
  return (
    <div class="actions reach">
      {preview.loosened.length > 0 && (
        <label for="site-reason">
          {say('site.reason')}
          <input
            id="site-reason"
            type="text"
            required
            maxLength={200}
            value={reason}
            onInput={(event: InputEvent) => setReason((event.currentTarget as HTMLInputElement).value)}
          />
        </label>
      )}
      <p class="next">{say('site.apply-next')}</p>
      <button
        type="button"
        id="apply-site"
        class="primary"
        disabled={busy || (preview.loosened.length > 0 && given === '')}
        onClick={() => apply(given === '' ? undefined : given)}
      >
        {say('site.apply')}
      </button>
    </div>
  );
}
