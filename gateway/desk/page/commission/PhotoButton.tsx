import { useState } from 'preact/hooks';
import type { CommissionAsk } from './commissionAsk.ts';
import { tell } from './words.ts';

/** 24 mm at 300 dots an inch: what a paper prints. */
const PIXELS = 288;
const MOST_BYTES = 22_000;
const QUALITIES = [0.7, 0.5, 0.3];

/** Takes a photo of a device where it hangs. It is made small here: it goes into the record, and over the city's line. */
export function PhotoButton({ device, there, say }: { device: string; there: boolean; say: CommissionAsk }) {
  const [failed, setFailed] = useState(false);
  const take = async (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    input.value = '';
    if (file === undefined) return;
    const jpeg = await smallJpeg(file).catch(() => null);
    setFailed(jpeg === null);
    if (jpeg !== null) await say('POST', 'photos', { device, jpeg });
  };
  return (
    <>
      <label class="button photo">
        {tell(there ? 'photo.again' : 'photo.take')}
        <input
          {...{ type: 'file', accept: 'image/*', capture: 'environment' }}
          onChange={({ currentTarget }) => void take(currentTarget)}
        />
      </label>
      {failed && (
        <p class="refusal" role="alert">
          {tell('photo.failed')}
        </p>
      )}
    </>
  );
}

/** Base64 of a JPEG whose longer side is that of the paper. */
async function smallJpeg(file: File): Promise<string | null> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, PIXELS / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  for (const quality of QUALITIES) {
    const [head, base64 = ''] = canvas.toDataURL('image/jpeg', quality).split(',');
    if (head?.startsWith('data:image/jpeg') === true && (base64.length * 3) / 4 <= MOST_BYTES) return base64;
  }
  return null;
}
