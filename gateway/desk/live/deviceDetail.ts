import type { DeviceHealth } from '../../control/health.ts';
import type { Device, Installation } from '../../site/installation.ts';
import { alarmClass, kindOf, type Rule } from '../../site/rules/ruleKinds.ts';
import { ruleText } from '../../site/rules/ruleText.ts';
import { speaker } from '../../text/catalogue.ts';
import { DESK_MESSAGES } from '../../text/deskMessages.ts';
import type { Language } from '../../text/language.ts';
import type { DeviceDetail, DeviceLine, DeviceRule } from '../http/api/buildingApi.ts';
import { deviceOf } from './buildingPlan.ts';
import { promisedOf } from './promised.ts';
import { worded } from './worded.ts';

/** A device as somebody looks at it: what it is, how its line hears it, and the rules that watch it. */
export function deviceDetail(
  device: Device,
  installation: Installation,
  health: DeviceHealth | undefined,
): DeviceDetail {
  return {
    device: deviceOf(device, installation),
    line: health === undefined ? null : lineOf(health, promisedOf(installation).devices.get(device.id)),
    rules: installation.rules.filter((rule) => isAbout(rule, device)).map(ruleOf),
  };
}

function lineOf(health: DeviceHealth, boundMs: number | undefined): DeviceLine {
  const { state, since, lastOk, ok, timeouts, crc, exceptions, mismatches, lateSeen, trouble } = health;
  const asked = ok + timeouts + crc + exceptions + mismatches;
  return {
    state,
    sinceMono: since.mono,
    lastOkMono: lastOk?.mono ?? null,
    answered: asked === 0 ? null : (ok + exceptions) / asked,
    noAnswer: timeouts,
    garbled: crc + mismatches,
    refused: exceptions,
    late: lateSeen,
    trouble: trouble === undefined ? null : worded(trouble),
    boundMs: boundMs ?? null,
    words: { en: lineWords(health, 'en'), zh: lineWords(health, 'zh') },
  };
}

/** How it answers, and what of that is not as it should be. */
function lineWords(health: DeviceHealth, language: Language): string {
  const { state, ok, timeouts, crc, exceptions, mismatches, lateSeen } = health;
  const say = speaker(DESK_MESSAGES, language);
  const asked = ok + timeouts + crc + exceptions + mismatches;
  // downwards, so that one loss in ten thousand is no hundred per cent
  const percent = asked === 0 ? 0 : Math.floor(((ok + exceptions) / asked) * 1000) / 10;
  const first =
    asked === 0
      ? say('line.not-asked')
      : state === 'offline'
        ? say('line.silent')
        : say(state === 'online' ? 'line.well' : 'line.failing', { percent });
  const amiss = [
    ...(timeouts > 0 ? [say('line.no-answer', { count: timeouts })] : []),
    ...(crc + mismatches > 0 ? [say('line.garbled', { count: crc + mismatches })] : []),
    ...(exceptions > 0 ? [say('line.refused', { count: exceptions })] : []),
    ...(lateSeen > 0 ? [say('line.late', { count: lateSeen })] : []),
  ];
  return [first, ...amiss].join(language === 'zh' ? '；' : '; ');
}

/** Whether a rule speaks of the device, or of one of its points. */
function isAbout(rule: Rule, { id }: Device): boolean {
  if (rule.kind === 'gateway') return false; // of the gateway itself, whatever a device is called
  const subject = kindOf(rule).subject(rule);
  return subject.split(/[\s,]+/).some((one) => one === id || one.startsWith(`${id}/`));
}

function ruleOf(rule: Rule): DeviceRule {
  return {
    rule: rule.id,
    name: rule.name ?? kindOf(rule).names,
    text: { en: ruleText(rule, 'en'), zh: ruleText(rule, 'zh') },
    kind: rule.kind,
    class: alarmClass(rule),
  };
}
