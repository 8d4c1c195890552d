// The platform's page. It only reads; what it shows is what /api answers, every word comes from /texts.json, and nothing is drawn
// from text as HTML.

const REFRESH_MS = 15_000;
const DAY_MS = 86_400_000;
const STANDINGS = ['wrong', 'blind', 'silent', 'incomplete', 'well'];

const texts = await fetch('/texts.json').then((answer) => answer.json());
const main = document.querySelector('#main');
const head = document.querySelector('#head');
const filter = { search: '', district: null, standing: null };
let language = localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
let shownAt = '';

const say = (key, given = {}) =>
  texts.words[key][language].replaceAll(/\{(\w+)\}/g, (_whole, name) => String(given[name] ?? ''));
const word = (kind, key) => texts[kind][key]?.[language] ?? key;
const named = (row, field) => row[`${field}_${language}`] ?? row[`${field}_en`] ?? row[`${field}_zh`] ?? '';

function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null).map((child) => child ?? ''));
  return made;
}

async function ask(path) {
  const token = sessionStorage.getItem('token');
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(path, { headers });
  if (answer.ok) return answer.json();
  const { what = answer.statusText } = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(what), { status: answer.status });
}

const when = (ms) =>
  ms === null
    ? ''
    : new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
        dateStyle: 'medium',
        timeStyle: 'medium',
      }).format(ms);
const number = (value) =>
  value === null || value === undefined
    ? ''
    : Number(value).toLocaleString(language, { maximumFractionDigits: 3 });
const valueText = ({ text, number: value }) =>
  text === 'true' || text === 'false' ? say(`value.${text}`) : (text ?? number(value));
const nameOf = (row) => named(row, 'name') || row.gw;
const mark = (kind, text) => el('span', { class: `mark ${kind}` }, text);
const link = (row) => el('a', { href: `#/building/${row.gw}` }, nameOf(row));

/** `columns`: [heading, cell of a row, is it a number]. */
function table(rows, columns) {
  const heads = columns.map(([title, , isNumber]) =>
    el('th', { scope: 'col', class: isNumber ? 'number' : null }, title),
  );
  const lines = rows.map((row) =>
    el(
      'tr',
      {},
      ...columns.map(([, cell, isNumber]) =>
        el('td', { class: isNumber ? 'number' : null }, cell(row) ?? ''),
      ),
    ),
  );
  if (rows.length === 0)
    lines.push(el('tr', {}, el('td', { colspan: columns.length, class: 'quiet' }, say('none'))));
  const made = el('table', {}, el('thead', {}, el('tr', {}, ...heads)), el('tbody', {}, ...lines));
  return el('div', { class: 'wide' }, made);
}

async function buildingsView() {
  const query = new URLSearchParams(
    Object.entries(filter).filter(([, value]) => value !== null && value !== ''),
  );
  const [fleet, found] = await Promise.all([ask('/api/fleet'), ask(`/api/buildings?${query}`)]);
  const districtOf = ({ district }) => district || say('district.none');
  const choose = (district, standing) => () => {
    Object.assign(filter, { district, standing });
    void show();
  };
  const counts = table(fleet.districts, [
    [say('district'), (row) => el('a', { href: '#/', onclick: choose(row.district, null) }, districtOf(row))],
    ...STANDINGS.map((standing) => [
      say(`standing.${standing}`),
      (row) =>
        row[standing] === 0
          ? '0'
          : el(
              'a',
              { href: '#/', class: standing, onclick: choose(row.district, standing) },
              number(row[standing]),
            ),
      true,
    ]),
  ]);
  const option = (value, text, chosen) => el('option', { value, selected: chosen ? '' : null }, text);
  const form = el(
    'form',
    { onsubmit: (event) => event.preventDefault() },
    el('input', {
      ...{ type: 'search', id: 'search', value: filter.search },
      ...{ placeholder: say('search'), 'aria-label': say('search') },
      onchange: ({ target }) => {
        filter.search = target.value.trim();
        void show();
      },
    }),
    el(
      'select',
      {
        'aria-label': say('district'),
        onchange: ({ target }) => {
          filter.district = target.value === '*' ? null : target.value;
          void show();
        },
      },
      option('*', `${say('district')}: ${say('all')}`, filter.district === null),
      ...fleet.districts.map((row) =>
        option(row.district, districtOf(row), filter.district === row.district),
      ),
    ),
    el(
      'select',
      {
        'aria-label': say('standing'),
        onchange: ({ target }) => {
          filter.standing = target.value || null;
          void show();
        },
      },
      option('', `${say('standing')}: ${say('all')}`, filter.standing === null),
      ...STANDINGS.map((one) => option(one, say(`standing.${one}`), filter.standing === one)),
    ),
  );
  const list = table(found.rows, [
    [say('standing'), ({ standing }) => mark(standing, say(`standing.${standing}`))],
    [say('building'), link],
    [say('district'), districtOf],
    [say('alarms'), alarmCounts],
    [say('last-heard'), ({ state_at: at }) => (at === null ? say('never') : when(at))],
  ]);
  return [
    el('h1', {}, say('title')),
    counts,
    form,
    list,
    el('p', { class: 'quiet' }, say('shown', { shown: found.rows.length, total: found.total })),
    el('p', { class: 'quiet' }, say('standing.explained')),
  ];
}

