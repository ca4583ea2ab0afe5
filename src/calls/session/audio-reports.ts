import { Injectable, Logger } from '@nestjs/common';
import { LiveEvents } from '../../ops/live-events.js';
import { FRAME_MS } from '../../audio/mulaw-format.js';
import type { Call } from '../call/call.js';
import { CallsMetrics } from '../calls.metrics.js';
import { CallSnapshots } from '../state/call-snapshots.js';
import type { QualityListener } from './stream-quality.js';

/** Tells operators what goes wrong with the audio of calls, and measures how it was. */
@Injectable()
export class AudioReports {
  private readonly logger = new Logger(AudioReports.name);

  constructor(
    private readonly events: LiveEvents,
    private readonly metrics: CallsMetrics,
    private readonly snapshots: CallSnapshots,
  ) {}

  /** What the quality of one stream is told to. */
  of(call: Call, streamSid: string): QualityListener {
    const { callSid } = call;
    const counted = new Set<string>();
    return {
      changed: (change) => {
        const { fault, state, value, unit } = change;
        const fields = { streamSid, fault, value, unit };
        call.note(state === 'began' ? 'audio-fault' : 'audio-fault-over', fields);
        const at = new Date().toISOString();
        this.events.publish({ type: 'audio', at, data: { callSid, state, ...fields } });
        this.snapshots.changed(call, 'call');
        const told = { callSid, ...fields };
        if (state === 'began') this.logger.warn('Audio fault', told);
        else this.logger.log('Audio fault is over', told);
        if (!counted.has(fault)) this.metrics.audioFaults.inc({ fault });
        counted.add(fault);
      },
      ended: ({ maxJitterMs, frames, lostFrames, lostMs }) => {
        this.metrics.audioJitter.observe(maxJitterMs / 1_000);
        const lost = Math.max(lostFrames, lostMs / FRAME_MS);
        this.metrics.audioLoss.observe(lost / (frames + lost));
      },
    };
  }
}
