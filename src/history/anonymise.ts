import { type Action, linksOf, type Place } from '../domain/action.js';
import type { Event, FileOutcome, Translation } from '../domain/event.js';
import type { LinkId } from '../domain/ids.js';
import { locationChange } from '../domain/judge/target.js';
import { nameKey } from '../domain/name.js';
import { isAlive } from '../domain/node.js';
import type { Observation } from '../domain/observation.js';
import type { ProviderError } from '../domain/provider-error.js';
import { answered, halvesOf, type Known, replayFrom } from './known.js';
import { type KeyedHash, pseudonymsOf, type Pseudonyms } from './names.js';
import { hasWords } from './words.js';

/** A way to say a history again without its names. */
export interface Anonymiser {
  readonly event: (event: Event) => Event;
  readonly name: (name: string) => string;
  /** Verdicts that may rest on the order of two names whose pseudonyms sort the other way: planned again, they could differ. */
  readonly unordered: number;
}

/**
 * A history with pseudonyms in place of names, and of everything that a provider made up (ids, revisions, hashes, cursors). It plans as
 * the original does (I25). What stays: times, sizes, kinds, flags, traits, policy, versions, named reasons, kinds of errors.
 *
 * @param key a keyed hash, for instance HMAC-SHA-256 in hexadecimal: who has the key can test guesses, nobody else
 */
export const anonymise = (events: readonly Event[], key: KeyedHash): readonly Event[] => events.map(anonymiserOf(events, key).event);

export const anonymiserOf = (events: Iterable<Event>, key: KeyedHash): Anonymiser => {
  const facts = factsOf(events);
  const pseudonyms = pseudonymsOf(facts, key);
  const writer: Writer = { ...pseudonyms, token: tokensOf(key) };
  return { event: (event) => anonymised(writer, event), name: pseudonyms.nameOf, unordered: pseudonyms.unordered };
};

/** Digits of a token: 64 bits, so that tokens of one history do not meet. */
const TOKEN_DIGITS = 16;

type TokenKind = 'oid' | 'ident' | 'revision' | 'stamp' | 'hash' | 'cursor' | 'root' | 'boot' | 'trash' | 'text';
type Token = (kind: TokenKind, value: string) => string;

const tokensOf =
  (key: KeyedHash): Token =>
  (kind, value) =>
    value === '' ? '' : `${kind}-${key(`${kind}/${value}`).slice(0, TOKEN_DIGITS)}`;

interface Writer extends Pseudonyms {
  readonly token: Token;
}

const maybe = (writer: Writer, kind: TokenKind, value: string | null): string | null => (value === null ? null : writer.token(kind, value));

const anonymised = (writer: Writer, event: Event): Event => {
  switch (event._tag) {
    case 'SessionStarted':
      return {
        ...event,
        version: /^[\w.+-]{1,40}$/u.test(event.version) ? event.version : 'unknown',
        boot: maybe(writer, 'boot', event.boot),
        traits: [traitsOf(writer, event.traits[0]), traitsOf(writer, event.traits[1])],
        roots: [rootOf(writer, event.roots[0]), rootOf(writer, event.roots[1])],
      };
    case 'SideLost':
      return { ...event, error: errorOf(event.error) };
    case 'HintsSeen':
      return { ...event, hints: event.hints.map((hint) => hintOf(writer, hint)), cursor: maybe(writer, 'cursor', event.cursor) };
    case 'LookedUp':
      return { ...event, found: event.found === null ? null : observationOf(writer, event.found) };
    case 'Listed':
      return { ...event, rows: event.rows.map((row) => observationOf(writer, row)) };
    case 'Translated':
      return { ...event, answers: event.answers.map(({ node, to }) => ({ node, to: translationOf(writer, to) })) };
    case 'ActionStarted':
      return { ...event, action: actionOf(writer, event.action), reason: reasonOf(event.reason) };
    case 'FilesCreated':
      return { ...event, files: event.files.map((file) => fileOf(writer, file)) };
    case 'FileReplaced':
      return {
        ...event,
        read: writer.token('revision', event.read),
        seen: observationOf(writer, event.seen),
        trash: maybe(writer, 'trash', event.trash ?? null),
      };
    case 'Resolved': {
      const { merged, aside } = event;
      return { ...event, merged: merged && observationOf(writer, merged), aside: aside && observationOf(writer, aside) };
    }
    case 'FolderMade':
    case 'Moved':
      return { ...event, seen: observationOf(writer, event.seen) };
    case 'Discarded':
      return { ...event, trash: maybe(writer, 'trash', event.trash) };
    case 'ActionFailed':
      return { ...event, error: errorOf(event.error) };
    case 'ContentAgreed':
    case 'PlaceAgreed':
    case 'LinksMerged':
    case 'LinksJoined':
    case 'FileWanted':
    case 'LinkRevived':
    case 'LinkSplit':
    case 'LinkEnded':
    case 'DoubtCleared':
    case 'HalfRecognised':
      return { ...event, reason: reasonOf(event.reason) };
    case 'Woke':
    case 'MadeDurable':
    case 'PolicySet':
    case 'WalkRequested':
    case 'Paused':
    case 'Resumed':
    case 'GateRaised':
    case 'GateLowered':
    case 'GateApproved':
    case 'SideRegained':
    case 'Prioritized':
    case 'FilesRequested':
    case 'FilesReleased':
    case 'Compared':
      return event;
  }
};