function alarmCounts({ red, orange, other }) {
  const some = [
    ['red', red],
    ['orange', orange],
  ].filter(([, count]) => count > 0);
  const marks = some.map(([severity, count]) => mark(severity, `${count} ${word('severity', severity)} `));
  return el('span', {}, ...marks, other > 0 ? `+${other}` : '');
}

const alarmColumns = () => [
  [say('severity'), ({ severity }) => mark(severity, word('severity', severity))],
  [say('alarm'), (row) => named(row, 'rule')],
  [say('place'), (row) => [named(row, 'place'), named(row, 'device')].filter(Boolean).join(' · ')],
  [say('value'), ({ value, unit }) => (value === null ? '' : `${value} ${unit}`)],
  [say('since'), ({ raised_at: at }) => when(at)],
  [
    say('state'),
    ({ state, unacknowledged }) => el('span', { class: unacknowledged ? 'red' : null }, word('state', state)),
  ],
];

/** The lists of /api end there. */
const MOST_ROWS = 500;
const cut = ({ length: count }) =>
  count < MOST_ROWS ? null : el('p', { class: 'quiet' }, say('cut', { count }));

async function alarmsView() {
  const rows = await ask('/api/alarms');
  return [
    el('h1', {}, say('view.alarms')),
    table(rows, [[say('building'), link], ...alarmColumns()]),
    cut(rows),
  ];
}

/** Whether somebody is shut in now, since when, and how far that is known. */
function shutIn({ shut_in: kind, shut_in_since: since, silent_since: silent }) {
  if (kind === null) return '';
  const told = Object.entries({ since, silent }).filter(([, time]) => time !== null);
  const texts = told.map(([key, time]) => say(`shut-in.${key}`, { time: when(time) }));
  const found = mark(kind === 'suspected' ? 'orange' : 'red', say(`shut-in.${kind}`));
  return el('span', {}, found, ` ${texts.join(' · ')}`);
}

async function liftsView() {
  const rows = await ask('/api/lifts');
  return [
    el('h1', {}, say('view.lifts')),
    el('p', { class: 'quiet' }, say('lifts.about')),
    table(rows, [
      [say('rank'), ({ rank }) => String(rank), true],
      [say('lift'), (row) => named(row, 'lift') || row.lift],
      [say('building'), link],
      [say('shut-in'), shutIn],
      [say('entrapments'), ({ entrapments }) => number(entrapments), true],
      [say('failures'), (row) => number(row.failures_per_1000_trips), true],
      [say('balks'), (row) => number(row.balks_per_1000_cycles), true],
      [say('trips'), ({ trips }) => number(trips), true],
      [say('unseen'), ({ unseen }) => number(unseen), true],
      [say('alarms'), (row) => number(row.standing_alarms), true],
    ]),
    cut(rows),
  ];
}

async function buildingView(gw, point) {
  const found = await ask(`/api/buildings/${gw}`);
  const gaps = found.missing.map(({ stream, kind, count, refused }) =>
    say(`missing.${refused === null ? kind : 'refused'}`, { count, stream: word('stream', stream) }),
  );
  if (found.unreadable) gaps.push(say('unreadable'));
  if (found.conflicting) gaps.push(say('conflicting'));
  if (found.doubled) gaps.push(say('doubled'));
  for (const { code, what, messages, last_at: at } of found.refusals) {
    const key = texts.words[`refused.${code}`] === undefined ? 'refused.other' : `refused.${code}`;
    gaps.push(say(key, { count: messages, time: when(at), code, what }));
  }
  const open = (row) =>
    el('a', { href: `#/building/${gw}/${encodeURIComponent(row.point)}` }, named(row, 'name'));
  return [
    el('p', {}, el('a', { href: '#/' }, `← ${say('back')}`)),
    el('h1', {}, nameOf(found)),
    el(
      'p',
      {},
      mark(found.standing, say(`standing.${found.standing}`)),
      ` · ${gw} · ${say('last-heard')}: ${found.state_at === null ? say('never') : when(found.state_at)}`,
    ),
    ...gaps.map((gap) => el('p', { class: 'incomplete' }, gap)),
    el('h2', {}, say('view.alarms')),
    table(found.alarms, alarmColumns()),
    ...(point === undefined
      ? []
      : await chart(gw, found.values.find((row) => row.point === point) ?? { point })),
    el('h2', {}, say('latest')),
    table(found.values, [
      [say('point'), open],
      [say('value'), (row) => `${valueText(row)} ${row.unit}`, true],
      [say('quality'), ({ quality }) => word('quality', quality)],
      [say('time'), ({ at }) => when(at)],
    ]),
    el('h2', {}, say('events')),
    table(found.events, [
      [say('time'), ({ at, clock }) => `${when(at)}${at === null ? clock : ''}`],
      [say('events'), ({ doc }) => eventText(doc)],
    ]),
  ];
}

