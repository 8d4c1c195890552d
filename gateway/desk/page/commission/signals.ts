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
