import { getJson } from '../../live/api.js';
import { followEvents } from '../../live/live-events.js';
import { Notice } from '../../ui/parts.js';
import { HAS_PHONE, mount, Shell, type Session } from '../../ui/shell.js';
import { CallerSettings } from './caller-settings.js';
import { Conversation } from './conversation.js';
import { Documents, Figures } from './details.js';
import { Handset } from './handset.js';
import { Phone } from './phone.js';
import './phone.css';

/** The number that is rung. One of those that are kept for fiction: nothing depends on it. */
const TO = '+12125550142';

const { worklet = '' } = document.documentElement.dataset;
const phone = new Phone(worklet, TO);

function PhonePage({ session }: { session: Session }) {
  const { problem, callSid } = phone.view;
  return (
    <Shell session={session}>
      <div class="page-head">
        <h1>Phone</h1>
        <p class="soft">Calls this line as Twilio would, from this browser.</p>
        {callSid.value !== null && <a href={`/calls/${callSid.value}/view`}>View this call</a>}
      </div>
      {problem.value !== null && <Notice tone="bad">{problem.value}</Notice>}
      <div class="phone-layout">
        <Handset phone={phone} />
        <div class="stack phone-middle">
          <Conversation phone={phone} />
          <CallerSettings phone={phone} />
        </div>
        <div class="stack phone-side">
          <Figures phone={phone} />
          <Documents phone={phone} />
        </div>
      </div>
    </Shell>
  );
}

/** Where the phone is off, as in production. */
function NoPhonePage({ session }: { session: Session }) {
  return (
    <Shell session={session}>
      <div class="page-head">
        <h1>Phone</h1>
      </div>
      <Notice tone="warn">
        <p>
          The phone in the browser is off on this server. It is off in production unless{' '}
          <code>ENABLE_PHONE=true</code> is set; the server has to be restarted after.
        </p>
      </Notice>
    </Shell>
  );
}

if (HAS_PHONE) {
  followEvents('/events', ['turn'], {
    event: ({ data }) => phone.heardOf(data['callSid']),
    refresh: () => phone.heardOf(phone.view.callSid.value),
  });
}
const Page = HAS_PHONE ? PhonePage : NoPhonePage;
mount(<Page session={await getJson<Session>('/session')} />);
