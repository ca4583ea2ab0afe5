import { sentenceOf } from './ivr-script.js';

/** Longest sentence of a whisper: all of it is heard within 12 s. */
const SHORT = 100;

const Sentence = (...names: string[]): PropertyDecorator => sentenceOf(SHORT, names);

/**
 * What a person of the restaurant hears before taking a call, while the caller hears it ring:
 * who calls, why, what is in the order, and which key takes the call.
 */
export class WhisperScript {
  @Sentence('caller') readonly from!: string;
  /** In the place of `{{caller}}` where no name is known. */
  @Sentence('digits') readonly numberEnding!: string;
  @Sentence() readonly hiddenNumber!: string;
  /** Why the phone rings; one of the four. */
  @Sentence() readonly asked!: string;
  @Sentence() readonly operator!: string;
  @Sentence() readonly fault!: string;
  @Sentence() readonly busy!: string;
  /** The order; one of the three. */
  @Sentence('order') readonly draft!: string;
  @Sentence('order') readonly placed!: string;
  @Sentence() readonly empty!: string;
  /** Ends an order that is too long to be said. */
  @Sentence() readonly more!: string;
  /** Key 1 takes the call. */
  @Sentence() readonly accept!: string;
  /** After the key, before the two are joined. */
  @Sentence() readonly accepted!: string;
}
