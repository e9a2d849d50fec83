/** The built page, read once: a request names one of these files, and never a path. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Asset {
  readonly type: string;
  readonly body: Buffer;
}

const FILES: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

/** Throws where the page was not built. */
export const readAssets = (folder: string): ReadonlyMap<string, Asset> =>
  new Map(Object.entries(FILES).map(([name, type]) => [name, { type, body: readFileSync(join(folder, name)) }]));
