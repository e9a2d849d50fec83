// One bundle of the tests and of the core with all its mutants, each behind a switch. Stryker's own instrumenter makes the mutants.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { build } from 'esbuild';
import { withLooks } from './look.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const here = dirname(fileURLToPath(import.meta.url));

/** The files of which `where` is one, or which lie below it. */
const filesIn = (where, ending) =>
  where.endsWith('.ts')
    ? [where]
    : readdirSync(join(root, where), { recursive: true })
        .filter((name) => name.endsWith(ending))
        .map((name) => join(where, name))
        .sort();

const silent = { debug: () => {}, info: () => {}, warn: console.warn, isDebugEnabled: () => false };
const options = { ignorers: [], excludedMutations: [], plugins: null, noHeader: true };

/** Switches that are one comparison, and coverage that is one addition. */
const fast = (code) =>
  code
    .replace(/stryMutAct_9fa48\("(\d+)"\) \? \(\) => undefined : \(stryCov_9fa48\("\1"\), /gu, 'stryArrow($1, ')
    .replace(/stryMutAct_9fa48\("(\d+)"\)/gu, '(stryState.active === $1 && stryHit())')
    .replace(/stryCov_9fa48\(([^)]*)\)/gu, (_, ids) => `(${ids.replace(/"(\d+)"/gu, 'stryState.seen[$1] += 1')})`);

const HEADER = `import { mutants as stryState, hit as stryHit, arrow as stryArrow, look as stryLook } from ${JSON.stringify(join(here, 'switch.mjs'))};\n`;

/** The core's files in these places, instrumented. Types alone have no mutants. */
const instrument = async (where) => {
  const names = where.flatMap((each) => filesIn(each, '.ts')).filter((name) => !name.endsWith('/index.ts'));
  const sources = names.map((name) => ({ name: join(root, name), mutate: true, content: readFileSync(join(root, name), 'utf8') }));
  const { files, mutants } = await new Instrumenter(silent).instrument(sources, options);
  return { code: new Map(files.map(({ name, content }) => [name, HEADER + fast(withLooks(name, content))])), mutants };
};

/** What stood in the place of a mutant, in one line. */
const original = (file, { start, end }) => {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .slice(start.line, end.line + 1);
  lines[lines.length - 1] = lines[lines.length - 1].slice(0, end.column);
  return lines.join('\n').slice(start.column).replace(/\s+/gu, ' ');
};

/** Writes `outfile`, and answers the mutants: number `n` is on while `foldsyncMutants.active === n`. */
export const bundleMutants = async ({ where, tests, without, outfile }) => {
  const { code, mutants } = await instrument(where);
  const files = tests.flatMap((each) => filesIn(each, '.test.ts')).filter((file) => !without.includes(file));
  const imports = files.map((file) => `import ${JSON.stringify(`begin:${file}`)};\nimport ${JSON.stringify(join(root, file))};\n`);
  const entry = `${imports.join('')}export { tests } from 'vitest';\n`;
  const plugin = {
    name: 'mutants',
    setup: (esbuild) => {
      esbuild.onResolve({ filter: /^vitest$/ }, () => ({ path: join(here, 'vitest.mjs') }));
      esbuild.onResolve({ filter: /^begin:/ }, ({ path }) => ({ path: path.slice('begin:'.length), namespace: 'begin' }));
      esbuild.onLoad({ filter: /./, namespace: 'begin' }, ({ path }) => ({
        contents: `import { begin } from 'vitest';\nbegin(${JSON.stringify(path)});`,
        resolveDir: root,
      }));
      esbuild.onLoad({ filter: /\/(src\/domain|test)\/.*\.ts$/ }, ({ path }) => {
        const text = code.get(path) ?? readFileSync(path, 'utf8');
        return { contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)), loader: 'ts' };
      });
    },
  };
  await build({
    stdin: { contents: entry, resolveDir: root, loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    plugins: [plugin],
    outfile,
    logLevel: 'error',
    // Tests are loaded for what they do.
    ignoreAnnotations: true,
  });
  return mutants.map(({ id, fileName, mutatorName, replacement, location }) => ({
    id: Number(id),
    file: relative(root, fileName),
    mutator: mutatorName,
    replacement,
    location,
    original: original(fileName, location),
  }));
};
