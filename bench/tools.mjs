/** What is timed: foldsync as users have it (the bundled command, defaults), and tools beside it. Each syncs folder `a` and folder `b`. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './measure.mjs';

const BUNDLE = fileURLToPath(new URL('../dist/bin/foldsync.mjs', import.meta.url));

export const foldsync = {
  name: 'foldsync',
  command: (a, b, state) => [process.execPath, [BUNDLE, 'sync', '--once', '--quiet', '--state', state, '--max-delete', '100', a, b]],
};

const beside = {
  node: { name: 'node', command: () => [process.execPath, ['-e', '0']] },
  cp: { name: 'cp', firstOnly: true, command: (a, b) => ['cp', ['-r', `${a}/.`, b]] },
  rsync: { name: 'rsync', command: (a, b) => ['rsync', ['-a', '--delete', `${a}/`, `${b}/`]] },
  unison: {
    name: 'unison',
    command: (a, b, state) => [
      'unison',
      [a, b, '-batch', '-auto', '-silent', '-confirmbigdel=false'],
      { env: { ...process.env, UNISON: state } },
    ],
  },
};

/** The tools that are there; a missing one is left out of the table, and said. */
export const installedTools = async () => {
  if (!existsSync(BUNDLE)) throw new Error('no bundle: run `npm run build` first');
  const found = { node: beside.node, cp: beside.cp };
  if (await isInstalled('rsync')) found.rsync = beside.rsync;
  if (await isInstalled('unison', ['-version'])) found.unison = beside.unison;
  return found;
};
