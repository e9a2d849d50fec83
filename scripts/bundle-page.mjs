// Bundles the inspector's page into dist/page: one script, one style sheet, and what those are made of. It is served by `foldsync inspect`
// alone, so its parts (Preact, uPlot) are needed to build the package, and not to use it.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'src/inspect/page');
const outdir = join(root, 'dist/page');

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: { page: join(source, 'main.tsx') },
  outdir,
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: ['chrome111', 'firefox114', 'safari16.4'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minify: true,
  legalComments: 'none',
  write: false,
});
const style = await build({
  absWorkingDir: root,
  entryPoints: { page: join(source, 'page.css') },
  outdir,
  bundle: true,
  minify: true,
  write: false,
});

mkdirSync(outdir, { recursive: true });
for (const { path, contents } of [...outputFiles, ...style.outputFiles]) writeFileSync(path, contents);
for (const name of ['index.html', 'icon.svg']) copyFileSync(join(source, name), join(outdir, name));

// Their licenses ask to go where they go.
const licenses = ['preact', 'uplot'].map((name) => `${name}\n\n${readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8')}`);
writeFileSync(join(outdir, 'LICENSES.txt'), licenses.join('\n\n'));

const bytes = [...outputFiles, ...style.outputFiles].reduce((sum, { contents }) => sum + contents.length, 0);
console.log(`dist/page: ${Math.ceil(bytes / 1024)} KiB`);
