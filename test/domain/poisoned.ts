import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext, type Context } from 'node:vm';
import { build } from 'esbuild';

/**
 * The domain in a world where clock, dice, locale and I/O throw when touched (I24).
 *
 * `vitest` itself needs a clock, so the globals of this process can't be poisoned: the domain is bundled and run in a context of its own.
 */
export const DOMAIN = fileURLToPath(new URL('../../src/domain', import.meta.url));

/** Every module of the domain, by its path below src/domain, with `/` between names. */
export const domainModules = (): readonly string[] =>
  readdirSync(DOMAIN, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => relative(DOMAIN, join(DOMAIN, path)).replaceAll('\\', '/'))
    .sort();

/** What the given modules of the domain export, loaded in a poisoned context; by their paths. */
export const loadPoisoned = async (modules: readonly string[]): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>> => {
  const imports = modules.map((path, n) => `import * as m${n} from './${path}';`);
  const exports = modules.map((path, n) => `${JSON.stringify(path)}: m${n}`);
  const source = `${imports.join('\n')}\nglobalThis.loaded = { ${exports.join(', ')} };`;
  const bundle = await build({
    stdin: { contents: source, resolveDir: DOMAIN, loader: 'ts' },
    bundle: true,
    format: 'iife',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    write: false,
    logLevel: 'silent',
    // Libraries ask it which build they are.
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const context = poisonedContext();
  runInContext(bundle.outputFiles[0]?.text ?? '', context);
  return context['loaded'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

/** A fresh set of globals in which everything impure throws. */
export const poisonedContext = (): Context => {
  const context = createContext({});
  runInContext(POISON, context);
  return context;
};

const POISON = `
  (() => {
    const poison = (name) => { throw new Error('impure: ' + name); };
    const forbid = (object, name, label) => Object.defineProperty(object, name, { get: () => poison(label), configurable: true });

    for (const name of ['Intl', 'process', 'console', 'performance', 'crypto', 'fetch', 'require', 'Buffer', 'navigator', 'WeakRef',
      'FinalizationRegistry', 'SharedArrayBuffer', 'Atomics', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'structuredClone'])
      forbid(globalThis, name, name);

    globalThis.Date = new Proxy(function Date() {}, {
      construct: () => poison('new Date'),
      apply: () => poison('Date()'),
      get: (target, key) => (key === 'prototype' ? target.prototype : poison('Date.' + String(key))),
    });
    Math.random = () => poison('Math.random');
    for (const [owner, names] of [
      [String, ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase']],
      [Number, ['toLocaleString']],
      [BigInt, ['toLocaleString']],
      [Array, ['toLocaleString']],
      [Object, ['toLocaleString']],
    ]) for (const name of names) owner.prototype[name] = () => poison(owner.name + '.prototype.' + name);
    // Not impure in itself, but the domain is synchronous.
    Promise.prototype.then = () => poison('Promise.prototype.then');
  })();
`;
