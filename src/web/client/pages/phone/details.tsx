import { shortSpan } from '../../ui/format.js';
import { Badge, Card, Empty, Stat } from '../../ui/parts.js';
import type { Phone } from './phone.js';

/** Figures of the media stream. */
export function Figures({ phone: { view } }: { phone: Phone }) {
  const { framesOut, framesIn, lost, gaps, bufferedMs, jitterMs, marks, clears, droppedMs } =
    view.figures.value;
  if (framesOut === 0) {
    return (
      <Card title="Media stream">
        <Empty>
          Figures of the audio appear here when an assistant answers. A line without AI has no
          stream.
        </Empty>
      </Card>
    );
  }
  return (
    <Card title="Media stream">
      <dl class="stats phone-stats">
        <Stat name="Frames sent">{framesOut}</Stat>
        <Stat name="Frames received">{framesIn}</Stat>
        <Stat name="Frames lost">{lost}</Stat>
        <Stat name="Gaps heard">{gaps}</Stat>
        <Stat name="Buffered">{shortSpan(bufferedMs)}</Stat>
        <Stat name="Jitter">{shortSpan(jitterMs)}</Stat>
        <Stat name="Marks returned">{marks}</Stat>
        <Stat name="Clears">{clears}</Stat>
        <Stat name="Dropped by the last">{shortSpan(droppedMs)}</Stat>
      </dl>
    </Card>
  );
}

/** Every document that the phone has got, the newest first. */
export function Documents({ phone: { view } }: { phone: Phone }) {
  const documents = view.documents.value;
  return (
    <Card title="TwiML">
      {documents.length === 0 && <Empty>What the line tells the phone to do appears here.</Empty>}
      <ol class="phone-documents" reversed>
        {documents.toReversed().map(({ path, xml, faults }, index) => (
          <li key={documents.length - index}>
            <details>
              <summary>
                <code>{path}</code>
                {faults.length > 0 && <Badge tone="bad">{`${faults.length} faults`}</Badge>}
              </summary>
              {faults.map((fault) => (
                <p class="phone-fault">{fault}</p>
              ))}
              <pre tabIndex={0} aria-label={`Answer of ${path}`}>
                {xml.replaceAll('><', '>\n<')}
              </pre>
            </details>
          </li>
        ))}
      </ol>
    </Card>
  );
}
