/** What is timed: foldsync as users have it (the bundled command, defaults), and tools beside it. Each syncs folder `a` and folder `b`. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './measure.mjs';

export const BUNDLE = fileURLToPath(new URL('../dist/bin/foldsync.mjs', import.meta.url));

/** `command(place, isFirst)`: program, arguments, options. `once`: it copies, and knows nothing of a second time. */
export const foldsync = {
  name: 'foldsync',
  command: ({ a, b, state }) => [process.execPath, [BUNDLE, 'sync', '--once', '--quiet', '--state', state, '--max-delete', '100', a, b]],
};

const beside = [
  { name: 'node', needs: 'node', isFloor: true, command: () => [process.execPath, ['-e', '0']] },
  { name: 'cp', needs: 'cp', once: true, command: ({ a, b }) => ['cp', ['-r', `${a}/.`, b]] },
  /** What a copy takes that is on the disk when it ends, as foldsync's is. */
  { name: 'cp+sync', needs: 'cp', once: true, command: ({ a, b }) => ['sh', ['-c', 'cp -r "$0/." "$1" && sync -f "$1"', a, b]] },
  { name: 'rsync', needs: 'rsync', command: ({ a, b }) => ['rsync', ['-a', '--delete', `${a}/`, `${b}/`]] },
  {
    name: 'unison',
    needs: 'unison',
    version: '-version',
    command: ({ a, b, state }) => [
      'unison',
      [a, b, '-batch', '-auto', '-silent', '-confirmbigdel=false'],
      { env: { ...process.env, UNISON: state } },
    ],
  },
  {
    name: 'rclone',
    needs: 'rclone',
    version: 'version',
    command: ({ a, b, state }, isFirst) => [
      'rclone',
      ['bisync', a, b, '--workdir', state, '--force', '--quiet', ...(isFirst ? ['--resync'] : [])],
      { env: { ...process.env, RCLONE_CONFIG: `${state}/rclone.conf` } },
    ],
  },
];

/** The tools that are there, in the order of the table. */
export const installedTools = async () => {
  if (!existsSync(BUNDLE)) throw new Error('no bundle: run `npm run build` first');
  const found = [];
  for (const tool of beside) if (await isInstalled(tool.needs, [tool.version ?? '--version'])) found.push(tool);
  return found;
};
