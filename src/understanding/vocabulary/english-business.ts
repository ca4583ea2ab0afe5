const READY_WITH =
  '\\b(?:when|how soon|what time) (?:can|could|will|would|should|is|are|s) (?:[a-z0-9]+ ){1,9}?(?:ready|done|(?:come|coming) out|get here|show up)\\b';
const READY =
  '\\b(?:when|how soon|what time) (?:can|could|will|would|should|do|does|might) (?:(?:i|we|it|that|this|they|you|my|the|our|order|food|pizzas?) )+(?:(?:have|get|expect|pick|collect|come|be|arrive|take|bring|deliver|grab|show|here) ?)+';

/** What callers ask of the business, on plain text: whether it is asked, and what about. */
export const ENGLISH_BUSINESS = {
  /** How much an order has to come to. */
  minimum:
    /\bminimum\b|\b(?:is|are) there (?:a |any )?min\b|\b(?:do|does|would) (?:i|we|it|you) (?:have|need) (?:to (?:order|spend|buy|pay|be) )?(?:a )?(?:certain|at least|some|minimum)\b.*(?:amount|much|dollars)?|\b(?:whats|what is|how much is) the least\b|\bhow much do (?:i|we) (?:have|need) to (?:order|spend|buy)\b/,
  /** When an order can be ready. */
  asksReady: new RegExp(
    `${READY}|${READY_WITH}|\\b(?:whats|what is|how is|hows|how bad is) the wait\\b|\\bhow (?:much|long) (?:of )?a wait\\b|\\bwhen (?:is|would) (?:it|that|the (?:order|food)|my (?:order|food)) (?:be )?(?:going to be |gonna be )?(?:ready|done|there|here)\\b|\\bhow soon\\b|\\b(?:whats|what is) the (?:soonest|earliest|fastest|quickest)\\b`,
  ),
  time: new RegExp(
    `\\bhow long\\b|\\bwait\\b|${READY}|${READY_WITH}|\\bhow soon\\b|\\bwhen (?:is|would) (?:it|that|the|my)\\b|\\bthe (?:soonest|earliest|fastest|quickest)\\b`,
  ),
  /** Where the restaurant delivers to, without a place. */
  asksArea:
    /\b(?:whats|what is|where is|how big is|tell me) (?:your|the) delivery (?:zone|area|range|radius)\b|\bwhere (?:all )?do (?:you|ya)(?: guys)? deliver\b|\bhow far (?:out |away )?(?:do|will|can) (?:you|ya)(?: guys)? (?:deliver|go|come)\b|\b(?:am i|are we|is this|is that) (?:in|inside|within) (?:your|the) (?:delivery )?(?:area|zone|range)\b|\bdo (?:you|ya)(?: guys)? (?:come|go|deliver) (?:here|out here|this far|that far)\b/,
  delivery:
    /\bdeliver\w*\b|\bhow far\b|\b(?:area|zone|range)\b|\b(?:this|that) far\b|\b(?:come|go) (?:out )?here\b/,
} as const;
