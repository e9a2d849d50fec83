/** Apache with mod_dav: heeds preconditions. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { giveTo, type Recipe, type Server, startServer } from './server.js';

export const APACHE = 'apache2';
const MODULES = '/usr/lib/apache2/modules';
const REALM = 'foldsync tests';

export interface ApacheOptions {
  readonly login?: { readonly kind: 'basic' | 'digest'; readonly user: string; readonly password: string };
  /** Serve this folder. */
  readonly root?: string;
}

export const startApache = (options: ApacheOptions = {}): Promise<Server> => startServer(apache(options), options.root);

const apache = ({ login }: ApacheOptions): Recipe => ({
  command: APACHE,
  args: (home) => ['-f', join(home, 'httpd.conf'), '-DFOREGROUND'],
  prepare: (home, root, port) => {
    const run = join(home, 'run');
    mkdirSync(run);
    giveTo('www-data', root, run);
    writeFileSync(join(home, 'types'), '');
    if (login !== undefined) writeFileSync(join(home, 'users'), userLine(login));
    const modules = [
      'mpm_event',
      'authz_core',
      'authz_user',
      'authn_core',
      'authn_file',
      'auth_basic',
      'auth_digest',
      'dav',
      'dav_fs',
      'dir',
      'mime',
    ];
    const access =
      login === undefined
        ? 'Require all granted'
        : `AuthType ${login.kind}\n  AuthName "${REALM}"\n  Auth${login.kind === 'basic' ? 'Basic' : 'Digest'}Provider file\n  AuthUserFile ${join(home, 'users')}\n  Require valid-user`;
    writeFileSync(
      join(home, 'httpd.conf'),
      `ServerRoot ${home}
ServerName localhost
PidFile ${run}/pid
ErrorLog ${home}/err.log
Listen 127.0.0.1:${port}
${modules.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n')}
TypesConfig ${home}/types
User www-data
Group www-data
DavLockDB ${run}/DavLock
DocumentRoot ${root}
AllowEncodedSlashes NoDecode
<Directory ${root}>
  Dav On
  ${access}
</Directory>
`,
    );
  },
});

const userLine = ({ kind, user, password }: NonNullable<ApacheOptions['login']>): string =>
  kind === 'basic'
    ? `${user}:{SHA}${createHash('sha1').update(password).digest('base64')}\n`
    : `${user}:${REALM}:${createHash('md5').update(`${user}:${REALM}:${password}`).digest('hex')}\n`;
