import type { Event } from '../../domain/event.js';
import type { MemoryStore } from '../../adapters/memory/index.js';
import { SIDES } from '../../domain/side.js';
import { settleWorld } from './settle-world.js';
import { advanceWorld, openWorld, startSession, type World } from './world.js';

/**
 * The log of a long life of two people, in pieces: a first sync of `files` files, then days on which both edit, create, rename, delete,
 * and edit the same file. The same for the same numbers. For measuring what reads logs.
 */
export async function* longLog(files: number, events: number): AsyncGenerator<readonly Event[], void, undefined> {
  const world = openWorld(['inode', 'oid'], {}, () => undefined);
  const [local] = world.stores;
  for (let n = 0; n < files; n++) local.silent.write(pathOf(n), `${n}`);
  await startSession(world, false);
  let told = 0;
  let made = files;
  for (let day = 0; told < events; day++) {
    await settleWorld(world, ROUNDS);
    const some = world.events.splice(0);
    told += some.length;
    yield some;
    made = liveThrough(world, day, made);
    world.clockMs += NIGHT_MS;
  }
}

/** More than any day needs; to count what a large tree may need takes longer than the day. */
const ROUNDS = 1_000_000;
const NIGHT_MS = 12 * 3600 * 1000;
/** What each side's user does on a day. */
const ACTS = 300;
const FOLDER = 100;

const pathOf = (n: number): string => `/area ${Math.floor(n / FOLDER / FOLDER)}/folder ${Math.floor(n / FOLDER)}/file ${n}.txt`;

/** One day; answers how many files were ever made. What can't be done (it was deleted before) is left. */
const liveThrough = (world: World, day: number, made: number): number => {
  let next = made;
  for (const side of SIDES) {
    const user = world.stores[side];
    for (let n = 0; n < ACTS; n++) {
      const number = (day * 7919 + n * 104729 + side * 17) % made;
      switch (n % 10) {
        case 0:
          user.write(pathOf(next++), `new on ${side}`);
          break;
        case 1:
          attempt(() => user.remove(pathOf(number)));
          break;
        case 2:
          attempt(() => user.move(pathOf(number), `${pathOf(number).slice(0, -'.txt'.length)} of day ${day}.txt`));
          break;
        default:
          attempt(() => editOne(user, pathOf(number), `${day} ${side} ${n}`));
      }
    }
  }
  // Both edit one file.
  for (const side of SIDES) attempt(() => world.stores[side].write(pathOf(day % made), `day ${day} of ${side}`));
  advanceWorld(world, { looks: [0, 0], deeds: 0 });
  return next;
};

const editOne = (user: MemoryStore, path: string, content: string): void => {
  user.setMtime(path, 1);
  user.write(path, content);
};

const attempt = (act: () => void): void => {
  try {
    act();
  } catch {
    // Somebody deleted or renamed it: that is life.
  }
};
