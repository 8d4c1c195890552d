import type { DeviceLine } from '../../http/api/buildingApi.ts';
import { guardAlive, nowMono } from '../state/now.ts';
import { named, percent, say, span, word } from '../state/speech.ts';

/** How the line hears a device, in words: no codes, and each figure with what it means. */
export function DeviceLineHealth({ line }: { line: DeviceLine | null }) {
  return (
    <section id="line">
      <h2>{say('device.line')}</h2>
      {line === null || !guardAlive.value ? <p>{say('line.nothing')}</p> : <Heard line={line} />}
    </section>
  );
}

function Heard({ line }: { line: DeviceLine }) {
  const { state, sinceMono, lastOkMono, answered, noAnswer, garbled, refused, late, trouble, boundMs } = line;
  const counts = [
    { key: 'line.no-answer', n: noAnswer },
    { key: 'line.garbled', n: garbled },
    { key: 'line.refused', n: refused },
    { key: 'line.late', n: late },
  ] as const;
  const seen = counts.filter(({ n }) => n > 0);
  return (
    <>
      <p>
        <strong>
          {word('DEVICE_STATE_WORDS', state)}
          {answered !== null && ` · ${say('line.answered', { share: percent(answered) })}`}
        </strong>
      </p>
      <p>
        {say('line.since', { span: span(nowMono.value - sinceMono) })}
        {lastOkMono !== null && ` · ${say('line.last', { span: span(nowMono.value - lastOkMono) })}`}
      </p>
      {trouble !== null && (
        <p class="refusal">
          <strong>{named(trouble.what)}</strong>
          {trouble.hint === null ? '' : ` ${named(trouble.hint)}`}
        </p>
      )}
      {seen.length === 0 ? (
        <p>{say('line.no-trouble')}</p>
      ) : (
        <ul class="plain">
          {seen.map(({ key, n }) => (
            <li key={key}>{say(key, { n })}</li>
          ))}
        </ul>
      )}
      <p>{boundMs === null ? say('line.no-bound') : say('line.bound', { s: (boundMs / 1000).toFixed(1) })}</p>
    </>
  );
}
