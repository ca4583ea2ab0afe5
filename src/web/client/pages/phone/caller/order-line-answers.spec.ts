import { answerTo } from './order-line-answers.js';

const ORDER = { wishes: ['Are you open?', 'A small Margherita, please.'], customer: 'Ben' };

describe('answerTo', () => {
  it.each([
    ['Thanks for calling. Press 1 for the menu, 2 for your order.', 0, 'Are you open?'],
    ['We are open. Anything else?', 1, 'A small Margherita, please.'],
    ['I have added one. Anything else? Press 1 for more, or 3 to finish.', 2, '3'],
    ['Press 1 for pickup, or 2 for delivery.', 2, '1'],
    ['Will you pick it up, or shall we deliver it?', 2, '1'],
    ['What name is the order for? Without a name, press 1.', 2, 'Ben'],
    ['We are closed. For when would you like your order?', 2, 'As soon as possible.'],
    ['One Margherita, for pickup, under the name Ben. Press 1 to place the order.', 2, '1'],
  ])('%s', (question, wished, answer) => {
    expect(answerTo(question, ORDER, wished).answer).toBe(answer);
  });

  it('counts what is wished', () => {
    expect(answerTo('Hello.', ORDER, 0).isWish).toBe(true);
    expect(answerTo('Anything else?', ORDER, 2).isWish).toBe(false);
  });
});
