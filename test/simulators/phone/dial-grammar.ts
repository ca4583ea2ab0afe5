/** A verb or noun, as far as its values are looked at. */
interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const MOST_NUMBERS = 10;
const YES_OR_NO = /^(true|false)$/;
const METHOD = /^(GET|POST)$/;
const EVENTS = /^(initiated|ringing|answered|completed)( (initiated|ringing|answered|completed))*$/;
/** E.164, or a North American number as people write it. */
const DIALLABLE = /^(\+[1-9]\d{6,14}|(1[-. ]?)?\(?\d{3}\)?[-. ]?\d{3}[-. ]?\d{4})$/;

/** Values that Twilio documents for attributes of `<Dial>` and `<Number>`. */
const VALUES: Readonly<Record<string, RegExp>> = {
  method: METHOD,
  timeout: /^\d+$/,
  timeLimit: /^\d+$/,
  hangupOnStar: YES_OR_NO,
  answerOnBridge: YES_OR_NO,
  sequential: YES_OR_NO,
  record:
    /^(do-not-record|record-from-answer|record-from-ringing|record-from-answer-dual|record-from-ringing-dual|true|false)$/,
  trim: /^(trim-silence|do-not-trim)$/,
  recordingTrack: /^(both|inbound|outbound)$/,
  recordingStatusCallbackMethod: METHOD,
  statusCallbackMethod: METHOD,
  statusCallbackEvent: EVENTS,
  sendDigits: /^[0-9*#wW]+$/,
};

/** Highest values, in seconds. */
const LIMITS: Readonly<Record<string, number>> = { timeout: 600, timeLimit: 14_400 };

/** What Twilio would object to in the values of a `<Dial>` and its numbers. */
export function checkDial({ attributes, children, text }: Element, violations: string[]): void {
  checkValues('Dial', attributes, violations);
  for (const { name, attributes: own } of children) {
    if (name === 'Number') checkValues(name, own, violations);
  }
  const numbers =
    children.length > 0 ? children.filter(({ name }) => name === 'Number') : [{ text }];
  for (const number of numbers) {
    if (!DIALLABLE.test(number.text)) {
      violations.push(`13223 <Dial> "${number.text}" is no phone number`);
    }
  }
  if (children.length > MOST_NUMBERS) {
    violations.push(`12200 <Dial> has more than ${MOST_NUMBERS} nouns`);
  }
}

function checkValues(
  name: string,
  attributes: Readonly<Record<string, string>>,
  violations: string[],
): void {
  for (const [attribute, value] of Object.entries(attributes)) {
    const limit = LIMITS[attribute];
    const wrong =
      VALUES[attribute]?.test(value) === false ||
      (limit !== undefined && (Number(value) < 1 || Number(value) > limit));
    if (wrong) violations.push(`12200 <${name}> ${attribute} must not be "${value}"`);
  }
}
