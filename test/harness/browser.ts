import { type Browser, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

const CHROMIUM = '/usr/bin/chromium';
const QUIET = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

/** Debian's Chromium without a window, until the test is over. */
export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
  onTestFinished(() => browser.close());
  return browser;
}

export const PHONE = { width: 390, height: 844 } as const;
export const DESKTOP = { width: 1440, height: 900 } as const;

/** A page of somebody who went past the certificate's warning; errors of its own are collected. */
export async function openPage(
  browser: Browser,
  viewport: { width: number; height: number },
  locale: 'en-GB' | 'zh-CN',
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ viewport, locale, ignoreHTTPSErrors: true });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (line) => {
    // that somebody is not logged in yet is asked by the page, and answered 401
    if (line.type() === 'error' && !line.text().includes('401')) errors.push(line.text());
  });
  return { page, errors };
}
