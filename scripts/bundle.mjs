// Bundles the command line into dist/bin: src/cli/main.ts becomes dist/bin/foldsync.mjs, and what it imports lazily (`await import(...)`)
// becomes chunks beside it that load when they are used. One file read instead of hundreds is what makes the command start fast.
//
// Native parts can't be bundled: classic-level's JavaScript is, its `.node` file is found at run time where npm put it; koffi stays outside.
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = join(root, 'src/cli/main.ts');
const outdir = join(root, 'dist/bin');
const require = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

if (!existsSync(entry)) {
  console.log('no src/cli/main.ts: no command line to bundle');
  process.exit(0);
}

/** fp-ts, io-ts and rxjs ship ES modules that esbuild can shake, but not where Node's own resolution looks. */
const esModules = {
  name: 'es-modules',
  setup(bundler) {
    bundler.onResolve({ filter: /^fp-ts\/lib\/\w+\.js$/ }, ({ path }) => ({
      path: join(packageFolder('fp-ts'), 'es6', path.slice('fp-ts/lib/'.length)),
      sideEffects: false,
    }));
    bundler.onResolve({ filter: /^fp-ts\/(lib|es6)\/\w+$/ }, ({ path }) => ({
      path: `${join(packageFolder('fp-ts'), 'es6', path.split('/')[2])}.js`,
      sideEffects: false,
    }));
    bundler.onResolve({ filter: /^io-ts$/ }, () => ({ path: join(packageFolder('io-ts'), 'es6/index.js'), sideEffects: false }));
    bundler.onResolve({ filter: /^rxjs$/ }, () => ({ path: join(packageFolder('rxjs'), 'dist/esm/index.js'), sideEffects: false }));
  },
};

/**
 * classic-level's binding.js asks node-gyp-build for the prebuilt file beside itself: here, beside the installed package. Where it is most
 * often (linux-x64 with glibc, ...) it is loaded without a search.
 */
const nativeBinding = {
  name: 'native-binding',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]classic-level[\\/]binding\.js$/ }, () => ({
      contents: `
        const path = require('node:path');
        const { createRequire } = require('node:module');
        const manifest = require.resolve('classic-level/package.json');
        const usual = process.platform + '-' + process.arch + '/classic-level.node';
        const load = createRequire(manifest);
        let binding;
        try {
          binding = load('./prebuilds/' + usual);
        } catch {
          binding = load('node-gyp-build')(path.dirname(manifest));
        }
        module.exports = binding;
      `,
      loader: 'js',
    }));
  },
};

/** Commander loads child_process for commands that are files of their own: we have none, and it is a tenth of what Node takes to start. */
const noChildren = {
  name: 'no-children',
  setup(bundler) {
    bundler.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: 'none', namespace: 'none' } : undefined,
    );
    bundler.onLoad({ filter: /^none$/, namespace: 'none' }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
  },
};

/** A CommonJS package that is imported lazily has only a default export in a bundle; in Node it has its named ones, too. */
const lazyLevel = {
  name: 'lazy-level',
  setup(bundler) {
    bundler.onResolve({ filter: /^level$/ }, ({ kind }) => (kind === 'dynamic-import' ? { path: 'level', namespace: 'lazy' } : undefined));
    bundler.onLoad({ filter: /^level$/, namespace: 'lazy' }, () => ({
      contents: "import level from 'level'; export const { Level } = level;",
      resolveDir: root,
    }));
  },
};

const result = await build({
  absWorkingDir: root,
  entryPoints: { foldsync: entry },
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunk-[hash]',
  // Names stay as they are: a stack trace in a bug report is worth more than its bytes.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  sourcemap: false,
  external: ['koffi', '@koromix/*', '*.node', 'node-gyp-build'],
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.FOLDSYNC_VERSION': JSON.stringify(version) },
  // CommonJS packages call `require`, which an ES module has not.
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  plugins: [esModules, lazyLevel, nativeBinding, noChildren],
  metafile: true,
  write: false,
});

// Written first, swept afterwards, so that a command running meanwhile still finds its chunks.
mkdirSync(outdir, { recursive: true });
for (const file of result.outputFiles) {
  const isEntry = file.path === join(outdir, 'foldsync.mjs');
  const text = file.text.startsWith('#!') || !isEntry ? file.text : `#!/usr/bin/env node\n${file.text}`;
  writeFileSync(file.path, text);
  if (isEntry) chmodSync(file.path, 0o755);
}
const written = new Set(result.outputFiles.map((file) => file.path));
for (const name of readdirSync(outdir)) if (!written.has(join(outdir, name))) rmSync(join(outdir, name), { recursive: true });

const kib = (bytes) => `${Math.ceil(bytes / 1024)} KiB`;
const entryBytes = result.outputFiles.find((file) => file.path.endsWith('foldsync.mjs'))?.contents.length ?? 0;
const allBytes = result.outputFiles.reduce((sum, file) => sum + file.contents.length, 0);
console.log(`dist/bin/foldsync.mjs: ${kib(entryBytes)}, with ${result.outputFiles.length - 1} chunks ${kib(allBytes)}`);

// `foldsync inspect` serves it.
await import('./bundle-page.mjs');

function packageFolder(name) {
  return dirname(require.resolve(`${name}/package.json`));
}
