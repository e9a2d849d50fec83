import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Desk, desk } from './desk.js';

let at: Desk;
beforeAll(() => {
  at = desk();
  at.write('A/docs/a.txt', 'a');
  expect(at.run('sync', '--once', 'A', 'B').code).toBe(0);
});
afterAll(() => at.clear());

it('serves the page and the log, touches nothing by that, and ends with Ctrl-C', async () => {
  const before = at.marks('.');
  const inspect = at.start('inspect', 'A', 'B');
  const url = (await inspect.line(/http/u)).trim();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/$/u);
  const page = await fetch(url);
  expect(await page.text()).toContain('<div id="page"></div>');
  expect((await fetch(`${url}page.js`)).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  for (let known = 0; known === 0; ) {
    const { total, lines } = (await (await fetch(`${url}api/lines?from=0&count=1`)).json()) as { total: number; lines: { text: string }[] };
    known = total;
    if (total > 0) expect(lines[0]?.text).toMatch(/^started foldsync/u);
  }
  inspect.signal('SIGINT');
  expect(await inspect.ended).toMatchObject({ code: 130, err: '' });
  expect(at.marks('.')).toEqual(before);
});

it('says what is wrong with what it was given', async () => {
  const taken = createServer();
  const port = await new Promise<number>((resolve) =>
    taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port)),
  );
  expect(at.run('inspect', 'A', 'B', '--port', String(port))).toMatchObject({ code: 1, err: expect.stringContaining('Leave --port out') });
  taken.close();
  expect(at.run('inspect', 'A', 'B', '--port', '70000').code).toBe(2);
  expect(at.run('inspect', 'B', 'A').code).toBe(2);
  expect(at.run('inspect', 'nowhere.json')).toMatchObject({ code: 2, err: expect.stringContaining('There is no file nowhere.json') });
  at.write('broken.json', '{"format":"foldsync-bundle","version":1,"events":[<script>');
  expect(at.run('inspect', 'broken.json')).toMatchObject({ code: 1, out: '' });
});
