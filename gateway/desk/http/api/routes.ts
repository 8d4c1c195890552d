import type { z } from 'zod';
import * as access from './accessApi.ts';
import { ACTS, type Act, actAnswer } from './actsApi.ts';
import { alarmDetail, alarmEvidence, byOccurrence } from './alarmsApi.ts';
import { buildingPlan, deviceDetail, linesNow } from './buildingApi.ts';
import * as commission from './commissionApi.ts';
import { historyAsk, pointHistory } from './historyApi.ts';
import { liftDays, liftNow, liftsNow, liftTravel, paperAsk } from './liftsApi.ts';
import { liveSnapshot } from './liveApi.ts';
import { auditAsk, auditPage, logAsk, logPage } from './logApi.ts';
import { certificates, settingsView, trustAsk, trustedFile, trustList } from './settingsApi.ts';
import * as site from './siteApi.ts';
import { nothing } from './wordsApi.ts';

/**
 * Every route of desk, once: the server registers from this list and refuses to start with one that is not in it, the OpenAPI
 * description comes from it, and tests walk over it. `who`: the least role; `nobody`: without being logged in.
 */
export type RouteEntry = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly who: access.Role | 'nobody';
  readonly what: string; // one line for the OpenAPI description
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** None: it is not JSON (a stream of events, CSV). */
  readonly answer?: z.ZodObject;
  /** Where a body may be larger than most. */
  readonly bodyBytes?: number;
};

