import type { Problem } from '../../core/result.ts';
import type { Annunciator, Device, Installation, Output } from '../installation.ts';

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
      {
        code: 'site.no-lease',
        what: `${device} (${profile.id}) knows no lease and no timed pulse: its outputs stay as they are when the gateway is gone`,
        where: device,
        hint: 'use a board with timed pulses or the Lifeline node, and watch a `healthy` output with a retriggerable relay',
      },
      ...lacking
        .filter(({ onLoss }) => onLoss !== 'hold')
        .map((output) => cannot(output, 'it stays as it is')),
    ];
  return lacking
    .filter(({ onLoss, energised }) => onLoss !== 'hold' && onLoss !== fallen(energised))
    .map((output) => cannot(output, 'its relay can only fall or stay'));
}

function cannot({ point, drives, onLoss, energised }: Output, why: string): Problem {
  const other = energised === 'at-rest' ? 'to-act' : 'at-rest';
  return {
    code: 'site.cannot-fail-safe',
    what: `${point} (${drives}) cannot ${onLoss} when the gateway is gone: ${why}`,
    where: point,
    hint: `wire it energised: ${other} on a board with timed pulses, or write onLoss: hold to say that it stays`,
  };
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
  return {
    code: 'site.zone-without-siren',
    what: zone === undefined ? 'no siren sounds for this site' : `no siren sounds for zone ${zone}`,
    hint: 'add a siren for it, or one without zones for the whole building',
  };
}

function sharedLine(line: string, sensors: readonly Device[]): Problem {
  return {
    code: 'site.siren-on-sensor-line',
    what: `${sensors.map(({ id }) => id).join(', ')} and the only siren that sounds for them share line ${line}: one cut wire takes both`,
    where: line,
    hint: 'hang a siren on another line, or reach it over the network',
  };
}
