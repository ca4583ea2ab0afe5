const REQUEST_LIMIT_MS = 5_000;

/** The parts of `GET /calls/:callSid` that are shown. */
export interface CallReport {
  readonly outcome: string | null;
  readonly provider: string | null;
  /** Answers of the assistant that came to their end. */
  readonly turns: number;
  readonly transcript: readonly {
    readonly at: string;
    readonly role: string;
    readonly text: string;
    readonly interrupted: boolean;
    readonly heardMs: number | null;
  }[];
  readonly timeline: readonly {
    readonly at: string;
    readonly event: string;
    readonly [field: string]: unknown;
  }[];
  readonly latency: readonly {
    readonly at: string;
    readonly responseMs: number;
    readonly providerMs: number;
    readonly toolsMs: number;
    readonly forwardMs: number;
  }[];
}

/** The parts of an order that are shown; money is integer cents. */
export interface OrderReport {
  readonly id: string;
  readonly callSid: string;
  readonly state: string;
  readonly customer: { readonly name: string | null; readonly fulfilment: string };
  readonly lines: readonly {
    readonly itemId: string;
    readonly name: string;
    readonly quantity: number;
    readonly options: readonly { readonly optionId: string; readonly name: string }[];
    readonly totalCents: number;
  }[];
  readonly subtotalCents: number;
  readonly discountCents: number;
  readonly deliveryFeeCents: number;
  readonly taxCents: number;
  readonly totalCents: number;
}

/** What an operator sees of a running server. */
export class OpsClient {
  constructor(
    private readonly url: string,
    private readonly token: string | null,
  ) {}

  /** Null when the server does not know the call or does not let us see it. */
  call(callSid: string): Promise<CallReport | null> {
    return this.#get<CallReport>(`/calls/${callSid}`);
  }

  /** The orders placed on a call. */
  async orders(callSid: string): Promise<readonly OrderReport[]> {
    const page = await this.#get<{ orders: readonly OrderReport[] }>('/orders?limit=200');
    return page?.orders.filter((order) => order.callSid === callSid) ?? [];
  }

  async #get<T>(path: string): Promise<T | null> {
    const response = await fetch(this.url + path, {
      headers: this.token === null ? {} : { Authorization: `Bearer ${this.token}` },
      signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return null;
    }
    return (await response.json()) as T;
  }
}