const fileOf = (writer: Writer, file: FileOutcome): FileOutcome =>
  file._tag === 'Failed'
    ? { ...file, error: errorOf(file.error) }
    : { ...file, read: writer.token('revision', file.read), seen: observationOf(writer, file.seen) };

type Session = Extract<Event, { readonly _tag: 'SessionStarted' }>;

const traitsOf = (writer: Writer, traits: Session['traits'][0]): Session['traits'][0] => ({
  ...traits,
  maxNameBytes: writer.limitOf(traits.maxNameBytes),
  hash: traits.hash === null || /^[a-z0-9-]{1,24}$/u.test(traits.hash) ? traits.hash : writer.token('text', traits.hash),
});

const rootOf = (writer: Writer, root: Session['roots'][0]): Session['roots'][0] => ({
  identity: writer.token('root', root.identity),
  oid: maybe(writer, 'oid', root.oid),
});

type Hint = Extract<Event, { readonly _tag: 'HintsSeen' }>['hints'][number];

const hintOf = (writer: Writer, hint: Hint): Hint => {
  switch (hint._tag) {
    case 'Touched':
      return { ...hint, oid: maybe(writer, 'oid', hint.oid), path: hint.path === null ? null : hint.path.map(writer.nameOf) };
    case 'FolderTouched':
      return { ...hint, path: hint.path.map(writer.nameOf) };
    case 'Lost':
      return hint;
  }
};

const observationOf = (writer: Writer, seen: Observation): Observation => ({
  ...seen,
  oid: maybe(writer, 'oid', seen.oid),
  parentOid: maybe(writer, 'oid', seen.parentOid),
  name: writer.nameOf(seen.name),
  ident: maybe(writer, 'ident', seen.ident),
  revision: maybe(writer, 'revision', seen.revision),
  stamp: maybe(writer, 'stamp', seen.stamp),
  hash: maybe(writer, 'hash', seen.hash),
});

const translationOf = ({ nameOf }: Writer, to: Translation): Translation => {
  if (to === null || to === 'follows') return to;
  return 'name' in to ? { name: nameOf(to.name) } : { path: to.path.map(nameOf) };
};

const namesOfTranslation = (to: Translation): readonly string[] =>
  to === null || to === 'follows' ? [] : 'name' in to ? [to.name] : to.path;

const actionOf = (writer: Writer, action: Action): Action => {
  switch (action._tag) {
    case 'LookUp':
    case 'List':
    case 'ReplaceFile':
    case 'Discard':
    case 'TakeBack':
    case 'Compare':
      return action;
    case 'Resolve':
      return { ...action, conflictName: writer.nameOf(action.conflictName) };
    case 'CreateFiles':
      return { ...action, files: action.files.map((file) => madeOf(writer, file)) };
    case 'PutBack':
      return { ...action, trash: writer.token('trash', action.trash) };
    case 'Restore':
      return { ...action, name: writer.nameOf(action.name), trash: maybe(writer, 'trash', action.trash) };
    case 'MoveBack':
      return { ...action, name: writer.nameOf(action.name) };
    case 'MakeFolder':
      return madeOf(writer, action);
    case 'Move':
      return { ...action, name: writer.nameOf(action.name), base: action.base && placeOf(writer, action.base) };
  }
};

const madeOf = <A extends { readonly name: string; readonly base?: Place }>(writer: Writer, made: A): A => ({
  ...made,
  name: writer.nameOf(made.name),
  ...(made.base === undefined ? {} : { base: placeOf(writer, made.base) }),
});

