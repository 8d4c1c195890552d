import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { writeWhole } from '../../core/wholeFile.ts';
import { recordProblem } from '../../text/problems/recordProblems.ts';

/** 24 mm at 300 dots an inch are 283: the page makes photos that small before it sends them. */
export const PHOTO_PIXELS = 288;
export const MOST_PHOTO_BYTES = 24_000;
const MOST_PHOTOS = 1_000;
const JPEG = [0xff, 0xd8, 0xff];

/** Photos of devices where they hang, one of each, kept small: they go into a signed paper and over the city's line. */
export class Photos {
  readonly #folder: string;
  readonly #there: Set<string>; // names of files: who looks at the list does not wait for the disk

  #turn: Promise<unknown> = Promise.resolve(); // one after the other: two phones may photograph one sensor

  constructor(folder: string) {
    this.#folder = join(folder, 'photos');
    this.#there = new Set(existsSync(this.#folder) ? readdirSync(this.#folder) : []);
  }

  /** Keeps the photo of a device, base64 of a JPEG; null takes it away. */
  keep(device: string, base64: string | null): Promise<Result<null, Problem>> {
    const kept = this.#turn.then(() => this.#keep(device, base64));
    this.#turn = kept;
    return kept;
  }

  async #keep(device: string, base64: string | null): Promise<Result<null, Problem>> {
    const file = this.#fileOf(device);
    try {
      if (base64 === null) {
        await rm(file, { force: true });
        this.#there.delete(nameOf(device));
        return ok(null);
      }
      const bytes = Buffer.from(base64, 'base64');
      if (bytes.length > MOST_PHOTO_BYTES || !JPEG.every((byte, i) => bytes[i] === byte))
        return err(recordProblem('record.photo'));
      if (this.#there.size >= MOST_PHOTOS && !this.has(device))
        return err(recordProblem('record.many-photos', { count: MOST_PHOTOS }));
      await mkdir(this.#folder, { recursive: true, mode: 0o750 });
      await writeWhole(file, bytes, 0o640);
      this.#there.add(nameOf(device));
      return ok(null);
    } catch (error) {
      return err(recordProblem('record.not-kept', { error: (error as Error).message }));
    }
  }

  has(device: string): boolean {
    return this.#there.has(nameOf(device));
  }

  /** The photo as a data URL; null: there is none. */
  of(device: string): string | null {
    try {
      return `data:image/jpeg;base64,${readFileSync(this.#fileOf(device)).toString('base64')}`;
    } catch {
      return null;
    }
  }

  #fileOf(device: string): string {
    return join(this.#folder, nameOf(device));
  }
}

/** Ids come from the site; whatever else they hold leads nowhere. */
function nameOf(device: string): string {
  return `${device.replaceAll(/[^\w-]/g, '_')}.jpg`;
}
