/** Named reasons, in words: what it means, and what to do. */

export interface Explained {
  readonly why: string;
  /** What a person can do; empty if nothing is needed. */
  readonly advice: string;
}

const WORDS: { readonly [reason: string]: Explained } = {
  // Names and places
  'unsafe-name': { why: 'its name is not safe on the other side', advice: 'rename it' },
  'name-too-long': { why: 'its name is too long for the other side', advice: 'give it a shorter name' },
  'name-has-forbidden-character': { why: 'its name has a character that the other side refuses', advice: 'rename it' },
  NameRefused: { why: 'the other side refuses its name', advice: 'rename it' },
  Denied: { why: 'permission denied', advice: 'check its owner and mode, and those of its folder' },
  undone: { why: 'an undo left it different on both sides', advice: 'edit the one you want to keep, and it goes over' },
  Corrupt: { why: 'its contents can not be read', advice: 'check the disk' },
  // Kept away
  'not-utf8': { why: 'its name is not valid UTF-8', advice: 'rename it' },
  unreadable: { why: 'it can not be read', advice: 'check its owner and mode, and whether another disk is mounted there' },
  'other-device': { why: 'another disk is mounted there', advice: 'sync that disk on its own' },
  untranslatable: { why: 'it has no place on the other side', advice: '' },
  // Why something waits
  'under-way': { why: 'it is under way', advice: '' },
  'to-be-looked-at': { why: 'it is to be looked at first', advice: '' },
  'side-not-quiet': { why: 'a side is still changing', advice: '' },
  later: { why: 'it is tried again later', advice: '' },
  // Why something is done
  hinted: { why: 'something changed there', advice: '' },
  unlisted: { why: 'to see what is there', advice: '' },
  'translated-place-is-taken': { why: 'translate gives it a place that another entry has', advice: 'rename it' },
  created: { why: 'new on the other side', advice: '' },
  'on-the-way': { why: 'a translated path needs the folder', advice: '' },
  'local-edited': { why: 'edited on the first side', advice: '' },
  'remote-edited': { why: 'edited on the second side', advice: '' },
  'local-touched': { why: 'touched on the first side', advice: '' },
  'remote-touched': { why: 'touched on the second side', advice: '' },
  'both-touched': { why: 'touched on both sides', advice: '' },
  'both-edited': { why: 'edited on both sides', advice: '' },
  'both-created': { why: 'new on both sides', advice: '' },
  'local-moved': { why: 'moved on the first side', advice: '' },
  'remote-moved': { why: 'moved on the second side', advice: '' },
  'both-moved': { why: 'moved on both sides', advice: '' },
  'deleted-there': { why: 'deleted on the other side', advice: '' },
  'folder-deleted-there': { why: 'deleted on the other side', advice: '' },
  'edit-beats-delete': { why: 'edited here, deleted there: the edit counts', advice: '' },
  'move-beats-delete': { why: 'moved here, deleted there: the move counts', advice: '' },
  'child-survives': { why: 'something in it survives', advice: '' },
  conflict: { why: 'different on both sides', advice: '' },
  'folder-beats-file': { why: 'a folder has that name on the other side', advice: '' },
  'name-taken': { why: 'its name is taken', advice: '' },
  'both-want-one-name': { why: 'two entries want one name', advice: '' },
};

const KEPT: { readonly [kept: string]: string } = {
  ignored: 'ignored',
  symlink: 'a symbolic link',
  special: 'a special file',
  'not-utf8': 'a name that is not valid UTF-8',
  'unsafe-name': 'a name that is not safe',
  unreadable: 'unreadable',
  'other-device': 'on another disk',
  untranslatable: 'without a place on the other side',
  'on-demand': 'kept on demand',
  'a-conflict-copy': 'a conflict copy',
};

const WAITS: { readonly [why: string]: string } = {
  parent: 'waits for its folder',
  occupant: 'its place is taken until something is done with',
  child: 'waits for what is in it:',
};

export const explain = (reason: string): Explained => {
  const known = WORDS[reason];
  if (known !== undefined) return known;
  const held = after(reason, 'place-held-by-');
  if (held !== null)
    return { why: `its place on the other side is taken by ${KEPT[held] ?? held}`, advice: 'move that away, or rename one of them' };
  const folder = after(reason, 'folder-is-');
  if (folder !== null) return { why: `its folder is ${KEPT[folder] ?? folder} on the other side`, advice: 'move one of them away' };
  const holds = after(reason, 'folder-holds-');
  if (holds !== null) {
    return {
      why: `deleted on the other side, but here it holds something that ${holding(holds)}`,
      advice: 'delete it yourself, or move that out',
    };
  }
  const waits = /^waits-for-([a-z-]+):(.*)$/su.exec(reason);
  if (waits !== null) return { why: `${WAITS[waits[1] ?? ''] ?? 'waits for'} ${waits[2] ?? ''}`, advice: '' };
  return { why: reason.replaceAll('-', ' '), advice: '' };
};

/** `-there`: its other half was moved to where it does not sync. */
const holding = (kept: string): string => {
  const there = /^(.+)-there$/su.exec(kept)?.[1];
  return there === undefined
    ? `does not sync (${KEPT[kept] ?? kept})`
    : `was moved there to where it does not sync (${KEPT[there] ?? there})`;
};

const after = (text: string, prefix: string): string | null => (text.startsWith(prefix) ? text.slice(prefix.length) : null);