const placeOf = ({ nameOf }: Writer, place: Place): Place => ({ ...place, names: [nameOf(place.names[0]), nameOf(place.names[1])] });

const namesOfMade = ({ name, base }: { readonly name: string; readonly base?: Place | null }): readonly string[] => [
  name,
  ...(base?.names ?? []),
];

/** What a provider's error says is anyone's guess; which one it is tells enough. */
const errorOf = (error: ProviderError): ProviderError => ({ ...error, message: 'not shown' });

const reasonOf = (reason: string): string => (hasWords(reason) ? reason : 'unknown');

/** All names, and what of them matters. */
const factsOf = (events: Iterable<Event>) => {
  const names = new Set<string>();
  const limits = new Set<number>();
  const ordered = new Map<string, readonly [string, string]>();
  let forbidden = '';
  let links: readonly LinkId[] = [];
  const before = (event: Event, known: Known): void => {
    for (const name of namesOf(event)) names.add(name);
    if (event._tag === 'SessionStarted')
      for (const traits of event.traits) [forbidden] = [forbidden + traits.forbiddenCharacters, limits.add(traits.maxNameBytes)];
    links = renamedBy(event, known);
  };
  const after = (event: Event, known: Known): void => {
    for (const link of event._tag === 'Listed' ? [...links, ...listed(event, known)] : links) {
      const [a, b] = halvesOf(known, link);
      const base = known.table.link(link)?.base ?? null;
      if (a === undefined || b === undefined || a.name === b.name || !isAlive(a) || !isAlive(b) || base === null) continue;
      if (locationChange(known, base, a) === 'unmoved' || locationChange(known, base, b) === 'unmoved') continue;
      const pair = a.name < b.name ? ([a.name, b.name] as const) : ([b.name, a.name] as const);
      ordered.set(JSON.stringify(pair), pair);
    }
  };
  const replay = replayFrom();
  let folder: ReturnType<typeof answered>;
  const listed = (event: Extract<Event, { readonly _tag: 'Listed' }>, known: Known): readonly LinkId[] => {
    if (folder?._tag !== 'List') return [];
    const { node, side } = folder;
    return event.rows.flatMap((row) => {
      const found =
        row.oid === null ? known.table.at(node, nameKey(known.control.traits[side], row.name)) : known.table.byOid(side, row.oid);
      return found.map((each) => each.link);
    });
  };
  replay.push(
    events,
    (event, known) => {
      before(event, known);
      folder = event._tag === 'Listed' ? answered(known, event) : undefined;
    },
    after,
  );
  return { names, limits: [...limits], forbidden, ordered: [...ordered.values()] };
};

/** Links of which an event may change a half's name, as far as it tells before it is folded. */
const renamedBy = (event: Event, known: Known): readonly LinkId[] => {
  if (event._tag === 'HalfRecognised') return [event.link];
  if (event._tag === 'LinksMerged' || event._tag === 'LinksJoined') return [event.into];
  const action = answered(known, event);
  if (action === undefined) return [];
  if (action._tag !== 'LookUp' && action._tag !== 'List') return linksOf(action);
  const link = known.table.node(action.node)?.link;
  return link === undefined ? [] : [link];
};

const namesOf = (event: Event): readonly string[] => {
  switch (event._tag) {
    case 'HintsSeen':
      return event.hints.flatMap((hint) => ('path' in hint && hint.path !== null ? hint.path : []));
    case 'LookedUp':
      return event.found === null ? [] : [event.found.name];
    case 'Listed':
      return event.rows.map((row) => row.name);
    case 'Translated':
      return event.answers.flatMap(({ to }) => namesOfTranslation(to));
    case 'FilesCreated':
      return event.files.flatMap((file) => (file._tag === 'Created' ? [file.seen.name] : []));
    case 'FileReplaced':
    case 'FolderMade':
    case 'Moved':
      return [event.seen.name];
    case 'Resolved':
      return [event.merged, event.aside].flatMap((seen) => (seen === null ? [] : [seen.name]));
    case 'ActionStarted':
      if (event.action._tag === 'Resolve') return [event.action.conflictName];
      if (event.action._tag === 'CreateFiles') return event.action.files.flatMap(namesOfMade);
      return 'name' in event.action ? namesOfMade(event.action) : [];
    default:
      return [];
  }
};
