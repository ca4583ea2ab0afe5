import { useSignal } from '@preact/signals';
import { ApiProblem, getJson, send } from '../../live/api.js';
import { Notice } from '../../ui/parts.js';
import { mount, Shell, type Session } from '../../ui/shell.js';
import './sign-in.css';

const { status = '401', detail = '' } = document.documentElement.dataset;
/** A kitchen's screen is let in at the kitchen alone. */
const HOME: Readonly<Record<Session['role'], string>> = { operator: '/', kitchen: '/kitchen' };

function SignIn() {
  const token = useSignal('');
  const problem = useSignal(status === '401' ? '' : detail);
  const signIn = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      const { role } = await send<Session>('POST', '/session', { token: token.value.trim() });
      if (role === 'kitchen' && location.pathname !== HOME.kitchen) location.assign(HOME.kitchen);
      else location.reload();
    } catch (error) {
      problem.value = error instanceof ApiProblem ? error.detail : String(error);
    }
  };
  return (
    <Shell session={null}>
      <form class="card sign-in" onSubmit={(event) => void signIn(event)}>
        <h1>Sign in</h1>
        <p class="soft">
          With the token of operations or of the kitchen (<code>OPS_TOKEN</code>,{' '}
          <code>KITCHEN_TOKEN</code>).
        </p>
        {problem.value !== '' && <Notice tone="bad">{problem.value}</Notice>}
        <label class="field">
          Token
          <input
            type="password"
            name="token"
            autocomplete="current-password"
            required
            autofocus
            value={token.value}
            onInput={(event) => (token.value = event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button" data-kind="primary" data-size="large">
          Sign in
        </button>
      </form>
    </Shell>
  );
}

/**
 * A link from another site arrives without the cookie, which goes along with what this page asks:
 * then the same address opens.
 */
const session = status === '401' ? await getJson<Session>('/session').catch(() => null) : null;
if (session !== null) location.replace(location.href);
else mount(<SignIn />);
