import { truncate } from '../../common/truncate.js';
import { isSayable } from './nothing-said.js';

/** Shorter sentences are spoken together with the next one. */
const MIN_CHARACTERS = 20;
/** Longer ones are cut at a clause or a word. */
const MAX_CHARACTERS = 240;

/** The end of a sentence: its marks, closing quotes or brackets, and the space after it. */
const END = /(?:[.!?…]+["'”’)\]]*\s+|[。！？]+|\n+)/g;
/** Words whose full stop does not end a sentence. */
const ABBREVIATION =
  /(?:^|[\s("'“‘])(?:mr|mrs|ms|dr|prof|st|ave|blvd|rd|apt|no|nos|approx|vs|e\.g|i\.e|etc|incl|oz|lb|lbs|min|max|tel|ext|a\.m|p\.m|u\.s|[a-z])\.$/i;
/** The number of a list's entry. */
const NUMBERING = /^\s*\d+\.$/;

/** Cuts a text that arrives in pieces into what can be spoken one after the other. */
export class SentenceSplitter {
  private text = '';

  /** Takes the next piece; gives the sentences that it completed and that can be spoken. */
  push(piece: string): readonly string[] {
    this.text += piece;
    const sentences: string[] = [];
    for (let end = this.end(); end !== null; end = this.end()) {
      const sentence = this.text.slice(0, end).trim();
      if (isSayable(sentence)) sentences.push(sentence);
      this.text = this.text.slice(end);
    }
    return sentences;
  }

  /** What is left when the text is complete; null when there is nothing to be spoken. */
  flush(): string | null {
    const rest = this.text.trim();
    this.text = '';
    return isSayable(rest) ? rest : null;
  }

  private end(): number | null {
    for (const match of this.text.matchAll(END)) {
      const end = match.index + match[0].length;
      const sentence = this.text.slice(0, end).trim();
      if (end > MAX_CHARACTERS) break;
      if (sentence.length < MIN_CHARACTERS) continue;
      if (ABBREVIATION.test(sentence) || NUMBERING.test(sentence)) continue;
      return end;
    }
    return this.text.length > MAX_CHARACTERS ? this.cut() : null;
  }

  private cut(): number {
    const head = this.text.slice(0, MAX_CHARACTERS);
    const clause = Math.max(...[', ', '; ', ': '].map((mark) => head.lastIndexOf(mark)));
    const at = clause >= MIN_CHARACTERS ? clause + 1 : head.lastIndexOf(' ');
    return at >= MIN_CHARACTERS ? at + 1 : truncate(this.text, MAX_CHARACTERS).length;
  }
}
