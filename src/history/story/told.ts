import type { Event } from '../../domain/event.js';
import type { LinkId } from '../../domain/ids.js';
import { type Action, linksOf } from '../../domain/action.js';
import { concludedBy } from '../concluded.js';
import { answered, type Known } from '../known.js';
import { lineOf } from '../line.js';

import type { IsMeant, StepKind, Told } from './step.js';

/** The step of an event that is about one of the links by itself: a verdict, an outcome, a conclusion; of many files, one for each link. */
export const toldBy = (event: Event, before: Known, isMeant: IsMeant): readonly Told[] => {
  const tell = (link: LinkId | undefined, kind: StepKind, reason: string | null): readonly Told[] => {
    if (link === undefined) return [];
    const { side, paths, text } = lineOf(event, before, link);
    return [{ link, side, kind, reason, path: paths[0] ?? '?', text }];
  };
  switch (event._tag) {
    case 'ActionStarted':
      return meantIn(before, event.action, isMeant).flatMap((link) =>
        tell(link, isLook(event.action) ? 'looked' : 'decided', event.reason),
      );
    case 'FilesCreated':
    case 'FileReplaced':
    case 'FolderMade':
    case 'Moved':
    case 'Discarded':
    case 'Compared':
    case 'Resolved':
    case 'ActionFailed': {
      const action = answered(before, event);
      if (action === undefined) return [];
      return meantIn(before, action, isMeant).flatMap((link) => tell(link, outcomeKind(event, action, link), null));
    }
    default: {
      const link = concludedBy(event).find(isMeant);
      const isKnown = link !== undefined && before.table.link(link) !== undefined;
      return isKnown && 'reason' in event ? tell(link, 'concluded', event.reason) : [];
    }
  }
};

/** The links that an event is about by itself: of others, it tells by what it changes. */
export const namedBy = (event: Event, before: Known): readonly LinkId[] => {
  const action = event._tag === 'ActionStarted' ? event.action : answered(before, event);
  return action === undefined ? concludedBy(event) : linksIn(before, action);
};

const isLook = (action: Action): boolean => action._tag === 'LookUp' || action._tag === 'List';

/** How an action ended for one of its entries. */
const outcomeKind = (event: Event, action: Action, link: LinkId): StepKind => {
  const file = event._tag === 'FilesCreated' ? event.files[linksOf(action).indexOf(link)] : undefined;
  if (event._tag === 'ActionFailed' || file?._tag === 'Failed') return 'failed';
  return event._tag === 'Discarded' ? 'deleted' : 'done';
};

/** Of two that are compared, the first that is meant. */
const meantIn = (known: Known, action: Action, isMeant: IsMeant): readonly LinkId[] => {
  const meant = linksIn(known, action).filter(isMeant);
  return action._tag === 'CreateFiles' ? meant : meant.slice(0, 1);
};

const linksIn = (known: Known, action: Action): readonly LinkId[] => {
  if (action._tag !== 'LookUp' && action._tag !== 'List') return linksOf(action);
  const node = known.table.node(action.node);
  return node === undefined ? [] : [node.link];
};
