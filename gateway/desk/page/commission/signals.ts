/** For hands that are on the wires: a short sound and a shake when something is found or done. */
let audio: AudioContext | null = null;

/** Browsers make a sound only after a tap: called with the first one. */
export function allowSound(): void {
  audio ??= new AudioContext();
}

/** `done` is higher than `found`, `wrong` is low and twice. */
export function signalHand(what: 'found' | 'done' | 'wrong'): void {
  navigator.vibrate?.(what === 'wrong' ? [120, 80, 120] : 80);
  if (audio === null) return;
  const pitch = { found: 660, done: 990, wrong: 220 }[what];
  beep(audio, pitch, 0);
  if (what === 'wrong') beep(audio, pitch, 0.25);
}

function beep(context: AudioContext, pitch: number, afterS: number): void {
  const [tone, loudness] = [context.createOscillator(), context.createGain()];
  tone.frequency.value = pitch;
  loudness.gain.value = 0.2;
  tone.connect(loudness).connect(context.destination);
  tone.start(context.currentTime + afterS);
  tone.stop(context.currentTime + afterS + 0.15);
}

/** Keeps the screen from going dark while hands are on the wires, where the phone allows it. @returns lets it go again */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let over = false;
  const hold = () => {
    if (document.visibilityState !== 'visible') return;
    navigator.wakeLock?.request('screen').then(
      (held) => {
        if (over) void held.release();
        else lock = held;
      },
      () => {}, // a phone that is low on battery refuses: its screen goes dark as ever
    );
  };
  hold();
  document.addEventListener('visibilitychange', hold); // a phone lets it go when the page is hidden
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', hold);
    void lock?.release();
  };
}