export const ROUTES = {
  // access
  hello: get('/api/hello', 'nobody', 'Whether this box has an owner', { answer: access.deskHello }),
  claim: post('/api/claim', 'nobody', 'Makes the first person, with the code of the label', {
    body: access.claimAsk,
    answer: access.me,
  }),
  login: post('/api/login', 'nobody', 'Begins a session', { body: access.loginAsk, answer: access.me }),
  logout: post('/api/logout', 'viewer', 'Ends this session', { answer: nothing }),
  me: get('/api/me', 'viewer', 'Who is logged in', { answer: access.me }),
  changeMe: {
    ...{ method: 'PATCH', path: '/api/me', who: 'viewer', what: 'Own language or password' },
    ...{ body: access.meChange, answer: access.me },
  },
  people: get('/api/people', 'admin', 'Everybody who may log in', { answer: access.people }),
  addPerson: post('/api/people', 'admin', 'Adds a person', {
    body: access.newPerson,
    answer: access.deskPerson,
  }),
  changePerson: {
    ...{ method: 'PATCH', path: '/api/people/:id', who: 'admin', what: 'Role or password of a person' },
    ...{ params: access.byId, body: access.personChange, answer: access.deskPerson },
  },
  removePerson: remove('/api/people/:id', 'admin', 'Removes a person and ends their sessions'),
  sessions: get('/api/sessions', 'viewer', 'Own sessions; an admin sees all', { answer: access.sessions }),
  endSession: remove('/api/sessions/:id', 'viewer', 'Ends a session: an own one, or as admin any'),
  tokens: get('/api/tokens', 'admin', 'Tokens of programs', { answer: access.apiTokens }),
  addToken: post('/api/tokens', 'admin', 'Makes a token, shown this once', {
    body: access.newToken,
    answer: access.madeToken,
  }),
  removeToken: remove('/api/tokens/:id', 'admin', 'Ends a token'),
  // what is the case
  live: get('/api/live', 'viewer', 'What is the case now', { answer: liveSnapshot }),
  stream: get('/api/live/stream', 'viewer', 'The same and what changes, as server-sent events', {}),
  building: get('/api/building', 'viewer', 'Names, places, units and limits', { answer: buildingPlan }),
  alarm: get('/api/alarms/:occurrence', 'viewer', 'One alarm, standing or over', {
    params: byOccurrence,
    answer: alarmDetail,
  }),
  evidence: get('/api/alarms/:occurrence/evidence', 'viewer', 'What was read around it', {
    params: byOccurrence,
    answer: alarmEvidence,
  }),
  device: get('/api/devices/:id', 'viewer', 'A device, its line and its rules', {
    params: access.byId,
    answer: deviceDetail,
  }),
  lines: get('/api/lines', 'viewer', 'How the lines are, beside what is promised of them', {
    answer: linesNow,
  }),
  history: get('/api/history', 'viewer', 'Least, greatest and mean of a point', {
    query: historyAsk,
    answer: pointHistory,
  }),
  historyCsv: get('/api/history.csv', 'viewer', 'The same as CSV with civil times', { query: historyAsk }),
  lifts: get('/api/lifts', 'viewer', 'All lifts', { answer: liftsNow }),
  lift: get('/api/lifts/:id', 'viewer', 'One lift', { params: access.byId, answer: liftNow }),
  liftDays: get('/api/lifts/:id/days', 'viewer', 'The days of a lift', {
    params: access.byId,
    answer: liftDays,
  }),
  liftTrips: get('/api/lifts/:id/trips', 'viewer', 'The last trips of a lift', {
    params: access.byId,
    answer: liftTravel,
  }),
  liftPaper: get(
    '/api/lifts/:id/paper',
    'viewer',
    'A month of a lift for one reader, as a page to be printed',
    {
      params: access.byId,
      query: paperAsk,
    },
  ),
  log: get('/api/log', 'viewer', 'The journal’s events, newest first', { query: logAsk, answer: logPage }),
  logCsv: get('/api/log.csv', 'viewer', 'The same as CSV with civil times', { query: logAsk }),
  audit: get('/api/audit', 'installer', 'Who did what, newest first', { query: auditAsk, answer: auditPage }),
  settings: get('/api/settings', 'installer', 'The box itself', { answer: settingsView }),
  certificates: get('/api/certificates', 'installer', 'The box’s certificates', { answer: certificates }),
  trust: get('/api/opcua/trust', 'installer', 'Which OPC UA clients are trusted', { answer: trustList }),
  changeTrust: post('/api/opcua/trust', 'admin', 'Trusts an OPC UA client, or no more', {
    ...{ body: trustAsk, answer: trustList },
  }),
  addTrusted: post('/api/opcua/trust/files', 'admin', 'Trusts a certificate that was brought along', {
    ...{ body: trustedFile, answer: trustList },
  }),
  site: get('/api/site', 'installer', 'The site file, what is on trial, and what was before', {
    answer: site.siteNow,
  }),
  box: get('/api/box', 'admin', 'The site and own profiles as a file that holds no secrets', {
    answer: site.boxFile,
  }),
  siteVersion: get('/api/site/versions/:revision', 'installer', 'A text that was in force', {
    params: site.byRevision,
    answer: site.siteVersionText,
  }),
  previewSite: post('/api/site/preview', 'installer', 'What a changed site would do', {
    ...{ body: site.siteChangeAsk, answer: site.sitePreviewed, bodyBytes: site.SITE_BODY_BYTES },
  }),
  applySite: post('/api/site/apply', 'installer', 'Takes a changed site up on trial', {
    ...{ body: site.siteApplyAsk, answer: site.siteNow, bodyBytes: site.SITE_BODY_BYTES },
  }),
  keepSite: post('/api/site/keep', 'installer', 'Keeps the site that is on trial', {
    ...{ body: site.siteKeepAsk, answer: site.siteNow },
  }),
  revertSite: post('/api/site/revert', 'installer', 'Takes the site that is on trial back', {
    ...{ body: site.siteRevertAsk, answer: site.siteNow },
  }),
  // sensors that are connected
  commission: get('/api/commission', 'installer', 'Lines, and what is being set up on them', {
    answer: commission.commissionView,
  }),
  beginOrder: post('/api/commission/orders', 'installer', 'Begins to give sensors their addresses', {
    body: commission.orderAsk,
    answer: commission.commissionView,
  }),
  sayToOrder: post('/api/commission/orders/:line', 'installer', 'What a person says of the sensor in hand', {
    params: commission.byLine,
    body: commission.orderSaid,
    answer: commission.commissionView,
  }),
  endOrder: {
    ...{ method: 'DELETE', path: '/api/commission/orders/:line', who: 'installer' },
    ...{ what: 'Ends an order; sensors keep their addresses', params: commission.byLine },
    answer: commission.commissionView,
  },
  beginSearch: post('/api/commission/searches', 'installer', 'Searches a line for who is on it', {
    body: commission.searchAsk,
    answer: commission.commissionView,
  }),
  endSearch: {
    ...{ method: 'DELETE', path: '/api/commission/searches/:line', who: 'installer' },
    ...{
      what: 'Stops a search and keeps what was found; one that is over is taken away',
      params: commission.byLine,
    },
    answer: commission.commissionView,
  },
  beginZero: post('/api/commission/zeros', 'installer', 'Listens to a point for a minute for its zero', {
    body: commission.zeroAsk,
    answer: commission.commissionView,
  }),
  beginBump: post('/api/commission/bumps', 'installer', 'Begins a bump test of a point', {
    body: commission.bumpAsk,
    answer: commission.commissionView,
  }),
  heardBump: post('/api/commission/bumps/heard', 'installer', 'Whether the siren was heard', {
    body: commission.bumpHeard,
    answer: commission.commissionView,
  }),
  endBump: post('/api/commission/bumps/end', 'installer', 'Breaks a bump test off', {
    body: commission.zeroAsk,
    answer: commission.commissionView,
  }),
  beginZeros: post('/api/commission/zeros/all', 'installer', 'The same for several points at once', {
    body: commission.zerosAsk,
    answer: commission.commissionView,
  }),
  beginBuildingTest: post('/api/commission/building', 'installer', 'Begins a test of the building', {
    body: commission.buildingAsk,
    answer: commission.commissionView,
  }),
  heardSiren: post('/api/commission/building/heard', 'installer', 'Whether a tested siren was heard', {
    body: commission.buildingHeard,
    answer: commission.commissionView,
  }),
  answerRide: post('/api/commission/building/ride', 'installer', 'What somebody in the car of a lift saw', {
    body: commission.rideSaid,
    answer: commission.commissionView,
  }),
  keepPhoto: post('/api/commission/photos', 'installer', 'A small photo of a device where it hangs', {
    ...{ body: commission.photoAsk, answer: commission.commissionView },
    bodyBytes: commission.PHOTO_BODY_BYTES,
  }),
  signRecord: post('/api/commission/records', 'installer', 'Signs the commissioning record', {
    body: commission.recordAsk,
    answer: commission.commissionView,
  }),
  examine: post('/api/papers/examinations', 'installer', 'Signs the examination report of a period', {
    body: commission.examinationAsk,
    answer: commission.paperEntry,
  }),
  papers: get('/api/papers', 'viewer', 'Signed papers of this box', { answer: commission.paperList }),
  paper: get('/api/papers/:hash', 'viewer', 'A signed paper as a page to print', {
    ...{ params: commission.byPaper, query: commission.paperLanguage },
  }),
  paperBytes: get('/api/papers/:hash/json', 'viewer', 'The bytes that were signed', {
    params: commission.byPaper,
  }),
  paperSignature: get('/api/papers/:hash/sig', 'viewer', 'Its signature, 64 bytes', {
    params: commission.byPaper,
  }),
  paperKey: get('/api/papers/:hash/pem', 'viewer', 'The public key that signed it', {
    params: commission.byPaper,
  }),
  openapi: get('/api/openapi.json', 'viewer', 'This description', {}),
} as const satisfies Record<string, RouteEntry>;

