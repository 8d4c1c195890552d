import { renderSVG } from 'uqr';
import type { PointValue } from '../../../drivers/reading.ts';
import { RIDE_ANSWERS, RIDE_STEPS } from '../../commission/check/liftRide.ts';
import type { LocalName } from '../../site/schema/siteSchema.ts';
import { speaker } from '../../text/catalogue.ts';
import type { Language, Text } from '../../text/language.ts';
import { RECORD_MESSAGES } from '../../text/recordMessages.ts';
import { ROLE_WORDS, VERIFICATION_WORDS } from '../../text/siteTerms.ts';
import { CLOCK_WORDS, QUALITY_WORDS } from '../../text/terms.ts';
import { html, type Markup } from '../lift/page/markup.ts';
import { STYLE } from '../lift/page/style.ts';
import { tableOf } from '../lift/page/tableOf.ts';
import { civilTime } from '../signed/paperTime.ts';
import {
  type CommissioningRecord,
  gapsOf,
  type PaperTime,
  type RecordedDevice,
  statementOf,
} from './commissioningRecord.ts';
import { paged, type RecordSeal, signatureSection } from './signatureSection.ts';

const TAGS: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

/** A commissioning record as one HTML file that needs nothing else, for A4. */
export function recordPage(record: CommissioningRecord, seal: RecordSeal, language: Language): string {
  const say = speaker(RECORD_MESSAGES, language);
  const word = (name: RecordedDevice['name'] | null) =>
    name === null ? '' : typeof name === 'string' ? name : (name[language] ?? name.en ?? name.zh ?? '');
  const time = ({ utc, quality }: PaperTime) =>
    utc === null
      ? say('time.unknown')
      : say('time.quality', {
          time: civilTime(utc, record.time_zone),
          quality: clockWord(quality) ?? quality,
        });
  const clockWord = (quality: string | null) => wordOf(CLOCK_WORDS, quality, language);
  const seconds = (ms: number | null) =>
    ms === null ? say('seconds.none') : say('seconds', { value: (ms / 1000).toFixed(1) });
  const building = record.building === null ? say('building.none') : word(record.building);
  const gaps = gapsOf(record).length;
  const statement = say(`statement.${statementOf(record)}`, {
    ...{ devices: record.devices.length, gaps },
    tested: record.devices.filter(({ bump }) => bump !== null).length,
  });
  return html`<!doctype html>
<html lang="${TAGS[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=820">
<title>${say('title')} · ${building}</title>
<style>${{ markup: STYLE }}${{ markup: paged(seal, language) }}</style>
</head>
<body>
<header class="sealed"><div><p class="kind">${say('title')}</p><h1>${building}</h1>
<dl><div><dt>${say('head.gateway')}</dt><dd>${record.gateway}</dd></div>
<div><dt>${say('head.software')}</dt><dd>${record.software}</dd></div>
<div><dt>${say('head.issued')}</dt><dd>${time(record.issued)}</dd></div></dl></div>
<div class="qr">${{ markup: renderSVG(`${seal.verifyAt}#${seal.sha256}`, { border: 1 }) }}</div></header>
<section><p class="statement">${statement}</p></section>
<section><h2>${say('section.devices')}</h2>${tableOf(
    ['unit', 'name', 'photo', 'kind', 'reading', 'zero', 'bump', 'due'].map((column) => ({
      text: say(`column.${column}` as 'column.unit'),
    })),
    record.devices.map((device) => [
      `${device.line} · ${device.unit}`,
      html`<span class="name">${word(device.name)}<small>${word(device.place)}</small></span>`,
      device.photo === null
        ? short(say('photo.none'))
        : html`<img class="photo" src="${device.photo}" alt="">`,
      html`${device.kind === undefined ? device.profile : word(device.kind)}<small>${kindShown(device)}</small>`,
      readingOf(device.reading),
      html`${zeroShown(device.zero)}${device.zero_open === true ? html`<small><b class="grave">${say('zero.open')}</b></small>` : null}`,
      device.bump === null
        ? say(device.bump_due ? 'bump.none' : 'bump.not-due')
        : short(verdict(device.bump.passed ? 'passed' : 'failed', say)),
      short(device.calibration_due ?? say('due.none')),
    ]),
  )}</section>
${bumpSection()}
<section><h2>${say('section.building')}</h2>${tableOf(
    [{ text: say('column.test') }, { text: say('column.result') }, { text: say('column.about') }],
    record.building_tests.map(({ test, where, outcome, why, detail, done, by }) => [
      say(`test.${test}`),
      verdict(outcome, say),
      html`${[where, why === null ? null : say(`why.${why}`), detailShown(test, detail)]
        .filter((one) => one !== null)
        .join(' · ')}<small>${doneBy(done, by)}</small>`,
    ]),
  )}</section>
${
  record.alarm_times.length === 0
    ? null
    : html`<section><h2>${say('section.alarm-times')}</h2>${tableOf(
        [
          { text: say('column.point') },
          { text: say('column.promised'), number: true },
          { text: say('column.measured'), number: true },
        ],
        record.alarm_times.map(({ point, name, promised_ms, measured_ms }) => [
          pointShown(point, name),
          promised_ms === null ? say('promised.none') : seconds(promised_ms),
          seconds(measured_ms),
        ]),
      )}</section>`
}
${
  record.exceptions.length === 0
    ? null
    : html`<section><h2>${say('section.exceptions')}</h2>${tableOf(
        [{ text: say('column.about') }, { text: say('column.reason') }, { text: say('column.by') }],
        record.exceptions.map(({ about, reason, by }) => [
          aboutWhat(about),
          html`<span class="name">${reason}</span>`,
          short(by),
        ]),
      )}</section>`
}
<section class="whole"><h2>${say('section.people')}</h2>
${record.people.map(({ name, role, signed }) => html`<p>${name}, ${wordOf(ROLE_WORDS, role, language)} · ${time(signed)}</p>`)}</section>
${signatureSection(seal, language)}
</body>
</html>
`.markup;

  /** A gap by the name that people know: of a device, or of a test and where. */
  function aboutWhat(about: string): string {
    const device = record.devices.find(({ id }) => id === about);
    if (device !== undefined) return word(device.name);
    const one = record.building_tests.find(
      ({ test, where }) => about === (where === null ? test : `${test} ${where}`),
    );
    return one === undefined ? about : [say(`test.${one.test}`), one.where ?? ''].join(' ').trim();
  }

  /** What a test found, in words where it is a code. */
  function detailShown(test: string, detail: string | null): string | null {
    if (test === 'clock') return clockWord(detail);
    if (test !== 'lift' || detail === null) return detail;
    const found = new Map(detail.split(' ').map((one) => one.split(':') as [string, string]));
    return RIDE_STEPS.flatMap((step) => {
      const answer = RIDE_ANSWERS.find((one) => one === found.get(step));
      return answer === undefined ? [] : [say(`ride.${step}`, { answer: say(`ride-answer.${answer}`) })];
    }).join(' · ');
  }

  /** How sure the kind is, and how far its profile was checked. */
  function kindShown({ certainty, verification, serial_number, profile, kind }: RecordedDevice): string {
    return [
      certainty === null ? null : say(`certainty.${certainty}`),
      say('kind.profile', {
        profile: kind === undefined ? '' : profile,
        verification: wordOf(VERIFICATION_WORDS, verification, language) ?? '',
      }).trim(),
      serial_number,
    ]
      .filter((one) => one !== null)
      .join(' · ');
  }

  /** When something was done, and by whom: a record may be signed long after. */
  function doneBy(done: PaperTime | undefined, by: string | undefined): string {
    const when = done?.utc == null ? null : civilTime(done.utc, record.time_zone);
    return [when, by?.replace(/^desk:/, '') ?? null].filter((one) => one !== null).join(' · ');
  }

  /** How the first test ended, where it was not passed: what was found before anything was put right. */
  function foundOf({ as_found }: NonNullable<RecordedDevice['bump']>): Markup | null {
    if (as_found == null || as_found.passed) return null;
    const legs = as_found.failed.map((leg) => say(`leg.${leg}`)).join(', ');
    const when = as_found.done.utc === null ? '' : civilTime(as_found.done.utc, record.time_zone);
    return html`<small>${say('bump.as-found', { legs, when })}</small>`;
  }

  /** What it showed; where it showed nothing, why. */
  function readingOf(reading: RecordedDevice['reading']): Markup | string {
    if (reading === null) return say('reading.none');
    const { value, unit, quality, of } = reading;
    const shown =
      value === null ? wordOf(QUALITY_WORDS, quality, language) : `${readingShown(value)} ${unit}`;
    return html`${shown}<small>${word(of ?? null)}</small>`;
  }

  function readingShown(value: PointValue): string {
    if (typeof value === 'boolean') return say(value ? 'value.on' : 'value.off');
    return typeof value === 'number' ? String(rounded(value)) : String(value);
  }

  /** A point by the names that people know. */
  function pointShown(point: string, name: LocalName | undefined): string {
    const device = record.devices.find(({ id }) => point.startsWith(`${id}/`));
    return name === undefined || device === undefined ? point : `${word(device.name)} · ${word(name)}`;
  }

  function zeroShown(zero: RecordedDevice['zero']): Markup | string {
    if (zero === null) return say('zero.none');
    const { as_found, as_left, spread, unit } = zero;
    const found =
      as_found === null || as_found === as_left
        ? null
        : say('zero.as-found', { value: rounded(as_found), unit });
    return html`${rounded(as_left)} ± ${rounded(spread)} ${unit}${found === null ? null : html`<small>${found}</small>`}`;
  }

  function bumpSection(): Markup | null {
    const tested = record.devices.flatMap(({ name, bump }) => (bump === null ? [] : [{ name, bump }]));
    if (tested.length === 0) return null;
    const legs = ['sensor', 'decision', 'siren', 'heard', 'platform', 'recovery'] as const;
    return html`<section><h2>${say('section.bump')}</h2>${tableOf(
      [
        { text: say('column.name') },
        ...legs.map((leg) => ({ text: say(`leg.${leg}`), number: true as const })),
      ],
      tested.map(({ name, bump }) => [
        html`<span class="name">${word(name)}</span><small>${doneBy(bump.done, bump.by)}</small><small>${bump.gas ?? ''}</small>${foundOf(bump)}`,
        ...legs.map((leg) => {
          const one = bump.legs.find((result) => result.leg === leg);
          if (one === undefined) return say('leg.none');
          const limit = one.limit_ms === null ? null : html`<small>≤ ${seconds(one.limit_ms)}</small>`;
          const shown = one.outcome === 'passed' ? seconds(one.took_ms) : verdict(one.outcome, say);
          return html`${shown}${limit}`;
        }),
      ]),
    )}</section>`;
  }
}

/** What is not broken in a narrow column. */
function short(text: string | Markup): Markup {
  return html`<span class="short">${text}</span>`;
}

/** Six figures are more than any sensor has; what the sum of two floats adds to them is noise. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** The word for a code, the code itself where there is none. */
function wordOf(
  words: Readonly<Record<string, Text>>,
  code: string | null,
  language: Language,
): string | null {
  return code === null ? null : (words[code]?.[language] ?? code);
}

type Says = ReturnType<typeof speaker<typeof RECORD_MESSAGES>>;

/** Told by word and weight, so that it is read without colour. */
function verdict(outcome: 'passed' | 'failed' | 'unproven', say: Says): Markup {
  const text = say(`outcome.${outcome}`);
  return outcome === 'failed' ? html`<b class="grave">${text}</b>` : html`${text}`;
}
