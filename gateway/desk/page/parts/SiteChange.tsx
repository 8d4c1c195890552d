import type { SitePreviewed } from '../../http/api/siteApi.ts';
import { named, percent, say, withUnit } from '../state/speech.ts';
import { SeverityShape } from './SeverityShape.tsx';

/** What a changed site would do: what keeps people safe and does so less comes first, then the rest, the lines, the file itself. */
export function SiteChange({ preview }: { preview: SitePreviewed }) {
  const { problems, sentence, loosened, changes, lines, diff } = preview;
  if (problems.length > 0)
    return (
      <section>
        <h2>{say('site.unusable')}</h2>
        <ul class="rows">
          {problems.map(({ code, where, what, hint }) => (
            <li key={`${code} ${where} ${what.en}`} class="what">
              <strong>{named(what)}</strong>
              <small>
                {where}
                {hint !== null && ` · ${named(hint)}`}
              </small>
            </li>
          ))}
        </ul>
      </section>
    );
  return (
    <section>
      <h2>{named(sentence)}</h2>
      {loosened.length > 0 && (
        <ul class="rows">
          {loosened.map((words) => (
            <li key={words.en} class="alarm orange fresh">
              <span class="loosened">
                <SeverityShape severity="orange" />
                <strong>{named(words)}</strong>
              </span>
            </li>
          ))}
        </ul>
      )}
      <ul class="plain">
        {changes.map(({ where, words }) => (
          <li key={`${where} ${words.en}`}>{named(words)}</li>
        ))}
      </ul>
      {lines.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reached by the keyboard
        <div class="scroll" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th>{say('site.line')}</th>
                <th>{say('site.load')}</th>
                <th>{say('site.bound')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map(({ line, load, boundMs }) => (
                <tr key={line}>
                  <th scope="row">{line}</th>
                  <td>{pair(load, (share) => percent(share, 0))}</td>
                  <td>{pair(boundMs, (ms) => withUnit((ms / 1000).toFixed(1), 's'))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <details>
        <summary>{say('site.diff', { line: diff.line })}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reached by the keyboard */}
        <pre class="scroll" tabIndex={0}>
          {[...diff.removed.map((line) => `- ${line}`), ...diff.added.map((line) => `+ ${line}`)].join('\n')}
        </pre>
      </details>
    </section>
  );
}

function pair(
  [before, after]: readonly [number | null, number | null],
  text: (value: number) => string,
): string {
  const said = (value: number | null) => (value === null ? '—' : text(value));
  return before === after ? said(after) : `${said(before)} → ${said(after)}`;
}
