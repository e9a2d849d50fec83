/** Laws of hints: nothing that a user does goes by without one. What a hint says is never believed, so it may say too much. */
import assert from 'node:assert/strict';
import type { RelPath } from '../../../domain/name.js';
import type { Hint } from '../../../effects/ports/provider.js';
import { bytes } from '../content.js';
import type { ProviderLaw, UserApi } from '../harness.js';
import { type Ear, listen } from '../listen.js';
import { law, type Session } from '../session.js';

const withHints: ProviderLaw['skip'] = ({ events }) => (events === 'none' ? 'it gives no events' : null);

interface Act {
  /** Scenarios of the original that it is. */
  readonly rows?: string;
  readonly name: string;
  readonly act: (user: UserApi) => Promise<void>;
  /** Places that must be spoken of; by oid, the object that is at one of them before or after the act. */
  readonly touched: readonly RelPath[];
}

/** In a root with `/file`, `/folder/inner` and `/empty/`. */
const acts: readonly Act[] = [
  { rows: 'PR-22 PR-27 ', name: 'creates a file', act: async (user) => user.write(['new'], bytes('x')), touched: [['new']] },
  { name: 'changes a file', act: async (user) => user.write(['file'], bytes('changed')), touched: [['file']] },
  {
    name: 'changes a file in a folder',
    act: async (user) => user.write(['folder', 'inner'], bytes('changed')),
    touched: [['folder', 'inner']],
  },
  { name: 'creates a file in a folder', act: async (user) => user.write(['empty', 'new'], bytes('x')), touched: [['empty', 'new']] },
  { name: 'renames a file', act: async (user) => user.move(['file'], ['renamed']), touched: [['file'], ['renamed']] },
  { name: 'moves a file to a folder', act: async (user) => user.move(['file'], ['empty', 'file']), touched: [['file'], ['empty', 'file']] },
  { rows: 'PR-24 ', name: 'removes a file', act: async (user) => user.remove(['file']), touched: [['file']] },
  { rows: 'PR-22 ', name: 'makes a folder', act: async (user) => user.mkdir(['new']), touched: [['new']] },
  { name: 'renames a folder', act: async (user) => user.move(['folder'], ['renamed']), touched: [['folder'], ['renamed']] },
  { name: 'moves a folder', act: async (user) => user.move(['folder'], ['empty', 'folder']), touched: [['folder'], ['empty', 'folder']] },
  { rows: 'PR-24 ', name: 'removes an empty folder', act: async (user) => user.remove(['empty']), touched: [['empty']] },
  { name: 'removes a folder with all in it', act: async (user) => user.remove(['folder']), touched: [['folder']] },
];

const furnish = async (user: UserApi): Promise<void> => {
  await user.write(['file'], bytes('x'));
  await user.mkdir(['folder']);
  await user.write(['folder', 'inner'], bytes('x'));
  await user.mkdir(['empty']);
};

const oidAt = async ({ traits, observed }: Session, path: RelPath): Promise<string | null> =>
  traits.identity === 'oid' ? ((await observed(path))?.oid ?? null) : null;

const oidsAt = async (session: Session, paths: readonly RelPath[]): Promise<readonly string[]> =>
  (await Promise.all(paths.map((path) => oidAt(session, path)))).flatMap((oid) => oid ?? []);

/** True if whoever looks at what `hint` names sees what happened at `path`. */
const speaksOf =
  (path: RelPath, oids: readonly string[]) =>
  (hint: Hint): boolean => {
    switch (hint._tag) {
      case 'Lost':
        return true;
      case 'FolderTouched':
        return samePath(hint.path, path.slice(0, -1));
      case 'Touched':
        return hint.oid !== null ? oids.includes(hint.oid) : hint.path !== null && samePath(hint.path, path);
    }
  };

const samePath = (a: RelPath, b: RelPath): boolean => a.length === b.length && a.every((name, i) => name === b[i]);

/** While someone listens, from before anything happens. */
const hearing =
  (body: (session: Session, ear: Ear) => Promise<void>) =>
  async (session: Session): Promise<void> => {
    const ear = listen(session, null);
    try {
      await ear.ready();
      await body(session, ear);
    } finally {
      ear.stop();
    }
  };

