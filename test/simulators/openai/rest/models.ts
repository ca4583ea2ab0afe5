import { invalidRequest } from '../api-error.js';
import type { Exchange } from './exchange.js';
import type { ModelEntry } from './model-list.js';
import type { RestKnobs } from './rest-knobs.js';

/** `GET /v1/models` and `GET /v1/models/{id}`. */
export class Models {
  constructor(private readonly knobs: RestKnobs['models']) {}

  async answer(exchange: Exchange): Promise<void> {
    const { delayMs, entries } = this.knobs;
    if (delayMs > 0) await exchange.wait(delayMs);
    const path = new URL(exchange.request.url ?? '', 'http://127.0.0.1').pathname;
    const id = decodeURIComponent(path.split('/')[3] ?? '');
    if (id === '') {
      exchange.json({ object: 'list', data: entries.map(shown) });
      return;
    }
    const entry = entries.find((model) => model.id === id);
    if (entry !== undefined) exchange.json(shown(entry));
    else {
      const message = `The model '${id}' does not exist or you do not have access to it.`;
      exchange.refuse({ status: 404, error: invalidRequest('model_not_found', message, 'model') });
    }
  }
}

function shown(entry: ModelEntry): object {
  return { object: 'model', created: 1_760_000_000, owned_by: 'system', ...entry };
}
