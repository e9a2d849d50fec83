import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { DOMAIN, domainModules, loadPoisoned, poisonedContext } from './poisoned.js';

const PACKAGES = ['io-ts', 'fp-ts', 'immer'];
const SPECIFIER =
  /(?:^|[\s;}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]|\brequire\s*\(\s*['"]([^'"]+)['"]/gu;

/** What a module's text imports. */
const importsOf = (source: string): readonly string[] =>
  [...source.matchAll(SPECIFIER)].map(([, fromClause, dynamic, required]) => fromClause ?? dynamic ?? required ?? '');

const isAllowed = (module: string, specifier: string): boolean =>
  specifier.startsWith('.')
    ? join('/', 'domain', module, '..', specifier).startsWith('/domain/')
    : PACKAGES.some((name) => specifier === name || specifier.startsWith(`${name}/`));

describe('I24 the domain is pure', () => {
  it('finds the modules that it is about', () => {
    expect(domainModules()).toContain('name.ts');
  });

  it.each(domainModules())('%s imports only the domain, io-ts, fp-ts and immer', (module) => {
    const specifiers = importsOf(readFileSync(join(DOMAIN, module), 'utf8'));
    expect(specifiers.filter((specifier) => !isAllowed(module, specifier))).toEqual([]);
  });

  it('loads where clock, dice, locale, timers and I/O throw', async () => {
    const loaded = await loadPoisoned(domainModules());
    expect(Object.keys(loaded)).toEqual(domainModules());
    expect(loaded['name.ts']).toHaveProperty('nameKey');
  });
});

describe('the purity test itself', () => {
  it.each([
    ["import { x } from 'node:fs';", ['node:fs']],
    ["import 'rxjs';", ['rxjs']],
    ["import type { Name } from '../name.js';\nimport * as t from 'io-ts';", ['../name.js', 'io-ts']],
    ["import {\n  a,\n  b,\n} from 'level';", ['level']],
    ["export * from './a.js'; const f = await import('node:os');", ['./a.js', 'node:os']],
  ])('sees what %j imports', (source, expected) => {
    expect(importsOf(source)).toEqual(expected);
  });

  it('refuses a relative import that leaves the domain', () => {
    expect(isAllowed('table/table.ts', '../name.js')).toBe(true);
    expect(isAllowed('table/table.ts', '../../effects/ports/provider.js')).toBe(false);
    expect(isAllowed('name.ts', 'fp-ts-contrib')).toBe(false);
  });

  it.each([
    'Date.now()',
    'new Date()',
    'Math.random()',
    'process.env',
    'Intl.Collator',
    "'a'.localeCompare('b')",
    'setTimeout(() => 1, 0)',
    'console.log(1)',
  ])('has a context in which %s throws', (code) => {
    expect(() => runInContext(code, poisonedContext())).toThrow('impure: ');
  });
});
