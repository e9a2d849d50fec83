// Two syncs on one folder: everything but /photos goes to one place, /photos to another. Each has providers of its own.
import { CloudSync, REMOTE } from 'foldsync';
import { filesystem } from 'foldsync/providers/filesystem';

const [home = './home', documents = './documents', photos = './photos', storage = './foldsync-state'] = process.argv.slice(2);

const outer = new CloudSync([filesystem({ root: home }), filesystem({ root: documents })], { roots: ['/', '/'], storage });
const translate = outer.translate.bind(outer);
outer.translate = (toSide, path) => (toSide === REMOTE && /^\/photos(\/|$)/u.test(path) ? null : translate(toSide, path));

const inner = new CloudSync([filesystem({ root: home }), filesystem({ root: photos })], { roots: ['/photos', '/'], storage });

for (const sync of [outer, inner]) await sync.run({ until: () => !sync.busy, timeout: 60 });
await CloudSync.stopAll([outer, inner]);
