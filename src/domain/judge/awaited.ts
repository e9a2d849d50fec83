import { type LinkId, NEVER, NO_LINK } from '../ids.js';
import type { Link } from '../link.js';
import { isAlive } from '../node.js';
import { isOpen } from '../observation.js';
import { creationOf } from '../state/interrupted.js';
import type { View } from './view.js';

/** A new file was being placed for this link as a session broke off: the link of its folder there, until that is looked at; else NO_LINK. */
export const folderAwaited = (view: View, link: Link): LinkId => {
  const placement = creationOf(view, link);
  const folder = placement === undefined ? undefined : view.table.node(placement.parent);
  if (folder === undefined || !isAlive(folder) || !isOpen(folder.kept)) return NO_LINK;
  return folder.dirty !== NEVER || folder.unlisted !== NEVER ? folder.link : NO_LINK;
};
