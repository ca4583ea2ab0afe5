import { ApiProperty } from '@nestjs/swagger';
import { COUNT, MS, TEXT_OR_NULL, TIME, TIME_OR_NULL } from '../ops/api-schema.js';
import type { CostPoint } from './call/call-usage.js';
import type { SpeechSpan, TurnWait } from './call/talk-log.js';

const WHO = [
  'caller',
  'keys',
  'assistant',
  'filler',
] as const satisfies readonly SpeechSpan['who'][];
const STATES = ['open', 'over', 'cut', 'untold'] as const satisfies readonly SpeechSpan['state'][];
const MS_OR_NULL = { ...MS, nullable: true } as const;

/** What one side said in one go. */
export class SpeechDto implements Omit<SpeechSpan, 'id' | 'fromMs' | 'toMs'> {
  @ApiProperty({
    ...TIME,
    description: 'The first sound; on the order line when it was known here',
  })
  at!: string;
  @ApiProperty({ ...TIME_OR_NULL, description: 'The last sound that was heard' })
  endedAt!: string | null;
  @ApiProperty({ enum: WHO }) who!: SpeechSpan['who'];
  @ApiProperty({ ...TEXT_OR_NULL, description: 'The rung that spoke; null for the caller' })
  rung!: string | null;
  @ApiProperty({
    ...TEXT_OR_NULL,
    description: 'All its words; null for a filler, and once forgotten',
  })
  text!: string | null;
  @ApiProperty({ ...TEXT_OR_NULL, description: 'Its words as far as they were heard' })
  heardText!: string | null;
  @ApiProperty({ ...MS_OR_NULL, description: 'Audio that was sent to the phone, ms' })
  generatedMs!: number | null;
  @ApiProperty({
    ...MS_OR_NULL,
    description: "Of that what was heard, by the phone's marks, ms; null where it cannot be known",
  })
  heardMs!: number | null;
  @ApiProperty({ ...MS_OR_NULL, description: 'Of that what was never heard, ms' })
  cutMs!: number | null;
  @ApiProperty({
    enum: STATES,
    description:
      '`open`: going on; `over`: heard to its end; `cut`: its rest was not heard; `untold`: on the order line, which is not told',
  })
  state!: SpeechSpan['state'];
}

/** How long the caller waited for an answer. */
export class WaitDto implements Omit<TurnWait, 'id' | 'fromMs' | 'silentMs' | 'first'> {
  @ApiProperty({ ...COUNT, description: '0 is the wait for the first words of the call' })
  turn!: number;
  @ApiProperty({
    ...TIME,
    description: "The caller's last sound; on the order line when the words came",
  })
  at!: string;
  @ApiProperty({ ...TEXT_OR_NULL, description: 'What the caller had said' }) text!: string | null;
  @ApiProperty({
    ...MS_OR_NULL,
    description: 'Until something was heard, turn detection included, ms; null: nothing was',
  })
  waitMs!: number | null;
  @ApiProperty({ enum: ['answer', 'filler'], nullable: true }) firstSound!: TurnWait['first'];
  @ApiProperty({ ...MS_OR_NULL, description: 'Until the answer was heard, ms' })
  answerMs!: number | null;
  @ApiProperty({ ...MS_OR_NULL, description: 'Of `answerMs`: turn detection and recognition, ms' })
  recognitionMs!: number | null;
  @ApiProperty({ ...MS_OR_NULL, description: "Of `answerMs`: the provider's model, ms" })
  modelMs!: number | null;
  @ApiProperty({ ...MS_OR_NULL, description: 'Of `answerMs`: tools and handling here, ms' })
  oursMs!: number | null;
  @ApiProperty({ ...MS_OR_NULL, description: 'Of `answerMs`: to the phone and back, ms' })
  networkMs!: number | null;
  @ApiProperty({ ...TEXT_OR_NULL, description: 'The rung that has answered' })
  rung!: string | null;
}

/** What the call had cost by then. */
export class CostDto implements Omit<CostPoint, 'atMs'> {
  @ApiProperty(TIME) at!: string;
  @ApiProperty({
    type: Number,
    minimum: 0,
    description: 'US dollars of the parts whose price is known, and of what was estimated',
  })
  costUsd!: number;
}
