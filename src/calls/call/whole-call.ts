import { countsOf, LIST_NAMES, type CallPart, type ListName } from './call-parts.js';
import type { CallSnapshot } from './call.js';

/** Whether items have left the call's lists. */
export function hasEarlier({ earlier }: CallSnapshot): boolean {
  return countsOf(earlier).some((count) => count > 0);
}

/**
 * The call with the items that have left its lists before those that are in them. An item of which
 * there are several, as the call had several owners, is that of the last part; one that is in no part
 * is left out.
 *
 * @param parts those of higher fences later.
 */
export function wholeCall(call: CallSnapshot, parts: readonly CallPart[]): CallSnapshot {
  const { earlier, conversation, talk, ...rest } = call;
  const counts = countsOf(earlier);
  const whole = <T>(list: ListName, tail: readonly T[]): readonly T[] => {
    const before = counts[LIST_NAMES.indexOf(list)] ?? 0;
    const items = new Map<number, T>();
    for (const part of parts) {
      if (part.list !== list) continue;
      part.items.forEach((item, index) => {
        const number = part.first + index;
        if (number < before) items.set(number, item as T);
      });
    }
    const inOrder = [...items].toSorted(([one], [other]) => one - other);
    return [...inOrder.map(([, item]) => item), ...tail];
  };
  return {
    ...rest,
    conversation: { entries: whole('entries', conversation.entries) },
    timeline: whole('timeline', rest.timeline),
    latency: whole('latency', rest.latency),
    ...(talk && {
      talk: { spans: whole('spans', talk.spans), waits: whole('waits', talk.waits) },
    }),
    ...(rest.costs && { costs: whole('costs', rest.costs) }),
  };
}
