import type { Problem } from '../../core/result.ts';
import type { AnnunciateCommand } from '../annunciate/types.ts';
import type { DetectCommand } from '../detect/types.ts';

/** What was asked, for the journal: legible without the request, and with the reason where it was refused. */
export function commandText(command: DetectCommand | AnnunciateCommand, refused: Problem | null): string {
  const asked = askedText(command);
  return refused === null ? asked : `${asked}; refused: ${refused.what}`;
}

function askedText(command: DetectCommand | AnnunciateCommand): string {
  switch (command.verb) {
    case 'acknowledge':
      return command.note === undefined ? command.occurrence : `${command.occurrence}: ${command.note}`;
    case 'reset':
      return command.occurrence;
    case 'silence':
      return command.occurrence ?? `all that sounds${zonesText(command.zones)}`;
    case 'test':
      return `sirens and lamps${zonesText(command.zones)}`;
    case 'reopen-valve':
      return command.point;
    case 'shelve':
      return `${command.rule} for ${spanText(command.forS)}: ${reasonText(command.reason)}`;
    case 'out-of-service':
      return `${command.rule}: ${reasonText(command.reason)}`;
    case 'unshelve':
    case 'in-service':
      return command.rule;
    case 'maintenance':
      return `${scopeText(command.scope)} for ${spanText(command.forS)}: ${reasonText(command.reason)}`;
    case 'end-maintenance':
      return command.period;
  }
}

function zonesText(zones: readonly string[]): string {
  return zones.length === 0 ? '' : ` in ${zones.join(', ')}`;
}

function scopeText({ zones, devices }: { zones: readonly string[]; devices: readonly string[] }): string {
  const named = [...zones.map((id) => `zone ${id}`), ...devices.map((id) => `device ${id}`)];
  return named.length === 0 ? 'the whole site' : named.join(', ');
}

/** `2 h`, `90 min`, `45 s`: the largest unit that keeps it whole. */
function spanText(seconds: number): string {
  if (seconds <= 0) return 'no stated time';
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

function reasonText(reason: string): string {
  return reason === '' ? 'no reason given' : reason;
}
