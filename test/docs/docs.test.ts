import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
];

/** Contents of the fenced blocks of a language. */
const blocks = (page: string, language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gmsu'))].map(([, code]) => code ?? '');

describe('the documentation', () => {
  it('quotes the library example as it is in examples/', () => {
    expect(blocks(read('README.md'), 'ts')).toContain(read('examples/two-folders.ts'));
  });

  it('quotes the example of fuzzing a provider as it is in examples/', () => {
    expect(blocks(read('docs/how-to/fuzz-your-provider.md'), 'ts')).toEqual([read('examples/fuzz-your-provider.ts')]);
  });

  it('has a library example of at most 20 lines', () => {
    expect(read('examples/two-folders.ts').trimEnd().split('\n').length).toBeLessThanOrEqual(20);
  });

  it('quotes the ten lines that run the kit as they are run', () => {
    expect(blocks(read('docs/how-to/write-a-provider.md'), 'ts')).toContain(read('test/docs/own-provider.test.ts'));
  });

  it('names the test command that CI runs', () => {
    const commands = blocks(read('README.md'), 'sh').map((block) => block.trim());
    expect(commands).toContain('npm ci && npm test');
    expect(read('.ci/run')).toMatch(/^npm ci\nnpm test$/mu);
  });

  it.each(PAGES)('%s links only to what exists', (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/gu)].map(([, target]) => target ?? '');
    expect(targets.filter((target) => !existsSync(join(ROOT, dirname(page), target)))).toEqual([]);
  });

  it('numbers decisions without gaps', () => {
    const numbers = readdirSync(join(ROOT, 'docs/adr')).map((name) => Number(name.slice(0, 4)));
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, n) => n));
  });

  it('names every property test by the number of an invariant', () => {
    const known = new Set([...read('docs/INVARIANTS.md').matchAll(/`(i\d\d-[a-z-]+)`/gu)].map(([, name]) => `${name}.test.ts`));
    const folder = join(ROOT, 'test/property');
    const there = existsSync(folder) ? readdirSync(folder).filter((name) => /^i\d\d-/u.test(name)) : [];
    expect(there.filter((name) => !known.has(name))).toEqual([]);
  });
});
