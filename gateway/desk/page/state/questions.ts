/**
 * Questions of one view, one at a time. What is asked again while the answer is on its way is asked once more when that is there: a slow
 * gateway is not asked ever faster, and its answers are not thrown away. An answer to what is not wanted any more is.
 */
export class Questions<T> {
  readonly #load: (path: string) => Promise<T>;
  readonly #told: (path: string, answer: T) => void;
  #path: string | null = null;
  #turn = 0;
  #again = false;

  constructor(load: (path: string) => Promise<T>, told: (path: string, answer: T) => void) {
    this.#load = load;
    this.#told = told;
  }

  /** Null: nothing is wanted. */
  ask(path: string | null): void {
    this.#again = path !== null && path === this.#path;
    if (this.#again) return;
    this.#path = path;
    const turn = ++this.#turn;
    if (path === null) return;
    void this.#load(path).then((answer) => {
      if (turn !== this.#turn) return;
      this.#path = null;
      const again = this.#again;
      this.#told(path, answer);
      if (again) this.ask(path);
    });
  }
}
