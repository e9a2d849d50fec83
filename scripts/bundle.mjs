// Bundles the command line into dist/bin: src/cli/start.ts becomes foldsync.mjs, which loads command-<digest>.txt, made of src/cli/main.ts: the
// text of one function, in which what is imported lazily (`await import(...)`) runs when it is used. Why it is no module: docs/adr/0020.
//
// Native parts can't be bundled: classic-level's JavaScript is, its `.node` file is found at run time where npm put it; koffi stays outside.
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = join(root, 'dist/bin');
const require = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

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

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  // Names stay as they are: a stack trace in a bug report is worth more than its bytes.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  sourcemap: false,
  logLevel: 'error',
  write: false,
};
const define = { 'process.env.NODE_ENV': '"production"', 'process.env.FOLDSYNC_VERSION': JSON.stringify(version) };

const command = await build({
  ...shared,
  entryPoints: [join(root, 'src/cli/main.ts')],
  format: 'cjs',
  external: ['koffi', '@koromix/*', '*.node', 'node-gyp-build'],
  define: { ...define, 'import.meta.url': '__here' },
  banner: { js: '(function (require, __here, __import) {' },
  footer: { js: '})' },
  plugins: [esModules, lazyLevel, nativeBinding, noChildren],
});
// What is imported by a name that is known at run time only.
const text = command.outputFiles[0].text.replace(/\bimport\(/g, '__import(');
if (/[^\0-\x7f]/.test(text)) throw new Error('the command is to be ASCII, as it is read');
const name = `command-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.txt`;

const start = await build({
  ...shared,
  entryPoints: [join(root, 'src/cli/start.ts')],
  format: 'esm',
  define: { ...define, 'process.env.FOLDSYNC_COMMAND': JSON.stringify(name) },
});

// Written first, swept afterwards, so that a command that starts meanwhile still finds its text.
mkdirSync(outdir, { recursive: true });
const files = { [name]: text, 'foldsync.mjs': `#!/usr/bin/env node\n${start.outputFiles[0].text}` };
for (const [file, content] of Object.entries(files)) writeFileSync(join(outdir, file), content);
chmodSync(join(outdir, 'foldsync.mjs'), 0o755);
for (const file of readdirSync(outdir)) if (!(file in files)) rmSync(join(outdir, file), { recursive: true });

console.log(`dist/bin/foldsync.mjs, ${name}: ${Math.ceil(text.length / 1024)} KiB`);

// `foldsync inspect` serves it.
await import('./bundle-page.mjs');

function packageFolder(name) {
  return dirname(require.resolve(`${name}/package.json`));
}
