/** Equal bytes in a row that tie a place in the clip to a place in what was heard. */
const ANCHOR_BYTES = 12;
/** Different values an anchor needs: silence is the same everywhere. */
const ANCHOR_VARIETY = 4;
/** Distance between the places tried as anchors. */
const ANCHOR_STEP = 16;
/** Bytes looked at, and those that must be equal, for the tie to hold. */
const WINDOW_BYTES = 32;
const WINDOW_EQUAL = 12;

function isAnchor(piece: Buffer): boolean {
  return piece.length === ANCHOR_BYTES && new Set(piece).size >= ANCHOR_VARIETY;
}

/** Where the clip goes on, at or after `at`, in `heard`, at or after `from`; null when nowhere. */
function nextTie(
  clip: Buffer,
  at: number,
  heard: Buffer,
  from: number,
): { clipAt: number; heardAt: number } | null {
  for (let clipAt = at; clipAt + ANCHOR_BYTES <= clip.length; clipAt += ANCHOR_STEP) {
    const anchor = clip.subarray(clipAt, clipAt + ANCHOR_BYTES);
    const heardAt = isAnchor(anchor) ? heard.indexOf(anchor, from) : -1;
    if (heardAt === -1) continue;
    let back = 0;
    while (back < Math.min(clipAt - at, heardAt - from)) {
      if (clip[clipAt - back - 1] !== heard[heardAt - back - 1]) break;
      back += 1;
    }
    return { clipAt: clipAt - back, heardAt: heardAt - back };
  }
  return null;
}

/** How many bytes are equal from here on while the two still go together, and how far. */
function walk(
  clip: Buffer,
  clipAt: number,
  heard: Buffer,
  heardAt: number,
): { equal: number; bytes: number } {
  const end = Math.min(clip.length - clipAt, heard.length - heardAt);
  let equal = 0;
  for (let start = 0; start < end; start += WINDOW_BYTES) {
    const stop = Math.min(start + WINDOW_BYTES, end);
    let inWindow = 0;
    for (let i = start; i < stop; i += 1) {
      if (clip[clipAt + i] === heard[heardAt + i]) inWindow += 1;
    }
    if (inWindow < Math.min(WINDOW_EQUAL, stop - start)) return { equal, bytes: start };
    equal += inWindow;
  }
  return { equal, bytes: end };
}

/**
 * Share (0 to 1) of the clip's bytes that are found in what was heard, unchanged and in
 * order. Audio put in between or left out costs only the bytes it touches.
 */
export function exactShare(clip: Buffer, heard: Buffer): number {
  if (clip.length === 0) return 0;
  if (heard.includes(clip)) return 1;
  let found = 0;
  let clipAt = 0;
  let heardAt = 0;
  while (clipAt < clip.length) {
    const tie = nextTie(clip, clipAt, heard, heardAt);
    if (tie === null) break;
    const { equal, bytes } = walk(clip, tie.clipAt, heard, tie.heardAt);
    const advanced = Math.max(bytes, ANCHOR_BYTES);
    found += bytes === 0 ? ANCHOR_BYTES : equal;
    clipAt = tie.clipAt + advanced;
    heardAt = tie.heardAt + advanced;
  }
  return found / clip.length;
}
