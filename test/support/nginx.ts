import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../simulators/free-port.js';
import { until } from './eventually.js';

const PROGRAM = 'nginx';
/** Debian's folder of servers is not on every user's PATH. */
const PATH = `${process.env.PATH}:/usr/sbin`;
/** What it would otherwise keep in folders of the system. */
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** A real nginx in front of a server, with nothing set but `proxy_pass`. */
export async function startNginx(
  serverUrl: string,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const [port, folder] = [await freePort(), await mkdtemp(join(tmpdir(), 'nginx-'))];
  const file = join(folder, 'nginx.conf');
  await writeFile(
    file,
    `pid ${folder}/nginx.pid;
${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http {
  access_log off;
  ${TEMPORARY.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass ${new URL(serverUrl).origin}; }
    location = /nginx { return 204; }
  }
}
`,
  );
  const child = spawn(PROGRAM, ['-c', file, '-e', 'stderr', '-g', 'daemon off;'], {
    env: { PATH },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  const answers = (): Promise<boolean> =>
    fetch(`${url}/nginx`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(answers, { what: PROGRAM });
  return {
    url,
    close: async () => {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
      await rm(folder, { recursive: true });
    },
  };
}
