import { ArgumentError } from '../effects/argument-error.js';
import { failure } from '../effects/ports/provider.js';
import type { Address, ProviderEntry } from './entry.js';

/** What comes with foldsync. Each is loaded when it is opened: a package that it lacks is missed then, and not before. */
export const SHIPPED: readonly ProviderEntry[] = [
  {
    name: 'filesystem',
    aliases: ['file'],
    example: 'file:path/of/a/folder',
    open: async (address, { onWarning }) => {
      const { filesystem } = await import('../adapters/filesystem/index.js');
      return filesystem({ root: withoutNamespace('filesystem', address), ...(onWarning === undefined ? {} : { onWarning }) });
    },
  },
  {
    name: 'memory',
    example: 'memory:',
    open: async () => (await import('../adapters/memory/index.js')).memory(),
  },
  {
    name: 'webdav',
    example: 'webdav:http://user@host/path',
    open: async (address, { readOnly, password, onWarning }) => {
      const { webdav } = await import('../adapters/webdav/index.js');
      const url = withoutNamespace('webdav', address);
      const user = URL.canParse(url) ? decodeURIComponent(new URL(url).username) : '';
      return webdav({
        url,
        readOnly: readOnly === true,
        ...(user === '' || password == null ? {} : { credentials: { user, password } }),
        ...(onWarning === undefined ? {} : { onWarning }),
      });
    },
  },
];

const withoutNamespace = (name: string, { namespace, path }: Address): string => {
  if (namespace !== null) throw failure('NamespaceInvalid', `${name} has no namespaces, so @${namespace} leads nowhere`);
  if (path === '') throw new ArgumentError(`${name}: names no place`);
  return path;
};