function eventText(doc) {
  const text = (it) => (typeof it === 'string' ? it : (it?.[language] ?? ''));
  if (doc.type === 'alarm')
    return el(
      'span',
      {},
      mark(doc.severity, text(doc.ruleName)),
      ` ${text(doc.deviceName)} → ${word('state', doc.to)} ${doc.actor ?? ''}`,
    );
  if (doc.type === 'lift') return `${text(doc.liftName)}: ${word('lift', doc.what)}`;
  if (doc.type === 'command')
    return say(`command.${doc.accepted ? 'accepted' : 'refused'}`, {
      ...doc,
      verb: word('command', doc.verb),
    });
  if (doc.type === 'clock') return say('clock');
  if (doc.type !== 'system') return doc.text ?? doc.type;
  const known = word('system', doc.code);
  // its own sentence is in English: behind the word of it, with what the word does not tell
  return known === doc.code || language === 'en' ? doc.text : `${known}（${doc.text}）`;
}

async function chart(gw, row) {
  const to = Math.ceil(Date.now() / 3_600_000) * 3_600_000;
  const query = new URLSearchParams({
    point: row.point,
    from: new Date(to - DAY_MS).toISOString(),
    to: new Date(to).toISOString(),
  });
  const hours = await ask(`/api/buildings/${gw}/hours?${query}`);
  const title = el(
    'h2',
    {},
    say('history.hours', { point: named(row, 'name') || row.point, unit: row.unit ?? '' }),
  );
  if (hours.length === 0) return [title, el('p', { class: 'quiet' }, say('history.empty'))];
  const [low, high] = [Math.min(...hours.map(({ lo }) => lo)), Math.max(...hours.map(({ hi }) => hi))];
  const room = high - low || 1;
  const x = (hour) => ((hour - (to - DAY_MS)) / DAY_MS) * 1000;
  const y = (value) => 95 - ((value - low) / room) * 90;
  const draw = (tag, properties) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(properties)) made.setAttribute(name, value);
    return made;
  };
  const svg = draw('svg', {
    viewBox: '0 0 1000 100',
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': title.textContent,
  });
  for (const { hour, lo, mean, hi } of hours) {
    svg.append(
      draw('rect', {
        class: 'band',
        x: x(hour) + 2,
        width: 38,
        y: y(hi),
        height: Math.max(1, y(lo) - y(hi)),
      }),
    );
    const [from, level] = [x(hour) + 2, y(mean)];
    svg.append(draw('line', { class: 'mean', x1: from, x2: from + 38, y1: level, y2: level }));
  }
  return [title, svg, el('p', { class: 'quiet' }, `${number(low)} … ${number(high)}`)];
}

function tokenView(wrong) {
  return [
    el(
      'form',
      {
        onsubmit: (event) => {
          event.preventDefault();
          sessionStorage.setItem('token', event.target.elements.token.value.trim());
          void show();
        },
      },
      el('label', { for: 'token' }, say('token')),
      el('input', { id: 'token', name: 'token', type: 'password', autocomplete: 'current-password' }),
      el('button', {}, say('token.enter')),
    ),
    wrong ? el('p', { class: 'red', role: 'alert' }, say('token.wrong')) : null,
  ].filter((one) => one !== null);
}

function heading(at) {
  const views = [
    ['buildings', '#/'],
    ['alarms', '#/alarms'],
    ['lifts', '#/lifts'],
  ];
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = `Lifeline · ${say('title')}`;
  const change = () => {
    language = language === 'zh' ? 'en' : 'zh';
    localStorage.setItem('language', language);
    void show();
  };
  head.replaceChildren(
    ...views.map(([view, href]) =>
      el('a', { href, 'aria-current': at === href ? 'page' : null }, say(`view.${view}`)),
    ),
    el('button', { type: 'button', onclick: change }, say('other')),
  );
}

async function show() {
  const at = location.hash || '#/';
  heading(at);
  const [, view = '', gw = '', point] = at.split('/');
  const key = `${at} ${JSON.stringify(filter)} ${language}`;
  shownAt = key;
  try {
    const made =
      view === 'building'
        ? await buildingView(gw, point === undefined ? undefined : decodeURIComponent(point))
        : await ({ alarms: alarmsView, lifts: liftsView }[view] ?? buildingsView)();
    if (shownAt === key) main.replaceChildren(...made.filter((one) => one !== null)); // else somebody went elsewhere meanwhile
  } catch (error) {
    if (error.status === 401) main.replaceChildren(...tokenView(sessionStorage.getItem('token') !== null));
    else
      main.replaceChildren(
        el('p', { class: 'trouble', role: 'alert' }, say('trouble', { what: error.message })),
      );
  }
}

addEventListener('hashchange', show);
setInterval(() => {
  // nobody's typing is wiped away
  if (!['INPUT', 'SELECT'].includes(document.activeElement?.tagName)) void show();
}, REFRESH_MS);
await show();
