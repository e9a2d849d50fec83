/**
 * The program of the README, as it stands there, with a WebDAV server as its second place: only the line that makes that provider is another (and
 * how long it tries, where a test waits for that).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MADE_THERE = "import { filesystem } from 'foldsync/providers/filesystem';\n";
const SECOND = 'filesystem({ root: right })';
const TIMEOUT = 'timeout: 60';

const program = (timeoutSecs: number): string => {
  const text = /^```ts\n(.*?)^```$/msu.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1] ?? '';
  if (!text.includes(MADE_THERE) || text.split(SECOND).length !== 2 || !text.includes(TIMEOUT))
    throw new Error('the program of the README is not what it was');
  return text
    .replace(MADE_THERE, `${MADE_THERE}import { webdav } from 'foldsync/providers/webdav';\n`)
    .replace(SECOND, 'webdav({ url: right })')
    .replace(TIMEOUT, `timeout: ${timeoutSecs}`);
};

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface ReadmeProgram {
  readonly run: (left: string, url: string, state: string) => { readonly ended: Promise<Ended>; readonly said: () => string };
  readonly clear: () => void;
}

/** Put beside the packages that it needs. `timeoutSecs`: how long it tries; the README's own time unless told. */
export const readmeProgram = async (timeoutSecs = 60): Promise<ReadmeProgram> => {
  const folder = mkdtempSync(join(ROOT, 'node_modules/.readme-'));
  const file = join(folder, 'program.mjs');
  await build({
    stdin: { contents: program(timeoutSecs), loader: 'ts', resolveDir: ROOT },
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', outfile: file, packages: 'external', logLevel: 'error' },
    alias: {
      foldsync: join(ROOT, 'src/index.ts'),
      'foldsync/providers/filesystem': join(ROOT, 'src/adapters/filesystem/index.ts'),
      'foldsync/providers/webdav': join(ROOT, 'src/adapters/webdav/index.ts'),
    },
  });
  const children = new Set<ChildProcess>();
  return {
    run: (left, url, state) => {
      const child = spawn(process.execPath, [file, left, url, state]);
      children.add(child);
      let [out, err] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
      const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
      return { ended, said: () => out + err };
    },
    clear: () => {
      for (const child of children) child.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    },
  };
};
