/** nginx with its WebDAV modules: heeds no If-Match, tells no etags in listings, and makes parents that are missing. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveTo, type Recipe, type Server, startServer } from './server.js';

export const NGINX = 'nginx';

export const startNginx = (): Promise<Server> => startServer(nginx);

const nginx: Recipe = {
  command: NGINX,
  args: (home) => ['-c', join(home, 'nginx.conf'), '-e', join(home, 'err.log'), '-g', 'daemon off;'],
  prepare: (home, root, port) => {
    const temporary = join(home, 'tmp');
    mkdirSync(temporary);
    giveTo('www-data', root, temporary);
    writeFileSync(
      join(home, 'nginx.conf'),
      `load_module /usr/lib/nginx/modules/ngx_http_dav_ext_module.so;
pid ${home}/pid;
${process.getuid?.() === 0 ? 'user www-data;' : ''}
worker_processes 1;
events {}
http {
  access_log off;
  client_body_temp_path ${temporary};
  proxy_temp_path ${temporary}/p; fastcgi_temp_path ${temporary}/f; uwsgi_temp_path ${temporary}/u; scgi_temp_path ${temporary}/s;
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 0;
    root ${root};
    location / {
      dav_methods PUT DELETE MKCOL COPY MOVE;
      dav_ext_methods PROPFIND OPTIONS;
      create_full_put_path on;
    }
  }
}
`,
    );
  },
};
