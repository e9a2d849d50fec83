/** All the ways in which a file may no longer be what was expected: one table, for every call that takes an expectation. */
import type { Traits } from '../../../domain/traits.js';
import { bytes } from '../content.js';
import type { ProviderLaw, UserApi } from '../harness.js';
import { NOT_AS_EXPECTED, type Tag } from '../refused.js';

export interface Staleness {
  readonly name: string;
  /** What the user does to the file `name` in the root, after it was observed. */
  readonly happens: (user: UserApi, name: string) => Promise<void>;
  readonly tags: (traits: Traits) => readonly Tag[];
  readonly skip?: ProviderLaw['skip'];
}

export const staleness: readonly Staleness[] = [
  {
    name: 'a file that is gone',
    happens: async (user, name) => user.remove([name]),
    tags: () => ['NotFound'],
  },
  {
    name: 'a file that was changed',
    happens: async (user, name) => user.write([name], bytes('changed by the user')),
    tags: () => ['Modified'],
  },
  {
    name: 'a file that was renamed',
    happens: async (user, name) => user.move([name], [`${name} renamed`]),
    tags: ({ identity }) => (identity === 'oid' ? ['Moved'] : ['NotFound']),
  },
  {
    name: 'a file that was moved to another folder',
    happens: async (user, name) => {
      await user.mkdir(['elsewhere']);
      await user.move([name], ['elsewhere', name]);
    },
    tags: ({ identity }) => (identity === 'oid' ? ['Moved'] : ['NotFound']),
  },
  {
    name: 'a file whose place another one took',
    happens: async (user, name) => {
      await user.move([name], ['displaced']);
      await user.write([name], bytes('another file'));
    },
    tags: () => NOT_AS_EXPECTED,
  },
  {
    name: 'a file whose place another one with the same content took',
    happens: async (user, name) => {
      await user.write(['double'], bytes('x'));
      await user.move([name], ['displaced']);
      await user.move(['double'], [name]);
    },
    tags: () => NOT_AS_EXPECTED,
    skip: ({ identity }) => (identity === 'path' ? 'by path, equal content is the same object' : null),
  },
  {
    name: 'a file whose place a folder took',
    happens: async (user, name) => {
      await user.remove([name]);
      await user.mkdir([name]);
    },
    tags: () => NOT_AS_EXPECTED,
  },
];
