import { useEffect, useRef } from 'preact/hooks';
import type { Me } from '../../http/api/accessApi.ts';
import { Loading } from '../parts/AskedPart.tsx';
import { later, laterView } from '../parts/Later.tsx';
import { Link } from '../parts/Link.tsx';
import { Strips } from '../parts/Strips.tsx';
import { TrialStrip } from '../parts/TrialStrip.tsx';
import { useArrival } from '../state/arrival.ts';
import { ask, isNobody } from '../state/ask.ts';
import { isDemo } from '../state/demo.ts';
import { beep, showSun, sound, sun } from '../state/look.ts';
import { may, me as whoIs } from '../state/me.ts';
import { follow, forget, guardAlive, lostSince, nowMono, screen, values } from '../state/now.ts';
import { plan } from '../state/plan.ts';
import { isUnacknowledged, standingOf } from '../state/sentence.ts';
import { language, named, say, span, speak, word } from '../state/speech.ts';
import { way } from '../state/way.ts';
import { Alarms } from './Alarms.tsx';
import { AlarmView } from './AlarmView.tsx';
import { Overview } from './Overview.tsx';

const Commission = laterView(async () => (await import('../commission/Commission.tsx')).Commission);
const Demo = later(async () => (await import('../demo/DemoPane.tsx')).DemoPane);
const Checks = laterView(async () => (await import('../commission/Checks.tsx')).Checks);
const Papers = laterView(async () => (await import('../commission/Papers.tsx')).Papers);
const Verify = laterView(async () => (await import('../commission/Verify.tsx')).Verify);
const Devices = laterView(async () => (await import('./Devices.tsx')).Devices);
const DeviceView = laterView(async () => (await import('./DeviceView.tsx')).DeviceView);
const Lifts = laterView(async () => (await import('./Lifts.tsx')).Lifts);
const Log = laterView(async () => (await import('./Log.tsx')).Log);
const Site = laterView(async () => (await import('./Site.tsx')).Site);
const Settings = laterView(async () => (await import('./Settings.tsx')).Settings);
const More = laterView(async () => (await import('./More.tsx')).More);

const wideEnough = matchMedia('(min-width: 1300px)');

/**
 * What stands around every view: the building, the strips that nobody may miss, and the way to the others. `ended`: the session is over,
 * and what was typed waits for the next one (`over`).
 */
export function Frame(props: { me: Me; left: () => void; ended: () => void; over: boolean }) {
  const { me, left, ended, over } = props;
  useEffect(() => {
    whoIs.value = me;
  }, [me]);
  useEffect(() => {
    if (over) return;
    // a stream is refused for other reasons too, and those pass
    return follow(() => void ask('GET', '/api/me').then((answer) => isNobody(answer) && ended()));
  }, [over, ended]);
  useEffect(
    () => () => {
      whoIs.value = null;
      forget();
    },
    [],
  );
  const now = screen.value;
  const path = way.value;
  useArrival(path);
  const gone = lostSince.value !== null;
  const demo = isDemo();
  return (
    <div class={`frame ${gone ? 'stale' : 'live'}${demo ? ' with-demo' : ''}`}>
      <header>
        <BuildingName />
        <Doubts />
        <span class="person">{me.name}</span>
        <LanguageButton />
        <button
          type="button"
          class="plain"
          aria-pressed={sun.value}
          aria-label={say('frame.sun')}
          title={say('frame.sun')}
          onClick={() => showSun(!sun.value)}
        >
          ☀
        </button>
        <Link to="/more" class="button plain more" label={say('frame.more')}>
          ⋮
        </Link>
      </header>
      <Strips />
      <TrialStrip />
      <Announcer />
      {now === null && !gone && guardAlive.value ? <Loading /> : <View path={path} left={left} />}
      <Ways path={path} />
      {demo && wideEnough.matches && <Demo />}
    </div>
  );
}

/** Two lines of it at most: below is what matters. */
function BuildingName() {
  const name = named(screen.value?.gateway.name ?? plan.value?.gateway.name ?? 'Lifeline');
  const standing = screen.value === null || lostSince.value !== null ? 0 : standingOf(screen.value).length;
  useEffect(() => {
    document.title = standing > 0 ? `(${standing}) ${name}` : name; // of several tabs the one that matters
  }, [name, standing]);
  return (
    <strong class="clipped" title={name}>
      {name}
    </strong>
  );
}