export type RouteName = keyof typeof ROUTES;

/** A route of an act: who is logged in may do it, or nobody. */
export type ActRoute = RouteEntry & {
  readonly who: access.Role;
  readonly body: z.ZodObject;
  readonly answer: typeof actAnswer;
};

/** The routes of acts: `POST /api/acts/<verb>`. */
export const ACT_ROUTES: readonly (readonly [Act, ActRoute])[] = (Object.keys(ACTS) as Act[]).map((verb) => {
  const { role, body } = ACTS[verb];
  return [verb, post(`/api/acts/${verb}`, role, `Asks guard: ${verb}`, { body, answer: actAnswer })];
});

function get<const P extends string, W extends RouteEntry['who'], const M extends Shapes>(
  path: P,
  who: W,
  what: string,
  more: M,
) {
  return { method: 'GET' as const, path, who, what, ...more };
}

function post<const P extends string, W extends RouteEntry['who'], const M extends Shapes>(
  path: P,
  who: W,
  what: string,
  more: M,
) {
  return { method: 'POST' as const, path, who, what, ...more };
}

function remove<const P extends string, W extends RouteEntry['who']>(path: P, who: W, what: string) {
  return { method: 'DELETE' as const, path, who, what, params: access.byId, answer: nothing };
}

type Shapes = Pick<RouteEntry, 'params' | 'query' | 'body' | 'answer' | 'bodyBytes'>;
