/** The examples of docs/how-to, run on folders as they stand. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const { argv } = process;
let home = '';
const at = (...path: string[]): string => join(home, ...path);
const write = (path: string, text: string): void => {
  mkdirSync(join(at(path), '..'), { recursive: true });
  writeFileSync(at(path), text);
};
const read = (path: string): string => readFileSync(at(path), 'utf8');
const names = (path: string): readonly string[] =>
  readdirSync(at(path))
    .filter((name) => name !== '.foldsync')
    .sort();

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'foldsync-how-to-'));
  for (const folder of ['A', 'B', 'C']) mkdirSync(at(folder));
});
afterEach(() => {
  process.argv = argv;
  vi.restoreAllMocks();
  rmSync(home, { recursive: true, force: true });
});

/** The code of a page, which is the example of that name. */
const run = async (page: string, example: string, ...args: string[]): Promise<void> => {
  const text = readFileSync(`docs/how-to/${page}.md`, 'utf8');
  expect(text).toContain(`\`\`\`ts\n${readFileSync(`examples/${example}.ts`, 'utf8')}\`\`\``);
  process.argv = [argv[0] ?? '', example, ...args];
  vi.resetModules();
  await import(`../../examples/${example}.ts`);
};

describe('docs/how-to', () => {
  it('sync-two-providers', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => undefined);
    write('A/a', '1');
    await run('sync-two-providers', 'two-folders', at('A'), at('B'), at('state'));
    expect(read('B/a')).toBe('1');
  });

  it('resolve-conflicts', async () => {
    write('A/a.txt', 'longer than the other');
    write('B/a.txt', 'short');
    write('A/b.txt', 'left');
    write('B/b.txt', 'righ');
    await run('resolve-conflicts', 'resolve-conflicts', at('A'), at('B'), at('state'));
    expect([read('A/a.txt'), read('B/a.txt')]).toEqual(['longer than the other', 'longer than the other']);
    expect([read('A/b.txt'), read('B/b.txt')]).toEqual(['left\nrigh', 'left\nrigh']);
    expect(names('A')).toEqual(['a.txt', 'b.txt']);
  });

  it('files-on-demand', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    write('B/big.iso', '12345');
    write('B/note.txt', 'comes unasked');
    await run('files-on-demand', 'on-demand', at('A'), at('B'), at('state'));
    expect(log.mock.calls).toEqual([
      ['far ', '/big.iso', 5],
      ['here', '/note.txt', 13],
      ['/big.iso', 'is here:', true],
      ['/big.iso', 'is here:', false],
    ]);
    expect([names('A'), names('B')]).toEqual([['note.txt'], ['big.iso', 'note.txt']]);
  });

  it('nest-syncs', async () => {
    write('A/letter', '1');
    write('A/photos/p.jpg', '2');
    await run('nest-syncs', 'nested-syncs', at('A'), at('B'), at('C'), at('state'));
    expect([names('B'), names('C')]).toEqual([['letter'], ['p.jpg']]);
  });

  it('own-storage', async () => {
    write('A/a', '1');
    await run('own-storage', 'own-storage', at('A'), at('B'), at('log.json'));
    expect([read('B/a'), existsSync(at('log.json'))]).toEqual(['1', true]);
    rmSync(at('B/a'));
    await run('own-storage', 'own-storage', at('A'), at('B'), at('log.json'));
    expect(existsSync(at('A/a'))).toBe(false);
  });
});
