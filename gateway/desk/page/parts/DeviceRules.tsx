import { useState } from 'preact/hooks';
import type { BuildingDevice, DeviceRule } from '../../http/api/buildingApi.ts';
import { useActing } from '../state/act.ts';
import { screen } from '../state/now.ts';
import { named, say, withUnit, word } from '../state/speech.ts';
import { ReasonDialog } from './ReasonDialog.tsx';
import { SeverityShape } from './SeverityShape.tsx';
import { SiteActs } from './SiteActs.tsx';
import { endText, whyNoActs } from './Strips.tsx';

/** Which rules watch a device, at which values, and where those values are from. */
export function DeviceRules({ device, rules }: { device: BuildingDevice; rules: readonly DeviceRule[] }) {
  return (
    <section id="rules">
      <h2>{say('device.rules')}</h2>
      {rules.length === 0 && <p>{say('rules.none')}</p>}
      <ul class="rows">
        {rules.map((rule) => (
          <RuleRow key={rule.rule} rule={rule} device={device} />
        ))}
      </ul>
    </section>
  );
}

function RuleRow({ rule, device }: { rule: DeviceRule; device: BuildingDevice }) {
  const { act, sent, failure } = useActing();
  const [asking, setAsking] = useState(false);
  const limits = device.points.flatMap((point) =>
    point.limits.filter((limit) => limit.rule === rule.rule).map((limit) => ({ ...limit, unit: point.unit })),
  );
  const aside = [...(screen.value?.shelved ?? []), ...(screen.value?.outOfService ?? [])].find(
    (one) => one.rule === rule.rule,
  );
  return (
    <li class="what">
      <strong>{named(rule.name)}</strong>
      <small>
        {word('CLASS_WORDS', rule.class)} · {named(rule.text)}
      </small>
      {limits.map(({ severity, side, value, unit, confidence, source, clause }) => (
        <span key={`${severity} ${side}`} class="limit">
          <SeverityShape severity={severity} />
          <span>
            {say(side === 'above' ? 'rules.above' : 'rules.below', { value: withUnit(String(value), unit) })}{' '}
            · {word('SEVERITY_WORDS', severity)}
            <small>
              {confidence === null ? say('rules.no-source') : word('CONFIDENCE_WORDS', confidence)}
              {source === null ? '' : `: ${named(source)}`}
              {clause === null ? '' : `, ${clause}`}
            </small>
          </span>
        </span>
      ))}
      {aside === undefined ? (
        <button type="button" disabled={whyNoActs() !== null} onClick={() => setAsking(true)}>
          {say('aside.shelve')}
        </button>
      ) : (
        <>
          <em>
            {aside.until === null
              ? say('aside.by-hand')
              : say('aside.ends', { time: endText(aside.until.mono) })}
            {aside.reason === null ? '' : ` · ${aside.reason}`}
          </em>
          <SiteActs.PutBack rule={rule.rule} outOfService={aside.until === null} />
        </>
      )}
      {asking && (
        <ReasonDialog
          title={say('aside.shelve')}
          what={named(rule.name)}
          next={say('aside.shelve-next')}
          failure={failure}
          busy={sent !== null}
          close={() => setAsking(false)}
          send={({ reason, forS }) =>
            void act('shelve', { rule: rule.rule, reason, forS: forS ?? 0 }).then(
              (done) => done && setAsking(false),
            )
          }
        />
      )}
    </li>
  );
}
