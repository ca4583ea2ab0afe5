import { getJson } from '../../live/api.js';
import { mount, Shell, type Session } from '../../ui/shell.js';

const session = await getJson<Session>('/session');
mount(
  <Shell session={session}>
    <h1>Operations</h1>
  </Shell>,
);
