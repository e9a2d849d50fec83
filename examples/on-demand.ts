// Shows what is in a folder of the far side, brings one file of it, and lets it go again.
import { LOCAL, SmartCloudSync } from 'foldsync';
import { filesystem } from 'foldsync/providers/filesystem';

const [here = './here', far = './far', storage = './foldsync-state', wanted = '/big.iso'] = process.argv.slice(2);

const sync = new SmartCloudSync([filesystem({ root: here }), filesystem({ root: far })], { roots: ['/', '/'], storage });
sync.registerAutoSyncCallback((path) => path.endsWith('.txt')); // texts come unasked

await sync.start();
for (let settled = false; !settled; settled = !sync.busy) await sync.interruptableSleep(0.1);
for (const entry of sync.smartListdirPath('/')) console.log(entry.isSynced ? 'here' : 'far ', entry.path, entry.size);
await sync.smartSyncPath(wanted, LOCAL);
console.log(wanted, 'is here:', sync.smartInfoPath(wanted)?.isSynced);
await sync.smartUnsyncPath(wanted, LOCAL);
console.log(wanted, 'is here:', sync.smartInfoPath(wanted)?.isSynced);
await sync.stop();
