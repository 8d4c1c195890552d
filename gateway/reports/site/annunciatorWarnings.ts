import type { Problem, Text } from '../../core/result.ts';
import type { Annunciator, Device, Installation, Output } from '../../site/installation.ts';
import { listed, words } from '../../text/named.ts';
import { siteProblem } from '../../text/siteProblem.ts';

/**
 * What works but is weaker than it looks: outputs that cannot do what their fail state says, sensors that share a line
 * with the only siren that would sound for them, and zones without a siren. None of it refuses a site.
 */
export function annunciatorWarnings(installation: Installation): Problem[] {
  if (installation.annunciators.length === 0) return [];
  return [
    ...installation.annunciators.flatMap((one) => failSafeWarnings(one, installation)),
    ...sirenWarnings(installation),
  ];
}

function failSafeWarnings({ device, outputs }: Annunciator, { devices }: Installation): Problem[] {
  const { profile } = devices.get(device) ?? {};
  if (profile?.annunciator?.protocol !== 'coils') return [];
  const timed = profile.annunciator.pulse !== undefined;
  const lacking = outputs.filter(({ drives }) => drives !== 'healthy');
  if (!timed)
    return [
      { ...siteProblem('site.no-lease', { device, profile: profile.id }), where: device },
      ...lacking
        .filter(({ onLoss }) => onLoss !== 'hold')
        .map((output) => cannot(output, words('output.stays'))),
      ...lacking.filter(({ drives, onLoss }) => onLoss === 'hold' && HEARD.includes(drives)).map(goesOn),
    ];
  return lacking
    .filter(({ onLoss, energised }) => onLoss !== 'hold' && onLoss !== fallen(energised))
    .map((output) => cannot(output, words('output.falls')));
}

/** What people hear or see: on a board without a lease it stays as it was commanded last. */
const HEARD: readonly Output['drives'][] = ['siren', 'strobe'];

function goesOn({ point, drives }: Output): Problem {
  const named = { point, drives: words(`output.${drives}`) };
  return { ...siteProblem('site.goes-on-without-guard', named), where: point };
}

function cannot({ point, drives, onLoss, energised }: Output, why: Text): Problem {
  const other = energised === 'at-rest' ? 'to-act' : 'at-rest';
  const named = { point, drives: words(`output.${drives}`), onLoss, why, other };
  return { ...siteProblem('site.cannot-fail-safe', named), where: point };
}

/** What an output does when its relay falls. */
function fallen(energised: Output['energised']): Output['onLoss'] {
  return energised === 'at-rest' ? 'act' : 'rest';
}

function sirenWarnings({ annunciators, devices, lines }: Installation): Problem[] {
  const lineOf = (device: string) => devices.get(device)?.lineId ?? '';
  const sirens = annunciators.flatMap(({ device, outputs }) =>
    outputs.filter(({ drives }) => drives === 'siren').map(({ zones }) => ({ zones, line: lineOf(device) })),
  );
  const sensors = [...devices.values()].filter(({ id }) => !annunciators.some(({ device }) => device === id));
  const heardOn = ({ zone }: Device) =>
    sirens.filter(({ zones }) => zones.length === 0 || zone === undefined || zones.includes(zone));
  const silent = [...new Set(sensors.filter((one) => heardOn(one).length === 0).map(({ zone }) => zone))];
  const shared = lines.flatMap(({ id }) => {
    const caught = sensors.filter(
      (one) => one.lineId === id && heardOn(one).length > 0 && heardOn(one).every(({ line }) => line === id),
    );
    return caught.length === 0 ? [] : [sharedLine(id, caught)];
  });
  return [...silent.map(withoutSiren), ...shared];
}

function withoutSiren(zone: string | undefined): Problem {
  return zone === undefined
    ? siteProblem('site.zone-without-siren/site')
    : siteProblem('site.zone-without-siren', { zone });
}

function sharedLine(line: string, sensors: readonly Device[]): Problem {
  const named = { sensors: listed(sensors.map(({ id }) => id)), line };
  return { ...siteProblem('site.siren-on-sensor-line', named), where: line };
}
