import type { Locator, Page } from 'playwright-core';

/** What hands take, milliseconds: nobody is quicker in a basement. */
const TAP_MS = 1_500;
const CHARACTER_MS = 400;
/** What a page is waited for at most: a busy machine stands still for longer than any person would. */
export const PATIENCE_MS = 120_000;

/** An installer at a page: what the hands would take is counted, and what the page is waited for. */
export class InstallerHand {
  page: Page;
  taps = 0;
  handMs = 0;
  waitedMs = 0;

  constructor(page: Page) {
    this.page = page;
  }

  async tap(name: string | RegExp): Promise<void> {
    this.#tapped();
    const button = this.page.getByRole('button', { name, exact: typeof name === 'string' }).first();
    await this.waits(() => button.click({ timeout: PATIENCE_MS }));
  }

  async tapOn(button: Locator): Promise<void> {
    this.#tapped();
    await this.waits(() => button.first().click({ timeout: PATIENCE_MS }));
  }

  /** A link that looks like a button. */
  async follow(name: string | RegExp): Promise<void> {
    this.#tapped();
    await this.waits(() => this.page.getByRole('link', { name }).first().click({ timeout: PATIENCE_MS }));
  }

  /** Taps into a field and types. */
  async type(label: string | RegExp, text: string): Promise<void> {
    this.#tapped();
    this.handMs += text.length * CHARACTER_MS;
    await this.page.getByLabel(label).first().fill(text);
  }

  /** Opens a list, and taps on one of it. */
  async choose(label: string | RegExp, value: string): Promise<void> {
    this.#tapped();
    this.#tapped();
    await this.page.getByLabel(label).first().selectOption(value);
  }

  /** Something that is done beside the page: connecting, gas, a plug. What the box does meanwhile costs nothing. */
  async hands<T>(ms: number, meanwhile: () => Promise<T>): Promise<T> {
    const from = performance.now();
    const done = await meanwhile();
    this.handMs += ms;
    this.waitedMs += Math.max(0, performance.now() - from - ms);
    return done;
  }

  /** What is really waited for. */
  async waits<T>(step: () => Promise<T>): Promise<T> {
    const from = performance.now();
    const done = await step();
    this.waitedMs += performance.now() - from;
    return done;
  }

  get minutes(): number {
    return (this.handMs + this.waitedMs) / 60_000;
  }

  #tapped(): void {
    this.taps++;
    this.handMs += TAP_MS;
  }
}
