/** A folder on a WebDAV server. */
export type { Credentials, WebdavOptions } from './options.js';
export { webdav } from './webdav.js';
