// Keeps the log in a store of one's own: anything that has get, put, delete and keys. This one is a file that is written whole.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { CloudSync, type KeyValueStore } from 'foldsync';
import { filesystem } from 'foldsync/providers/filesystem';

const [left = './A', right = './B', file = './foldsync.json'] = process.argv.slice(2);

const text = await readFile(file, 'utf8').catch(() => '{}');
const values = new Map<string, string>(Object.entries(JSON.parse(text) as Record<string, string>));
const save = async (): Promise<void> => {
  await writeFile(`${file}.new`, JSON.stringify(Object.fromEntries(values)));
  await rename(`${file}.new`, file);
};

const storage: KeyValueStore = {
  get: async (key) => values.get(key),
  put: async (key, value) => {
    values.set(key, value);
    await save();
  },
  delete: async (key) => {
    values.delete(key);
    await save();
  },
  keys: async (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
};

const sync = new CloudSync([filesystem({ root: left }), filesystem({ root: right })], { roots: ['/', '/'], storage });
await sync.run({ until: () => !sync.busy, timeout: 60 });
await sync.stop();
