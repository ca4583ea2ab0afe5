import { exactShare } from './exact-share.js';
import { similarity, spectrum } from './spectrum.js';

/** Below this score nothing is recognised: sentences that only sound alike stay under it. */
const THRESHOLD = 0.8;

/** What a segment of audio was taken for. */
export interface Recognition {
  readonly text: string;
  /** 0 to 1: how alike the two sound, or `exactShare` where noise hides the likeness. */
  readonly score: number;
  /** 0 to 1: how many of the clip's bytes arrived unchanged and in order. */
  readonly exactShare: number;
}

interface Candidate {
  readonly text: string;
  readonly clip: Buffer;
  readonly spectrum: Float32Array;
}

/**
 * Recognises a closed vocabulary in real audio by comparing it with how each sentence
 * sounds. There is no speech model offline; what is compared is what really arrived.
 */
export class Recogniser {
  /** So that a sentence is not taken for another that is part of it. */
  private readonly longestFirst: readonly Candidate[];

  /** @param vocabulary each sentence's text with its mu-law audio. */
  constructor(vocabulary: ReadonlyMap<string, Buffer>) {
    this.longestFirst = [...vocabulary]
      .filter(([, clip]) => clip.length > 0)
      .map(([text, clip]) => ({ text, clip, spectrum: spectrum(clip) }))
      .sort((a, b) => b.clip.length - a.clip.length);
  }

  /** The sentence most like the mu-law audio; null when none is like it. */
  recognise(heard: Buffer): Recognition | null {
    const verbatim = this.longestFirst.find(({ clip }) => heard.includes(clip));
    if (verbatim !== undefined) return { text: verbatim.text, score: 1, exactShare: 1 };
    const heardSpectrum = spectrum(heard);
    let best: Recognition | null = null;
    for (const { text, clip, spectrum: clipSpectrum } of this.longestFirst) {
      const exact = exactShare(clip, heard);
      const score = Math.max(exact, similarity(heardSpectrum, clipSpectrum));
      if (score > (best?.score ?? THRESHOLD)) best = { text, score, exactShare: exact };
    }
    return best;
  }
}
