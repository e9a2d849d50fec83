import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Desk, desk, type Running } from '../cli/desk.js';
import { browse, type Browsing } from './support.js';

const HOSTILE = [
  '<img src=x onerror=alert(1)>.txt',
  '"><script>alert(2)<',
  "'; alert(3) ;'.txt",
  '\u202Etxt.exe',
  'a\nb\u0007.txt',
  '&lt;b&gt;.txt',
];

let at: Desk;
let browsing: Browsing;
const running: Running[] = [];

const inspect = async (...args: string[]): Promise<{ readonly url: string; readonly process: Running }> => {
  const process = at.start('inspect', '--json', ...args);
  running.push(process);
  return { process, url: (JSON.parse(await process.line(/listening/u)) as { url: string }).url };
};

beforeAll(async () => {
  at = desk();
  browsing = await browse();
  for (const name of HOSTILE) writeFileSync(at.path(`A/${name}`), 'x');
  mkdirSync(at.path('A/docs/drafts'), { recursive: true });
  for (let n = 0; n < 300; n++) at.write(`A/docs/drafts/draft ${n}.txt`, `${n}`);
  at.write('A/docs/a.txt', 'one');
  at.write('A/docs/b.txt', 'two');
  expect(at.run('sync', '--once', 'A', 'B').code).toBe(0);
  at.write('A/docs/a.txt', 'edited here');
  at.write('B/docs/a.txt', 'edited there, too');
  renameSync(at.path('A/docs/drafts'), at.path('A/docs/papers'));
  for (let n = 0; n < 300; n++) at.write(`A/docs/papers/draft ${n}.txt`, `${n}, edited`);
  rmSync(at.path('B/docs/b.txt'));
  expect(at.run('sync', '--once', 'A', 'B').code).toBe(0);
});

afterEach(async () => {
  // A closed page complains no more, not even late.
  await browsing.closePages();
  const faults = browsing.faults.splice(0);
  for (const each of running.splice(0)) each.signal('SIGINT');
  expect(faults).toEqual([]);
});
afterAll(async () => {
  await browsing.close();
  at.clear();
});

const read = (page: Page): Promise<void> => page.locator('.status.is-idle, .status.is-live').waitFor();
const now = (page: Page): Promise<number> => page.locator('.moment-number input').inputValue().then(Number);
/** A page shows what a key did with its next frame, not at once: it is asked until it does. */
const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 10_000 });
const moment = (page: Page) => soon(() => now(page));
const text = (page: Page, selector: string): Promise<string> => page.locator(selector).innerText();
const until = (page: Page, selector: string, words: string | RegExp): Promise<void> =>
  page.locator(selector).filter({ hasText: words }).first().waitFor();

it('shows how both sides stand, and goes through the log with keys alone', async () => {
  const { url } = await inspect('A', 'B');
  const page = await browsing.open(url);
  await read(page);
  await until(page, '.moment-standing', 'settled');
  const end = await now(page);
  expect(end).toBeGreaterThan(300);

  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await moment(page).toBe(end - 2);
  await page.keyboard.press('Shift+ArrowLeft');
  await moment(page).toBe(end - 102);
  await page.keyboard.press('Home');
  await moment(page).toBe(0);
  await until(page, '.tab-body', 'Nothing is known yet at this moment.');
  await page.keyboard.press('End');
  await moment(page).toBe(end);
  await until(page, '.tree-list', 'docs/');

  await page.locator('.tree-list').focus();
  const chosen = page.locator('.tree-row.is-now .tree-name .path');
  let before: string | null = null;
  while (before !== 'docs/') {
    await page.keyboard.press('ArrowDown');
    await soon(() => chosen.innerText()).not.toBe(before);
    before = await chosen.innerText();
  }
  await page.keyboard.press('Enter');
  await until(page, '.tree-list', 'a.conflicted.txt');
  await page.keyboard.press('e');
  await until(page, '.summary', '/docs is settled, on local and remote.');
});

