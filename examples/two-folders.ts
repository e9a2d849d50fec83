// Keeps two folders in step until nothing is left to do, and says what it did. Texts that both sides edited are merged.
import { CloudSync, mergeText } from 'foldsync';
import { filesystem } from 'foldsync/providers/filesystem';

const [left = './A', right = './B', storage = './foldsync-state'] = process.argv.slice(2);

const sync = new CloudSync([filesystem({ root: left }), filesystem({ root: right })], {
  roots: ['/', '/'],
  storage, // a folder outside of both: the log of everything that happened
  keepBases: 256 * 1024, // bytes: texts up to this size can be merged
  resolveConflict: mergeText(),
  handleNotification: (notification) => console.log(notification),
});

sync.events$.subscribe((event) => console.log(event._tag));

await sync.run({ until: () => !sync.busy, timeout: 60 }); // seconds
for (const conflict of sync.conflicts()) console.log('both sides edited', conflict);
await sync.stop();
