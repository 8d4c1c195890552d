import type { AlarmScreen } from './alarmScreen.ts';

/**
 * Whether a siren may be heard now: one is told to sound, is not known to keep still, and hangs on a board that answers. A board
 * that is silent may have been told nothing.
 */
export function isHeard({
  annunciation: { outputs },
  health: { unwell },
}: Pick<AlarmScreen, 'annunciation'> & { readonly health: Pick<AlarmScreen['health'], 'unwell'> }): boolean {
  const isSilent = (point: string) =>
    unwell.some(({ device, state, lastOk }) => {
      return (
        point.startsWith(`${device}/`) && (state === 'offline' || (state === 'failing' && lastOk === null))
      );
    });
  return outputs.some(
    ({ drives, acting, refused, obeys, point }) =>
      drives === 'siren' && acting && refused === null && obeys !== false && !isSilent(point),
  );
}
