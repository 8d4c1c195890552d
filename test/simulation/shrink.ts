import { type Played, play } from './player.ts';

/** Leaves inputs out of a seed that broke as long as it goes on breaking, and as long as `goOn` says so: who reads it has less to read. */
export async function shrink(broken: Played, goOn: () => boolean): Promise<Played> {
  let best = broken;
  // what came after it broke had no part in it
  let inputs = Array.from({ length: broken.inputs }, (_, n) => n);
  for (let size = inputs.length >> 1; size >= 1; size >>= 1)
    for (let at = 0; at < inputs.length && goOn(); ) {
      const fewer = inputs.toSpliced(at, size);
      const played = await play(broken.seed, fewer);
      if (played.broken === null) at += size;
      else {
        best = played;
        inputs = fewer.slice(0, played.inputs);
      }
    }
  return best;
}

/** What broke, and the steps that led there. */
export function told({ seed, broken, steps, inputs }: Played): string {
  return `seed ${seed}, ${inputs} inputs: ${broken}\n${steps.join('\n')}`;
}
