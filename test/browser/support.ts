import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

/** Where Debian and others put it; CHROMIUM names another. */
const PLACES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** What keeps a browser that is driven from asking anyone on the net for anything. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  // A container's shared memory is small.
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Less than a test has, so that it is told what was waited for, milliseconds. */
const PATIENCE_MS = 15_000;

export interface Browsing {
  /** A fresh page; whatever goes wrong in it, or leaves this machine, is noted in `faults`. */
  readonly open: (
    url: string,
    options?: { readonly scheme?: 'light' | 'dark'; readonly width?: number; readonly height?: number },
  ) => Promise<Page>;
  readonly faults: string[];
  readonly closePages: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export const browse = async (): Promise<Browsing> => {
  const executablePath = PLACES.find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined) throw new Error('There is no Chromium: apt-get install chromium, or name it with CHROMIUM.');
  const profile = mkdtempSync(join(tmpdir(), 'foldsync-browser-'));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: FLAGS });
  const faults: string[] = [];
  context.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (hostname !== '127.0.0.1' && protocol !== 'chrome:') faults.push(`asked for ${request.url()}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  context.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`));
  context.on('weberror', (error) => faults.push(error.error().message));
  return {
    faults,
    open: async (url, { scheme = 'light', width = 1280, height = 800 } = {}) => {
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height });
      await page.goto(url);
      return page;
    },
    closePages: async () => {
      for (const page of context.pages().slice(1)) await page.close();
    },
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
};
