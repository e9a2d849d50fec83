import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editFindsItsFile } from '../../src/testing/laws/stories.js';
import { path, schedules } from '../../src/testing/world/arbitraries.js';
import { mkdir, move, write } from '../../src/testing/world/scenario.js';
import { runs, TIMEOUT_MS } from './runs.js';

const FILES = ['/a/a', '/a/b', '/b/a', '/c'] as const;
const BASE = [...FILES.map((file, i) => write(file, `v${i}`)), mkdir('/e')];

it.each([
  ['oid', 'oid'],
  ['path', 'oid'],
  ['inode', 'oid'],
  ['oid', 'path'],
  ['inode', 'inode'],
  ['path', 'path'],
] as const)('I28 an edit there ends in the file that was moved here (%s | %s)', { timeout: TIMEOUT_MS }, async (...kinds) => {
  // Where the path is all there is, what goes to a place that another just left is that other, edited.
  const target = kinds[0] === 'path' ? path.map((at) => `/e${at.replaceAll('/', '-')}`) : path;
  const from = fc.oneof(fc.constantFrom<string>(...FILES, '/a', '/b'), path);
  const moves = fc.array(
    fc.tuple(from, target).map(([source, place]) => move(source, place)),
    { maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(moves, fc.constantFrom(...FILES), schedules(), (moved, edited, schedule) =>
      editFindsItsFile(kinds, BASE, moved, edited, schedule),
    ),
    runs(60),
  );
  expect.assertions(0);
});
