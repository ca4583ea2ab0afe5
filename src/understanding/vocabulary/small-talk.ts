/** What callers say beside the point, and what is answered without any change. */
export type SmallTalk =
  | 'wait'
  | 'hearing'
  | 'who'
  | 'robot'
  | 'payment'
  | 'ready'
  /** About the restaurant, which its data does not tell. */
  | 'unknown'
  | 'upset'
  /** Wants to be called back. */
  | 'callback'
  /** Wants something that this line does not do. */
  | 'cannot'
  /** Speaks of what an earlier order told. */
  | 'records'
  | 'complaint';