/** The other language. */
export function LanguageButton() {
  return (
    <button
      type="button"
      class="plain"
      lang={language.value === 'zh' ? 'en' : 'zh'}
      onClick={() => void speak(language.value === 'zh' ? 'en' : 'zh')}
    >
      {say('frame.language')}
    </button>
  );
}

/** Said beside the building's name only where something is to be said: how old the newest value is, and a clock nobody should trust. */
function Doubts() {
  const newest = Math.max(...[...values.value.values()].map(({ at }) => at));
  const ageMs = nowMono.value - newest;
  const quality = screen.value?.time.quality;
  return (
    <span class="doubts">
      {Number.isFinite(ageMs) && ageMs > 3_000 && lostSince.value === null && (
        <span>{say('frame.data-age', { span: span(ageMs) })}</span>
      )}
      {quality !== undefined && quality !== 'ntp' && (
        <span>{say('frame.clock', { quality: word('CLOCK_WORDS', quality) })}</span>
      )}
    </span>
  );
}

function View({ path, left }: { path: string; left: () => void }) {
  const [, room = '', id = ''] = path.split('/').map(decoded);
  switch (room) {
    case 'alarms':
      return id === '' ? <Alarms /> : <AlarmView key={id} occurrence={id} />;
    case 'devices':
      return id === '' ? <Devices /> : <DeviceView key={id} id={id} />;
    case 'lifts':
      return <Lifts key={id} id={id} />;
    case 'commission':
      return id === 'checks' ? <Checks /> : id === 'papers' ? <Papers /> : <Commission />;
    case 'verify':
      return <Verify />;
    case 'demo':
      return (
        <main>
          <Demo />
        </main>
      );
    case 'log':
      return <Log />;
    case 'site':
      return <Site />;
    case 'settings':
      return <Settings />;
    case 'more':
      return <More left={left} />;
    default:
      return <Overview />;
  }
}

function Ways({ path }: { path: string }) {
  const count = screen.value === null ? 0 : standingOf(screen.value).length;
  const under = (room: string) => path === room || path.startsWith(`${room}/`);
  const lifts = plan.value?.lifts.length ?? 0;
  return (
    <nav aria-label={say('frame.ways')}>
      <Link to="/" here={path === '/'}>
        {say('frame.overview')}
      </Link>
      <Link to="/alarms" here={under('/alarms')}>
        {say('frame.alarms')}
        {count > 0 && ` (${count})`}
      </Link>
      {isDemo() && (
        <Link to="/demo" class="demo-way" here={path === '/demo'}>
          {say('frame.demo')}
        </Link>
      )}
      <Link to="/devices" here={under('/devices')}>
        {say('frame.devices')}
      </Link>
      {may('installer') && (
        <Link to="/commission" here={under('/commission')}>
          {say('frame.commission')}
        </Link>
      )}
      {lifts > 0 && (
        <Link to="/lifts" class="wide" here={under('/lifts')}>
          {say('frame.lifts')}
        </Link>
      )}
      <Link to="/log" class="wide" here={under('/log')}>
        {say('frame.log')}
      </Link>
      <Link to="/settings" class="wide" here={under('/settings')}>
        {say('frame.settings')}
      </Link>
      <Link to="/more" class="wide" here={under('/more')}>
        {say('frame.more')}
      </Link>
    </nav>
  );
}

/** Says a new alarm to who does not look: at once where it is red, and with a sound where this device may make one. */
function Announcer() {
  const known = useRef<Set<string> | null>(null);
  const alarms = screen.value?.alarms.filter(isUnacknowledged) ?? [];
  const keyOf = ({ occurrence, announcement }: (typeof alarms)[number]) => `${occurrence} ${announcement}`;
  const before = known.current;
  const fresh = before === null ? [] : alarms.filter((alarm) => !before.has(keyOf(alarm)));
  const said = useRef({ text: '', grave: false });
  const [worst] = fresh.toSorted((a, b) => Number(b.severity === 'red') - Number(a.severity === 'red'));
  if (worst !== undefined) said.current = { text: named(worst.ruleName), grave: worst.severity === 'red' };
  const freshKeys = fresh.map(keyOf).join();
  useEffect(() => {
    if (screen.value !== null) known.current = new Set(alarms.map(keyOf));
    if (freshKeys !== '' && sound.value) beep();
  });
  return (
    <p class="unseen" aria-live={said.current.grave ? 'assertive' : 'polite'}>
      {said.current.text}
    </p>
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // an address that somebody typed
  }
}
