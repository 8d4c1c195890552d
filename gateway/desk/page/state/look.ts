import { signal } from '@preact/signals';

const SUN = 'lifeline-sun';
const SOUND = 'lifeline-sound';

/** In the sun: pure black on white, heavier letters. Kept on this device. */
export const sun = signal(localStorage.getItem(SUN) === 'on');
/** Whether this device makes a sound at a new alarm. Browsers allow that after a tap only, so it begins off. */
export const sound = signal(localStorage.getItem(SOUND) === 'on');
/** Counts changes of the colours, so that what is painted by a script is painted again. */
export const colours = signal(0);

export function showSun(on: boolean): void {
  sun.value = on;
  localStorage.setItem(SUN, on ? 'on' : 'off');
  document.documentElement.classList.toggle('sun', on);
  colours.value++;
}

export function allowSound(on: boolean): void {
  sound.value = on;
  localStorage.setItem(SOUND, on ? 'on' : 'off');
  muted.value &&= on;
  if (on) beep();
}

/** Whether it is to make a sound and the browser lets none out: nobody has touched the page since it was loaded, or the phone took it away. */
export const muted = signal(false);

let speaker: AudioContext | null = null;

function loudspeaker(): AudioContext {
  if (speaker !== null) return speaker;
  const made = new AudioContext();
  const look = () => {
    muted.value = sound.value && made.state !== 'running';
  };
  made.addEventListener('statechange', look);
  for (const touch of ['pointerdown', 'keydown']) addEventListener(touch, () => void made.resume());
  look();
  speaker = made;
  return made;
}

/** Two short tones. Nothing where the browser refuses. */
export function beep(): void {
  const speaker = loudspeaker();
  const start = speaker.currentTime;
  for (const after of [0, 0.35]) {
    const tone = speaker.createOscillator();
    tone.frequency.value = 880;
    tone.connect(speaker.destination);
    tone.start(start + after);
    tone.stop(start + after + 0.2);
  }
}

document.documentElement.classList.toggle('sun', sun.value);
if (sound.value) loudspeaker();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => colours.value++);
