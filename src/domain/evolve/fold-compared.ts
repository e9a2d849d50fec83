import type { ActionOf } from '../action.js';
import type { EventOf } from '../event.js';
import { type Draft, putLink, touch } from '../state/state.js';

/** What two contents were found to be holds for these very revisions. */
export const foldCompared = (draft: Draft, event: EventOf<'Compared'>, action: ActionOf<'Compare'>): void => {
  const link = draft.table.link(action.link);
  const [local, remote] = [draft.table.node(action.nodes[0]), draft.table.node(action.nodes[1])];
  if (link === undefined || local === undefined || remote === undefined) return;
  const comparison = {
    revisions: [local.revision, remote.revision] as const,
    stamps: [local.stamp, remote.stamp] as const,
    same: event.same,
    with: action.with,
  };
  putLink(draft, { ...link, compared: comparison });
  touch(draft, action.with);
};
