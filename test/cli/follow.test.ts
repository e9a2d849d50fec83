import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Desk, desk } from './desk.js';

let at: Desk;
beforeAll(() => {
  at = desk();
});
afterAll(() => at.clear());

it('follows the sync that runs, through its socket', async () => {
  at.write('A/a.txt', 'a');
  const sync = at.start('sync', 'A', 'B');
  await sync.line(/Watching both folders/u);
  const log = at.start('log', '--follow', '--kind', 'FilesCreated', 'A', 'B');
  await log.line(/copied \/a\.txt \(1 byte\)$/u);
  at.write('B/later.txt', 'later');
  await log.line(/copied \/later\.txt \(5 bytes\)$/u);
  // Others read as well meanwhile.
  expect(at.run('explain', 'later.txt', 'A', 'B')).toMatchObject({ code: 0, err: '' });
  log.signal('SIGINT');
  expect(await log.ended).toMatchObject({ code: 130, err: '' });
  sync.signal('SIGTERM');
  await sync.ended;
});
