import type { AlarmScreen } from './alarmScreen.ts';

/** Whether a siren may be heard now: one is told to sound, and is not known to keep still. */
export function isHeard({ annunciation: { outputs } }: Pick<AlarmScreen, 'annunciation'>): boolean {
  return outputs.some(
    ({ drives, acting, refused, obeys }) =>
      drives === 'siren' && acting && refused === null && obeys !== false,
  );
}
