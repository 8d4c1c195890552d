import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deed } from './recording.ts';

const SECTOR = 512;

type Change = Extract<Deed, { kind: 'write' | 'cut to' }>;
type Inode = { readonly stable: Content; changes: Change[] };
/** A change of names that may not have reached the disk, all of it or nothing: what a name stands for now, `null` for a removal. */
type Naming = readonly (readonly [file: string, inode: Inode | null])[];

/**
 * A disk with a cache, as a power cut finds it: what was synced is there; of what was not, each write may be there,
 * gone, or there in some of its sectors. Names reach the disk in order, the last ones perhaps not.
 */
export class LossyDisk {
  readonly #names = new Map<string, Inode>();
  readonly #stable = new Map<string, Inode>();
  #namings: Naming[] = [];

  /** `files` were there before, and had reached the disk. */
  constructor(files: ReadonlyMap<string, Buffer> = new Map()) {
    for (const [file, bytes] of files) {
      const inode = { stable: new Content(bytes), changes: [] };
      this.#names.set(file, inode);
      this.#stable.set(file, inode);
    }
  }

  do(deed: Deed): void {
    switch (deed.kind) {
      case 'create':
        if (!this.#names.has(deed.file)) this.#name([deed.file, { stable: new Content(), changes: [] }]);
        return;
      case 'remove':
        this.#name([deed.file, null]);
        return;
      case 'rename':
        this.#name([deed.file, null], [deed.to, this.#inode(deed.file)]);
        return;
      case 'write':
      case 'cut to':
        this.#inode(deed.file).changes.push(deed);
        return;
      case 'sync': {
        const inode = this.#inode(deed.file);
        for (const change of inode.changes) inode.stable.apply(change);
        inode.changes = [];
        this.#settleNames(
          this.#namings.findLastIndex((naming) => naming.some(([, named]) => named === inode)) + 1,
        );
        return;
      }
      case 'sync folder':
        this.#settleNames(this.#namings.length);
    }
  }

  /** What a power cut now leaves, written into `folder`; the disk itself goes on. `random` gives numbers from 0 to 1. */
  cut(folder: string, random: () => number): void {
    // The cache of one disk has mostly been written out, that of another hardly at all.
    const kept = random();
    const torn = random() / 2;
    const names = new Map(this.#stable);
    const settled = Math.floor(random() * (this.#namings.length + 1));
    for (const naming of this.#namings.slice(0, settled)) setNames(names, naming);
    mkdirSync(folder, { recursive: true });
    for (const [file, { stable, changes }] of names) {
      const content = stable.copy();
      for (const change of changes)
        if (random() < torn) for (const sector of sectorsOf(change)) random() < 0.5 && content.apply(sector);
        else if (random() < kept) content.apply(change);
      writeFileSync(join(folder, file), content.bytes);
    }
  }

  #name(...naming: Naming): void {
    this.#namings.push(naming);
    setNames(this.#names, naming);
  }

  #settleNames(count: number): void {
    for (const naming of this.#namings.splice(0, count)) setNames(this.#stable, naming);
  }

  #inode(file: string): Inode {
    const inode = this.#names.get(file);
    if (inode === undefined) throw new Error(`${file} was written before it was made`);
    return inode;
  }
}

/** The bytes of a file; what was never written is zero. */
class Content {
  #room: Buffer<ArrayBuffer>;
  #size: number;

  constructor(bytes: Uint8Array = Buffer.alloc(0)) {
    this.#room = Buffer.from(bytes);
    this.#size = bytes.length;
  }

  get bytes(): Buffer {
    return this.#room.subarray(0, this.#size);
  }

  copy(): Content {
    return new Content(this.bytes);
  }

  apply(change: Change): void {
    if (change.kind === 'cut to') {
      if (change.size < this.#size) this.#room.fill(0, change.size, this.#size); // it may also be made longer
      this.#grow(change.size);
      this.#size = change.size;
      return;
    }
    const end = change.at + change.bytes.length;
    this.#grow(end);
    change.bytes.copy(this.#room, change.at);
    this.#size = Math.max(this.#size, end);
  }

  #grow(size: number): void {
    if (size <= this.#room.length) return;
    const room = Buffer.alloc(2 * size);
    this.#room.copy(room);
    this.#room = room;
  }
}

function setNames(names: Map<string, Inode>, naming: Naming): void {
  for (const [file, inode] of naming)
    if (inode === null) names.delete(file);
    else names.set(file, inode);
}

/** A write cut at the borders of sectors: each of these reaches the disk whole or not at all. */
function sectorsOf(change: Change): readonly Change[] {
  if (change.kind === 'cut to') return [change];
  const { at, bytes } = change;
  const sectors: Change[] = [];
  for (let from = 0; from < bytes.length; ) {
    const to = Math.min(bytes.length, (Math.floor((at + from) / SECTOR) + 1) * SECTOR - at);
    sectors.push({ ...change, at: at + from, bytes: bytes.subarray(from, to) });
    from = to;
  }
  return sectors;
}
