import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { DESKTOP, openPage, PHONE } from './browser.ts';

// Where to leave a picture of everything that is looked at, for whoever wants to see it.
const PICTURES = process.env.LIFELINE_PICTURES;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A way the page is looked at: language, room, colours. */
export type Look = {
  readonly language: 'zh' | 'en';
  readonly size: 'phone' | 'desktop';
  readonly colours: 'light' | 'dark' | 'sun';
};

/**
 * Every pair of language, size and colours once, in two halves: with all three of a half at a state, the state has been looked at in each
 * language, at each size, in each of the colours.
 */
export const HALVES: readonly [readonly Look[], readonly Look[]] = [
  [
    { language: 'zh', size: 'phone', colours: 'light' },
    { language: 'zh', size: 'desktop', colours: 'dark' },
    { language: 'en', size: 'desktop', colours: 'sun' },
  ],
  [
    { language: 'en', size: 'desktop', colours: 'light' },
    { language: 'en', size: 'phone', colours: 'dark' },
    { language: 'zh', size: 'phone', colours: 'sun' },
  ],
];

/** All of them together. */
export const EVERY_LOOK: readonly Look[] = (['zh', 'en'] as const).flatMap((language) =>
  (['phone', 'desktop'] as const).flatMap((size) =>
    (['light', 'dark', 'sun'] as const).map((colours) => ({ language, size, colours })),
  ),
);

/** A page somebody looks at in one of these ways; each in a browser context of its own. */
export class Onlooker {
  readonly page: Page;
  look: Look;

  private constructor(page: Page, look: Look) {
    this.page = page;
    this.look = look;
  }

  static async open(browser: Browser, look: Look): Promise<Onlooker> {
    const { page } = await openPage(browser, sizeOf(look), look.language === 'zh' ? 'zh-CN' : 'en-GB');
    await page.emulateMedia({ colorScheme: schemeOf(look) });
    if (look.colours === 'sun') await page.addInitScript(`localStorage.setItem('lifeline-sun', 'on')`);
    return new Onlooker(page, look);
  }

  get name(): string {
    return `${this.look.size}-${this.look.language}-${this.look.colours}`;
  }

  /** Looks in another way from now on, as a person would: the page is turned, its language and its colours are chosen. */
  async become(look: Look): Promise<void> {
    const was = this.look;
    this.look = look;
    await this.page.setViewportSize(sizeOf(look));
    await this.page.emulateMedia({ colorScheme: schemeOf(look) });
    const [language, sun] = [
      this.page.locator('header button[lang]'),
      this.page.locator('header [aria-pressed]'),
    ];
    if (was.language !== look.language) await language.click();
    if ((was.colours === 'sun') !== (look.colours === 'sun')) await sun.click();
    await this.page.locator(`html[lang=${look.language}]`).waitFor();
  }

  /** Goes to another address without loading the page anew, as its links do. */
  async go(path: string): Promise<void> {
    await this.page.evaluate(
      `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate')); scrollTo(0, 0)`,
    );
  }

  /** Leaves a picture where they are wanted. @returns what a person who cannot see it, or not well, would miss */
  async see(what: string): Promise<string[]> {
    if (PICTURES !== undefined) {
      const folder = join(PICTURES, this.name);
      mkdirSync(folder, { recursive: true });
      await this.page.screenshot({ path: join(folder, `${what}.png`) });
    }
    return (await violations(this.page)).map((violation) => `${this.name} ${what}: ${violation}`);
  }
}

function sizeOf({ size }: Look) {
  return size === 'phone' ? PHONE : DESKTOP;
}

function schemeOf({ colours }: Look): 'dark' | 'light' {
  return colours === 'dark' ? 'dark' : 'light';
}

type AxeTool = {
  run(options: object): Promise<{
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  }>;
};

async function violations(page: Page): Promise<string[]> {
  if (await page.evaluate("typeof axe === 'undefined'")) await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: AxeTool };
    const { violations: found } = await axe.run({ resultTypes: ['violations'] });
    return found.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} — ${failureSummary.slice(0, 200)}`,
      ),
    );
  });
}

/**
 * What share of two pictures (PNG) of the same size differs clearly once all colour is gone. The page only lends its canvas.
 */
export function greyDifference(page: Page, one: Buffer, other: Buffer): Promise<number> {
  const urls = [one, other].map((png) => `data:image/png;base64,${png.toString('base64')}`);
  return page.evaluate(`(async () => {
    const grey = await Promise.all(${JSON.stringify(urls)}.map(async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      const canvas = new OffscreenCanvas(56, 56);
      const ink = canvas.getContext('2d');
      ink.drawImage(image, 0, 0, 56, 56);
      const { data } = ink.getImageData(0, 0, 56, 56);
      return Array.from({ length: 56 * 56 }, (_, at) =>
        0.2126 * data[4 * at] + 0.7152 * data[4 * at + 1] + 0.0722 * data[4 * at + 2]);
    }));
    return grey[0].filter((value, at) => Math.abs(value - grey[1][at]) > 40).length / grey[0].length;
  })()`);
}
