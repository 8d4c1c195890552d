import { deviceOf } from './plan.ts';
import { named, say } from './speech.ts';

const AT_DESK = 'desk:';
const BUTTON = 'button:';

/** Whoever did something, as people say it: a person by name, a button by where it is. Who is neither is shown with the way they came. */
export function actorText(actor: string): string {
  if (actor.startsWith(AT_DESK)) return actor.slice(AT_DESK.length);
  if (!actor.startsWith(BUTTON)) return actor;
  const device = actor.slice(BUTTON.length);
  return say('actor.button', { device: named(deviceOf(device)?.name ?? device) });
}

/** Nobody silenced it: it has sounded for as long as it may. */
export function isSounderLimit(actor: string): boolean {
  return actor === 'sounder-limit';
}
