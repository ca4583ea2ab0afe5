import { ExpiringMap } from '../common/expiring-map.js';

/** After this what was refused is asked for again: the service or the account may have changed. */
const REMEMBERED_MS = 60 * 60_000;
/** Settings that are remembered; they differ by what is on the menu. */
const MAX_REMEMBERED = 20;

/**
 * What a provider's service has refused lately, so that a lasting refusal costs one session a
 * request and not each. Settings are told apart by all they hold: changed ones are tried.
 */
export class RefusalMemory<S extends object> {
  private readonly less = new ExpiringMap<S>(MAX_REMEMBERED);

  /** The settings without what was refused of them. */
  recall(settings: S): S {
    const less = this.less.get(keyOf(settings));
    return less === undefined ? settings : this.recall(less);
  }

  /** @param less the refused settings without a part of them. */
  remember(refused: S, less: S): void {
    this.less.set(keyOf(refused), less, REMEMBERED_MS);
  }
}

function keyOf(settings: object): string {
  return JSON.stringify(settings);
}
