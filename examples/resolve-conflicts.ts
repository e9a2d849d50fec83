// The longer of two versions wins; where both are as long, both are put into one file.
import { CloudSync, type ResolveConflict } from 'foldsync';
import { filesystem } from 'foldsync/providers/filesystem';

const [left = './A', right = './B', storage = './foldsync-state'] = process.argv.slice(2);

const resolveConflict: ResolveConflict = async (local, remote) => {
  if (local.size !== remote.size) return { winner: local.size > remote.size ? local : remote, keep: false };
  return { winner: `${await local.text()}\n${await remote.text()}`, keep: false };
};

const sync = new CloudSync([filesystem({ root: left }), filesystem({ root: right })], { roots: ['/', '/'], storage, resolveConflict });
await sync.run({ until: () => !sync.busy, timeout: 60 });
await sync.stop();