export const hintingLaws: readonly ProviderLaw[] = [
  law('tells a subscriber when nothing will be missed any more', async (session) => {
    const ear = listen(session, null);
    try {
      assert.ok(await ear.ready());
    } finally {
      ear.stop();
    }
  }),
  ...acts.map(({ rows = '', name, act, touched }) =>
    law(
      `${rows}gives a hint when the user ${name}`,
      async (session) => {
        await furnish(session.user);
        const ear = listen(session, null);
        try {
          await ear.ready();
          const before = await oidsAt(session, touched);
          await act(session.user);
          const oids = [...before, ...(await oidsAt(session, touched))];
          for (const path of touched) await ear.hears(`${name}: ${path.join('/')}`, speaksOf(path, oids));
        } finally {
          ear.stop();
        }
      },
      withHints,
    ),
  ),
  law(
    'PR-25 gives a hint of what is made in the place of what was removed, after it is there',
    hearing(async (session, ear) => {
      const { provider, user, observed } = session;
      await user.write(['file'], bytes('first'));
      await user.remove(['file']);
      await user.write(['file'], bytes('second, longer'));
      const last = await oidsAt(session, [['file']]);
      await ear.hears('the last one', speaksOf(['file'], last));
      assert.equal((await observed(['file']))?.size, bytes('second, longer').length);
      if (last[0] !== undefined) assert.equal((await provider.lookUp({ oid: last[0], path: ['file'] }))._tag, 'Found');
    }),
    withHints,
  ),
  law(
    'PR-23 can be asked by those who are told, while they are told',
    hearing(async (session, ear) => {
      const { provider, root, user } = session;
      const listed: Promise<readonly string[]>[] = [];
      const subscription = provider.changes$(null).subscribe(() => {
        listed.push(provider.list(root).then(({ entries }) => entries.map(({ name }) => name)));
      });
      for (const name of ['a', 'b']) {
        await user.write([name], bytes('x'));
        await ear.hears(name, speaksOf([name], await oidsAt(session, [[name]])));
      }
      subscription.unsubscribe();
      const all = await Promise.all(listed);
      assert.ok(all.length > 0 && all.at(-1)?.includes('a'), `listed ${JSON.stringify(all)}`);
    }),
    withHints,
  ),
  law(
    'tells of each folder in a folder that moved, at its new place, where it tells of folders',
    hearing(async (session, ear) => {
      const { user } = session;
      await user.mkdir(['folder']);
      await user.mkdir(['folder', 'inner']);
      await ear.hears('the folder in it', speaksOf(['folder', 'inner'], await oidsAt(session, [['folder', 'inner']])));
      await user.move(['folder'], ['renamed']);
      const isTold = (path: RelPath) => (hint: Hint) => hint._tag !== 'FolderTouched' || samePath(hint.path, path);
      await ear.hears('the folder itself', isTold(['renamed']));
      await ear.hears('the folder in it', isTold(['renamed', 'inner']));
    }),
    withHints,
  ),
  law(
    'gives hints of what happens in a folder that came after the subscription',
    hearing(async (session, ear) => {
      const { provider, user, ref } = session;
      await user.mkdir(['new']);
      await ear.hears('the new folder', speaksOf(['new'], await oidsAt(session, [['new']])));
      await provider.list(await ref(['new']));
      await user.write(['new', 'file'], bytes('x'));
      await ear.hears('the file in it', speaksOf(['new', 'file'], await oidsAt(session, [['new', 'file']])));
    }),
    withHints,
  ),
  law(
    'goes on from a cursor, where it gives one, with all that happened meanwhile',
    async (session) => {
      const first = listen(session, null);
      const cursor = await first.ready().finally(first.stop);
      if (cursor.cursor === null) return;
      await session.user.write(['new'], bytes('x'));
      const second = listen(session, cursor.cursor);
      try {
        await second.hears('the file made meanwhile', speaksOf(['new'], await oidsAt(session, [['new']])));
      } finally {
        second.stop();
      }
    },
    withHints,
  ),
  law(
    'says of a cursor that it never gave that events were lost, where it gives cursors',
    async (session) => {
      const first = listen(session, null);
      const { cursor } = await first.ready().finally(first.stop);
      if (cursor === null) return;
      const ear = listen(session, 'no cursor of anybody');
      try {
        await ear.hears('Lost', ({ _tag }) => _tag === 'Lost');
      } finally {
        ear.stop();
      }
    },
    withHints,
  ),
];