it('scrubs on the timeline, and zooms', async () => {
  const { url } = await inspect('A', 'B');
  const page = await browsing.open(url);
  await read(page);
  // The page stands at the end of what it has read, which it says a moment later.
  await soon(() => now(page)).toBeGreaterThan(0);
  const end = await now(page);
  const box = await page.locator('.timeline').boundingBox();
  if (box === null) throw new Error('there is no timeline');
  await page.mouse.move(box.x + box.width / 2, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 4, box.y + 40, { steps: 10 });
  await page.mouse.up();
  await soon(async () => Math.abs((await now(page)) - end / 4)).toBeLessThan(end / 50);
  await until(page, '.line.is-now', String(await now(page)));

  const here = await now(page);
  await page.mouse.wheel(0, -400);
  await page.keyboard.press('+');
  await until(page, '.moment-text', /./u);
  const middle = box.x + box.width / 4;
  await soon(async () => Math.abs(((await page.locator('.timeline-now').boundingBox())?.x ?? 0) - middle)).toBeLessThan(box.width / 20);
  await moment(page).toBe(here);
  await page.keyboard.press('0');
});

it('tells why a file is as it is, what both sides edited, and what became other in between', async () => {
  const { url } = await inspect('A', 'B');
  const page = await browsing.open(url);
  await read(page);
  await page.keyboard.press('/');
  await page.locator('#path:focus').waitFor();
  await page.keyboard.type('docs/a.conflicted.txt');
  await page.keyboard.press('Enter');
  await until(page, '.summary', '/docs/a.conflicted.txt is settled, on local and remote.');
  expect(await text(page, '.steps')).toContain('the contents differ: a conflict, of which both versions are kept');
  await page.keyboard.press('Escape');
  await page.locator('#path').fill('docs/b.txt');
  await page.keyboard.press('Enter');
  await until(page, '.summary', 'It was removed on remote, and therefore deleted on local');
  await page.locator('.steps .jump').first().click();
  await moment(page).toBe(Number((await text(page, '.steps .jump >> nth=0')).replace(/[#,]/gu, '')));
  await until(page, '.summary', /docs\/b\.txt/u);

  await page.keyboard.press('m');
  await page.keyboard.press('End');
  await page.keyboard.press('4');
  await until(page, '.differences', '/docs/papers');
  await page.keyboard.press('3');
  await until(page, '.tab-body', 'docs/a.conflicted.txt');
  await page.keyboard.press('2');
  await until(page, '.tab-body', 'Everything is settled at this moment.');
});

it('finds events by kind and text', async () => {
  const { url } = await inspect('A', 'B');
  const page = await browsing.open(url);
  await read(page);
  await page.keyboard.press('f');
  await page.locator('#search:focus').waitFor();
  await page.keyboard.type('DRAFT 123');
  await until(page, '.search', /\d+ found/u);
  await until(page, '.events .line', 'draft 123.txt');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('nowhere to be found');
  await until(page, '.events', 'No such events.');
  await page.locator('#search').fill('');
  await page.locator('.chip.stratum-done-local').click();
  await until(page, '.search', /\d+ found/u);
  await soon(() => page.locator('.line:not(.stratum-done-local)').count()).toBe(0);
});

it('shows hostile names as what they are, and runs nothing of them', async () => {
  const { url } = await inspect('A', 'B');
  const page = await browsing.open(url);
  await read(page);
  await until(page, '.tree-list', '<img src=x onerror=alert(1)>.txt');
  const names = await text(page, '.tree-list');
  for (const shown of ['"><script>alert(2)<', "'; alert(3) ;'.txt", '\\u202etxt.exe', 'a\\u000ab\\u0007.txt', '&lt;b&gt;.txt'])
    expect(names).toContain(shown);
  await page.keyboard.press('/');
  await page.locator('#path:focus').waitFor();
  await page.keyboard.type('<img src=x onerror=alert(1)>.txt');
  await page.keyboard.press('Enter');
  await until(page, '.summary', '/<img src=x onerror=alert(1)>.txt is settled');
  expect(await page.locator('img, .tab-body script, iframe').count()).toBe(0);
  // The browser itself refuses to make markup of a text, whoever tries.
  const tried = await page.evaluate(() => {
    try {
      document.body.insertAdjacentHTML('beforeend', '<i>x</i>');
      return 'done';
    } catch (thrown) {
      return (thrown as Error).name;
    }
  });
  expect(tried).toBe('TypeError');
  expect(browsing.faults.splice(0).filter((fault) => !fault.includes('TrustedHTML') && !fault.includes('Trusted Type'))).toEqual([]);
});

it('follows a sync that runs, and goes on when it has ended', async () => {
  const sync = at.start('sync', 'A', 'B');
  await sync.line(/Watching/u);
  const { url } = await inspect('A', 'B');
  const page = await browsing.open(url);
  await until(page, '.status', 'live');
  const before = await now(page);
  at.write('A/docs/made while watched.txt', 'new');
  await until(page, '.events .line', 'copied /docs/made while watched.txt');
  await moment(page).toBeGreaterThan(before);

  // Who looks at the past is left there.
  await page.keyboard.press('Home');
  await moment(page).toBe(0);
  at.write('A/docs/another.txt', 'new');
  await sync.line(/another/u);
  await moment(page).toBe(0);

  sync.signal('SIGINT');
  await sync.ended;
  await until(page, '.status', 'no sync is running');
  at.write('A/docs/after.txt', 'new');
  at.run('sync', '--once', 'A', 'B');
  await page.keyboard.press('End');
  await until(page, '.events .line', 'copied /docs/after.txt');
});

it('says so when it has ended, and keeps what it has shown', async () => {
  const { url, process } = await inspect('A', 'B');
  const page = await browsing.open(url);
  await read(page);
  await until(page, '.tree-list', 'docs/');
  process.signal('SIGINT');
  expect((await process.ended).code).toBe(130);
  await until(page, '.status.is-failed', 'foldsync inspect has ended');
  expect(await text(page, '.tree-list')).toContain('docs/');
  await page.keyboard.press('Home');
  await until(page, '.note.is-failed', 'No answer: foldsync inspect has ended, or was stopped.');
  await browsing.closePages();
  browsing.faults.splice(0);
});

it('shows an empty log, a bundle, and nothing to who lacks the token', async () => {
  expect(at.run('bundle', 'A', 'B', '-o', at.path('bundle.json')).code).toBe(0);
  const { url } = await inspect('bundle.json');
  const page = await browsing.open(url);
  await until(page, '.status', 'a bundle');
  await until(page, '.tree-list', 'docs/');
  await page.close();

  const stranger = await browsing.open(new URL('/', url).href);
  expect(await stranger.locator('body').innerText()).toContain('Open the address that foldsync inspect printed');
  await browsing.closePages();
  browsing.faults.splice(0);
});

it.each(['light', 'dark'] as const)('is readable in %s, in a wide window and a narrow one', async (scheme) => {
  const { url } = await inspect('A', 'B');
  for (const [width, height] of [
    [1280, 800],
    [800, 600],
  ] as const) {
    const page = await browsing.open(url, { scheme, width, height });
    await read(page);
    await until(page, '.tree-list', 'docs/');
    const seen = await page.evaluate(() => {
      const luminance = (color: string): number => {
        const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/gu) ?? []).map((part) => {
          const share = Number(part) / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const contrast = (element: Element): number => {
        let under: Element | null = element;
        while (under !== null && /rgba\(0, 0, 0, 0\)|transparent/u.test(getComputedStyle(under).backgroundColor))
          under = under.parentElement;
        const [a, b] = [luminance(getComputedStyle(element).color), luminance(getComputedStyle(under ?? document.body).backgroundColor)];
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      };
      const all = [
        ...document.querySelectorAll(
          '.tree-head span, .tree-row .path, .cell-words, .cell-size, .tab, .moment-standing span, .status, .faint',
        ),
      ];
      return {
        ground: luminance(getComputedStyle(document.body).backgroundColor),
        worst: Math.min(...all.map(contrast)),
        wide: document.documentElement.scrollWidth > innerWidth,
        tall: document.documentElement.scrollHeight > innerHeight,
      };
    });
    expect(seen.ground > 0.5).toBe(scheme === 'light');
    // WCAG AA for text.
    expect(seen.worst).toBeGreaterThan(4.5);
    expect([seen.wide, seen.tall]).toEqual([false, false]);
    if (width === 800) {
      await page.locator('.tab-events').click();
      await page.locator('.events .line').first().waitFor();
    }
  }
});
