/**
 * What Node runs: it loads the command, which is one text (`scripts/bundle.mjs`). That is compiled as a script, since of those alone V8 takes
 * what it made of them in an earlier run (docs/adr/0020).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import { cacheFolder, keepCode, readCode } from './code-cache.js';
import { VERSION } from './version.js';

/** Put in by the bundler; the name changes with the text. */
const COMMAND = process.env['FOLDSYNC_COMMAND'] ?? '';

/** Runs that add to what is kept: the first of a pair goes other ways than those in which nothing changed. */
const LEARNING_RUNS = 4;
/** V8 drops code that was not run for a while: a longer run would keep less than there was. CPU time, microseconds. */
const MAX_LEARNING_US = 5_000_000;

/** What surrounds the text: a script has neither of these, and can't import. */
type Command = (require: NodeJS.Require, here: string, load: (url: string) => Promise<unknown>) => void;

const start = (word: string): void => {
  const file = fileURLToPath(new URL(`./${COMMAND}`, import.meta.url));
  const folders = cacheFolder();
  const name = `${word}-${COMMAND}-${process.version}-${process.arch}`;
  const kept = isCommand(word) ? readCode(folders, name) : null;
  // All of it is ASCII.
  const script = new Script(readFileSync(file, 'latin1'), { filename: file, ...(kept === null ? {} : { cachedData: kept.data }) });
  const runs = script.cachedDataRejected === true ? 0 : (kept?.runs ?? 0);
  if (isMainThread)
    process.on('exit', (code) => {
      if (code !== 0 || runs >= LEARNING_RUNS || !isCommand(word) || process.cpuUsage().user > MAX_LEARNING_US) return;
      keepCode(folders, name, { runs: runs + 1, data: script.createCachedData() });
    });
  (script.runInThisContext() as Command)(createRequire(file), pathToFileURL(file).href, (url) => import(url));
};

/** Words that are none end with an error, and leave nothing. */
const isCommand = (word: string): boolean => /^[a-z]{1,20}$/u.test(word);

const [word = '', ...more] = process.argv.slice(2);
if (more.length === 0 && (word === '--version' || word === '-V')) process.stdout.write(`${VERSION}\n`);
else start(word);
