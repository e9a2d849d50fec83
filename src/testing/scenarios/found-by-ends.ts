import type { Step } from '../world/scenario.js';
import { type Example, hint, rounds } from './example.js';

/** A file is deleted and written anew here, and renamed there: its new content is renamed, whichever of it is told when. */
const replacedAndRenamed = (when: string, told: readonly Step[]): Example => ({
  name: `what replaced a file that the other side renames is its new content, when ${when}`,
  on: [
    ['inode', 'inode'],
    ['inode', 'oid'],
    ['path', 'oid'],
    ['oid', 'oid'],
  ],
  policy: { agingMs: 200 },
  base: [{ act: 'write', path: '/b', content: 'v*' }],
  steps: [
    { do: 'user', side: 0, act: { act: 'remove', path: '/b' } },
    { do: 'user', side: 0, act: { act: 'write', path: '/b', content: 'v*' } },
    { do: 'user', side: 1, act: { act: 'move', from: '/b', to: '/d/a' } },
    ...told,
  ],
  ends: { '/d/': null, '/d/a': 'v2' },
});

/** What was found by laws that know how a story has to end (I3, I20, I27), shrunk, as it was found. */
export const FOUND_BY_ENDS: readonly Example[] = [
  {
    name: 'a listing of another folder at a known place says nothing of the folder that was known',
    on: [
      ['inode', 'inode'],
      ['oid', 'inode'],
    ],
    base: [{ act: 'mkdir', path: '/b/A/a' }],
    policy: { agingMs: 200 },
    steps: [
      { do: 'user', side: 1, act: { act: 'move', from: '/b', to: '/a' } },
      { do: 'user', side: 1, act: { act: 'write', path: '/b/a', content: 'v*' } },
      { do: 'deliver', side: 1 },
      { do: 'plan' },
      { do: 'effects', which: [3], stages: 1 },
      { do: 'deliver', side: 0 },
      { do: 'answers' },
    ],
    ends: { '/a/': null, '/a/A/': null, '/a/A/a/': null, '/b/': null, '/b/a': 'v1' },
    deeds: 3,
  },
  {
    name: 'what goes with its folder while it is copied does not come back as the copy',
    on: [
      ['path', 'oid'],
      ['inode', 'oid'],
      ['inode', 'path'],
    ],
    base: [{ act: 'mkdir', path: '/b' }],
    steps: [
      { do: 'user', side: 0, act: { act: 'write', path: '/b/n', content: 'v*' } },
      { do: 'deliver', side: 0 },
      ...rounds(1),
      { do: 'plan' },
      { do: 'effects', which: [0] },
      { do: 'user', side: 0, act: { act: 'remove', path: '/b' } },
      { do: 'deliver', side: 0 },
      { do: 'plan' },
      { do: 'effects' },
      { do: 'answers', which: [1, 2] },
      { do: 'plan' },
      { do: 'effects' },
      { do: 'answers', which: [1] },
      { do: 'plan' },
      { do: 'answers' },
    ],
    ends: {},
  },
  replacedAndRenamed('both are told at once', [hint(0), hint(1), ...rounds(2)]),
  replacedAndRenamed('the rename is told first', [hint(1), ...rounds(4), hint(0), ...rounds(2)]),
  replacedAndRenamed('the replacement is told first', [hint(0), ...rounds(2), hint(1), ...rounds(3)]),
  {
    name: 'what is new where something was before it moved away does not wait for that to come back',
    on: [
      ['inode', 'inode'],
      ['inode', 'inode-ci-nfc'],
    ],
    policy: { agingMs: 200 },
    base: [{ act: 'write', path: '/b', content: 'v*' }],
    steps: [
      { do: 'user', side: 1, act: { act: 'move', from: '/b', to: '/A/A' } },
      { do: 'user', side: 1, act: { act: 'write', path: '/b', content: 'v*' } },
    ],
    ends: { '/A/': null, '/A/A': 'v1', '/b': 'v2' },
  },
  {
    name: 'what a killed process made is known as ours, also if it is hinted at before its folder is listed',
    on: [
      ['oid', 'oid'],
      ['path', 'oid'],
    ],
    base: [],
    steps: [
      { do: 'user', side: 0, act: { act: 'mkdir', path: '/a' } },
      { do: 'user', side: 0, act: { act: 'write', path: '/b', content: 'v*' } },
      hint(0),
      ...rounds(1),
      { do: 'plan' },
      { do: 'effects' },
      { do: 'crash' },
      { do: 'user', side: 0, act: { act: 'remove', path: '/a' } },
      { do: 'user', side: 0, act: { act: 'remove', path: '/b' } },
      { do: 'plan' },
    ],
    ends: {},
  },
  {
    name: 'what waits for a folder to be listed goes on once something in it is known',
    on: [['path-ci', 'oid']],
    base: [
      { act: 'write', path: '/b', content: 'v*' },
      { act: 'mkdir', path: '/a/a' },
    ],
    steps: [
      { do: 'crash', lostEvents: 18 },
      { do: 'fail', side: 1, error: 'OutOfSpace', times: 1, after: false },
      { do: 'plan' },
      { do: 'effects', which: [1], stages: 1 },
      { do: 'user', side: 1, act: { act: 'move', from: '/a', to: '/c/a' } },
      { do: 'answers', which: [0] },
      { do: 'plan' },
    ],
  },
];
