import { jest } from '@jest/globals';
import { ToolBox } from '../src/menu/tools/tool-box.js';
import { OrdersService } from '../src/orders/orders.service.js';
import { loggedMessages } from './support/overheard.js';
import { startApp } from './support/start-app.js';
import { ENGLISH_SPOKEN } from '../src/menu/spoken/english.js';

/** What a library makes of its input: Node quotes it. */
function quoting(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

describe('The log', () => {
  it('tells of faults that quote the caller, and not what they quote', async () => {
    const running = await startApp();
    try {
      const orders = running.app.get(OrdersService);
      jest.spyOn(orders, 'change').mockRejectedValue(quoting('Zebedee Quill, 12 Elm Road'));
      jest.spyOn(orders, 'list').mockRejectedValue(quoting('Zebedee Quill, 12 Elm Road'));

      const customer = JSON.stringify({ name: 'Zebedee Quill', address: '12 Elm Road' });
      const caller = { callSid: 'CA1', callerNumber: '+15551230100', spoken: ENGLISH_SPOKEN };
      const { result } = await running.app.get(ToolBox).run('set_customer', customer, caller);
      expect(result).toMatchObject({ ok: false, error: 'internal' });
      const answer = await fetch(`${running.url}/orders`, { headers: running.authorization });
      expect(answer.status).toBe(500);
      expect(await answer.text()).not.toContain('Zebedee');

      expect(loggedMessages()).toEqual(expect.arrayContaining(['Tool failed', 'Request failed']));
    } finally {
      // Fails when a line has a word of it.
      await running.close();
    }
  });
});
