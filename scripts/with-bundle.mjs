// Runs a part of the sources as it is, without a build of the whole.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles the module `entry` (a path below the root of the project), and answers what `use` makes of its exports. */
export const withBundle = async (entry, use) => {
  // Beside the sources, so that packages are found; ignored by git as all of node_modules is.
  const folder = mkdtempSync(join(root, 'node_modules', '.bundle-'));
  try {
    const outfile = join(folder, 'bundle.mjs');
    await build({
      entryPoints: [join(root, entry)],
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      outfile,
      sourcemap: 'inline',
      logLevel: 'error',
    });
    return await use(await import(pathToFileURL(outfile).href));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
