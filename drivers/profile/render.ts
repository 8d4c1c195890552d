import type { Catalog } from '../catalog.ts';
import type { Problem } from '../result.ts';
import type { ProfileCheck } from './check.ts';
import type { Label, Profile, ProfilePoint, ProfileSetting } from './schema.ts';

type Language = keyof Label;

/** One line of `profiles list --json`. */
export type ProfileSummary = {
  readonly id: string;
  readonly names: Label;
  readonly vendor: Label;
  readonly kind: string;
  readonly verification: Profile['verification'];
  readonly serial: string;
  readonly points: number;
};

/** What `profiles list` tells about each usable profile, by id. */
export function listProfiles(catalog: Catalog): ProfileSummary[] {
  return [...catalog.profiles.values()]
    .map((profile) => ({
      id: profile.id,
      names: profile.names,
      vendor: profile.vendor,
      kind: profile.kind,
      verification: profile.verification,
      serial: serialOf(profile),
      points: profile.points.length,
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** `profiles list` for a terminal: one line per profile, then what is wrong with those left out. */
export function renderList(catalog: Catalog, language: Language = 'en'): string {
  const rows = listProfiles(catalog).map(({ id, kind, verification, serial, names }) => [
    id,
    kind,
    verification,
    serial,
    names[language],
  ]);
  const table = columns([['PROFILE', 'KIND', 'VERIFIED', 'SERIAL', 'NAME'], ...rows]);
  return [...table, ...catalog.problems.map((problem) => complaint('error', problem)), ''].join('\n');
}

/** `profiles show` for a terminal: everything an installer wants to know of one profile. */
export function renderShow(profile: Profile, language: Language = 'en'): string {
  const { timing } = profile;
  const bounds = [
    `reply ${timing.turnaroundMs} ms, at most ${timing.responseMs} ms`,
    ...(timing.gapMs > 0 ? [`extra gap ${timing.gapMs} ms`] : []),
    ...(timing.bootS > 0 ? [`boot ${timing.bootS} s`] : []),
    ...(timing.warmUpS > 0 ? [`warm-up ${timing.warmUpS} s`] : []),
    ...(timing.ownLine ? ['needs a line of its own'] : []),
  ];
  const lines = [
    `${profile.id} — ${profile.names[language]}`,
    ...columns([
      ['  vendor', profile.vendor[language]],
      ['  kind', profile.kind],
      ['  verified', profile.verification],
      ['  source', profile.source],
      ['  serial', `${serialOf(profile)}, can do ${profile.serial.bauds.join(', ')} baud`],
      ['  timing', bounds.join(', ')],
    ]),
    ...profile.notes.map((note) => `  ! ${note}`),
    '',
    ...columns([
      ['POINT', 'WHERE', 'TYPE', 'SCALE', 'UNIT', 'RANGE', '±', 'CLASS', 'EVERY', 'ROLE', 'NAME'],
      ...profile.points.map((point) => pointRow(point, profile.docBase, language)),
    ]),
  ];
  if (profile.settings.length > 0)
    lines.push(
      '',
      ...columns([
        ['SETTING', 'WHERE', 'VALUES', 'NAME'],
        ...profile.settings.map((setting) => settingRow(setting, profile.docBase, language)),
      ]),
    );
  return [...lines, ''].join('\n');
}

/** `profiles check` for a terminal: what was found in each profile, then the sum. Any error means exit status 1. */
export function renderCheck(checks: readonly ProfileCheck[]): string {
  const lines = checks.flatMap(({ folder, errors, warnings }) => [
    `${errors.length > 0 ? 'BAD ' : 'ok  '} ${folder}`,
    ...errors.map((problem) => complaint('error', problem)),
    ...warnings.map((problem) => complaint('warning', problem)),
  ]);
  const errors = checks.reduce((sum, check) => sum + check.errors.length, 0);
  const warnings = checks.reduce((sum, check) => sum + check.warnings.length, 0);
  return [...lines, `${checks.length} profiles checked; errors: ${errors}, warnings: ${warnings}`, ''].join(
    '\n',
  );
}

function pointRow(point: ProfilePoint, docBase: number, language: Language): string[] {
  const bit = point.bit === undefined ? fieldOf(point) : `.${point.bit}`;
  const unit =
    typeof point.unit === 'object' ? `by register ${hex(point.unit.register)}` : (point.unit ?? '');
  return [
    point.id,
    `${where(point, docBase)}${bit}`,
    point.type + (point.order === 'ABCD' ? '' : ` ${point.order}`),
    scaleOf(point),
    unit,
    point.range?.join('…') ?? '',
    point.accuracy?.toString() ?? '',
    point.class,
    `${point.periodMs / 1000} s`,
    point.role ?? '',
    point.names[language],
  ];
}

function fieldOf({ field }: ProfilePoint): string {
  return field === undefined ? '' : `.${field.low}-${field.low + field.width - 1}`;
}

function settingRow(setting: ProfileSetting, docBase: number, language: Language): string[] {
  const codes = Object.entries(setting.codes ?? {}).map(([code, meaning]) => `${code} = ${meaning}`);
  return [
    setting.id,
    where(setting, docBase),
    codes.length > 0 ? codes.join(', ') : (setting.range?.join('…') ?? ''),
    setting.names[language],
  ];
}

function where({ table, address }: { table: string; address: number }, docBase: number): string {
  const wire = `${table} ${hex(address)}`;
  return docBase === 0 ? wire : `${wire} (${address + docBase} in the document)`;
}

function hex(address: number): string {
  return `0x${address.toString(16).toUpperCase().padStart(4, '0')}`;
}

function scaleOf({ scale, transform }: ProfilePoint): string {
  if ('decimalsRegister' in scale) return `÷10^register ${hex(scale.decimalsRegister)}`;
  const { factor, offset } = scale;
  const line = [
    ...(factor === 1 ? [] : [`×${factor}`]),
    ...(offset === 0 ? [] : [offset > 0 ? `+${offset}` : `${offset}`]),
  ];
  return [...line, ...(transform === undefined ? [] : [transform.name])].join(' ');
}

function serialOf({ serial }: Profile): string {
  return `${serial.baud} 8${serial.parity.charAt(0).toUpperCase()}${serial.stopBits}, unit ${serial.unit}`;
}

function complaint(level: string, { what, where: place, hint }: Problem): string {
  return `  ${level}: ${place === undefined ? '' : `${place}: `}${what}${hint === undefined ? '' : `\n    → ${hint}`}`;
}

/** Left-aligned columns, two spaces apart; the last one is never padded, so names in wide characters may stand there. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row.map((cell, column) => (column < row.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell)).join('  '),
  );
}
