import type { callDetail, callSummary } from '../../src/calls/call-views.js';
import type { Patience } from './eventually.js';
import { until } from './eventually.js';

/** What `GET /calls/:callSid` answers. */
export type CallView = ReturnType<typeof callDetail>;
/** What `GET /calls` answers: a page of calls, newest first. */
export interface CallsPage {
  readonly count: number;
  readonly calls: readonly ReturnType<typeof callSummary>[];
  readonly nextCursor: string | null;
}

/** Asks an operators' path of the product; rejects when it is not 2xx. */
export interface Operator {
  get<T>(path: string): Promise<T>;
}

/** What operators see of a call. */
export function viewOf(operator: Operator, callSid: string): Promise<CallView> {
  return operator.get<CallView>(`/calls/${callSid}`);
}

/** Resolves with the first view of a call for which it holds; rejects with the last one seen. */
export async function untilCall(
  operator: Operator,
  callSid: string,
  holds: (view: CallView) => boolean,
  { what, ...patience }: Patience & { readonly what?: string } = {},
): Promise<CallView> {
  let last: CallView | undefined;
  const look = async (): Promise<CallView | null> => {
    last = await viewOf(operator, callSid);
    return holds(last) ? last : null;
  };
  return until(look, { what: what ?? `call ${callSid}`, everyMs: 50, ...patience }).catch(
    (error: unknown) => {
      throw new Error(`${String(error)}\n${JSON.stringify(last)}`, { cause: error });
    },
  );
}
