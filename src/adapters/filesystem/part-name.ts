/**
 * Names of contents on their way: `.foldsync-part-<owner>-<process><count>`. They tell, after a crash, whose they are. While two files swap
 * names, the part's name also tells which of both lies under it: `-<print of the part><print of the displaced file>` follows.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Name } from '../../domain/name.js';
import { PART_PREFIX } from '../../domain/reserved-name.js';
import type { Expected } from '../../effects/ports/provider.js';
import { identityOf, revisionOf, type Facts } from './facts.js';

export interface PartName {
  /** Print of the log under which it was made; `NO_OWNER` if none was claimed. */
  readonly owner: string;
  readonly process: string;
  /** Null where no other file can lie under this name. */
  readonly exchange: { readonly part: string; readonly displaced: string } | null;
}

const NO_OWNER = '00000000';
const thisProcess = randomBytes(6).toString('hex');
let count = 0;

/** Short whatever the target is called, so that names of 255 bytes work. */
export const newPartName = (owner: string | null): Name => `${PART_PREFIX}${ownerPrint(owner)}-${thisProcess}${(count++).toString(36)}`;

export const exchangeName = (name: Name, part: Facts, displaced: Expected): Name =>
  `${name}-${print(identityOf(part))}${print(`${displaced.ident ?? ''} ${displaced.revision ?? ''}`)}`;

const PART_NAME = /^([0-9a-f]{8})-([0-9a-f]{12})[0-9a-z]+(?:-([0-9a-f]{10})([0-9a-f]{10}))?$/u;

/** Null if it is no name of a part. */
export const parsePartName = (name: Name): PartName | null => {
  const match = name.startsWith(PART_PREFIX) ? PART_NAME.exec(name.slice(PART_PREFIX.length)) : null;
  const [, owner, process, part, displaced] = match ?? [];
  if (owner === undefined || process === undefined) return null;
  return { owner, process, exchange: part === undefined || displaced === undefined ? null : { part, displaced } };
};

export const isOfThisProcess = (part: PartName): boolean => part.process === thisProcess;
export const isOwnedBy = (part: PartName, owner: string): boolean => part.owner === ownerPrint(owner);

export const isPartItself = (facts: Facts, exchange: NonNullable<PartName['exchange']>): boolean =>
  print(identityOf(facts)) === exchange.part;

/** The file that was expected to be displaced, unchanged. Its identity was not looked at if it has several names. */
export const isDisplaced = (facts: Facts, exchange: NonNullable<PartName['exchange']>): boolean =>
  [identityOf(facts), ''].some((ident) => print(`${ident} ${revisionOf(facts)}`) === exchange.displaced);

/** There is one owner, asked for with every file. */
let lastOwner = { owner: '', print: '' };
const ownerPrint = (owner: string | null): string => {
  if (owner === null) return NO_OWNER;
  if (lastOwner.owner !== owner) lastOwner = { owner, print: digest(owner).slice(0, 8) };
  return lastOwner.print;
};
const print = (text: string): string => digest(text).slice(0, 10);
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
