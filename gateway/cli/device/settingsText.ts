import type { Profile } from '../../../drivers/profile/schema.ts';
import { speaker } from '../../text/catalogue.ts';
import { DEVICE_MESSAGES } from '../../text/deviceMessages.ts';
import type { Language } from '../../text/language.ts';
import { padded } from '../columns.ts';

/** What of a device can be set, and how. */
export function settingsText({ id, settings, manualSettings }: Profile, language: Language): string {
  const say = speaker(DEVICE_MESSAGES, language);
  const rows = settings.map(({ id: name, names, range, codes }) => {
    const values = codes === undefined ? (range ?? []).join('–') : Object.values(codes).join(', ');
    return `${padded(name, 16)} ${names[language]}  ${values}`;
  });
  const manual = manualSettings.map(({ sets, steps }) => {
    const text = steps.map((step) => step[language]).join(' ');
    return `${padded(sets, 16)} ${say('settings.manual', { steps: text })}`;
  });
  const all = [...rows, ...manual];
  return `${(all.length === 0 ? [say('settings.none', { profile: id })] : all).join('\n')}\n`;
}
