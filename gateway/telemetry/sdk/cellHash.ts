/**
 * A hash of 48 bits over a sequence of cells, quick enough for every value that arrives: two lanes of MurmurHash3 (Appleby,
 * public domain) with constants of their own. It tells apart by accident, not by intent: whoever can forge a second
 * message could have forged the first. Sums of such hashes do not depend on the order of what was hashed.
 */
export class CellHash {
  #low = 0;
  #high = 0;

  /** Begins anew. */
  start(): this {
    this.#low = 0x2f6c_9a11;
    this.#high = 0x51ab_e377;
    return this;
  }

  /** A number, a text, true or false; what is not there. Text and numbers never look alike. */
  add(cell: unknown): this {
    if (typeof cell === 'number') this.#number(cell);
    else if (typeof cell === 'string') this.#text(cell);
    else this.#word(cell === true ? 1 : cell === false ? 2 : 3);
    return this;
  }

  /** What kind of thing follows: 6 and above, the others are those of cells. */
  mark(kind: number): this {
    this.#word(kind);
    return this;
  }

  /** Upper and lower half of what was added, 32 bits each. */
  get low(): number {
    return finish(this.#low ^ Math.imul(this.#high, 0x9e37_79b1));
  }

  get high(): number {
    return finish(this.#high ^ Math.imul(this.#low, 0x85eb_ca77));
  }

  #number(value: number): void {
    double[0] = value + 0; // −0 is 0
    this.#word(4);
    this.#word(words[0] ?? 0);
    this.#word(words[1] ?? 0);
  }

  #text(text: string): void {
    this.#word(5);
    this.#word(text.length);
    for (let at = 0; at < text.length; at++) this.#word(text.charCodeAt(at));
  }

  #word(word: number): void {
    let mixed = Math.imul(word, 0xcc9e_2d51);
    mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b87_3593);
    const low = this.#low ^ mixed;
    this.#low = (Math.imul((low << 13) | (low >>> 19), 5) + 0xe654_6b64) | 0;
    let other = Math.imul(word, 0x239b_961b);
    other = Math.imul((other << 16) | (other >>> 16), 0xab0e_9789);
    const high = this.#high ^ other;
    this.#high = (Math.imul((high << 17) | (high >>> 15), 5) + 0x561c_cd1b) | 0;
  }
}

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);

function finish(lane: number): number {
  let mixed = lane ^ (lane >>> 16);
  mixed = Math.imul(mixed, 0x85eb_ca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2_ae35);
  return mixed ^ (mixed >>> 16);
}
