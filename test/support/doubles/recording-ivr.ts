import type { IvrRequest, IvrService, IvrTurn } from '../../../src/ivr/ivr.service.js';

/** The line without AI as the edge sees it: answers what the test puts into `answer`. */
export class RecordingIvr implements Pick<IvrService, 'asked' | 'answered' | 'turn'> {
  readonly inputs: IvrRequest[] = [];
  /** The turn that a request without a number is for. */
  current = 0;
  /** Null: another replica is at the turn. */
  answer: (request: IvrRequest) => Promise<IvrTurn | null> = ({ turn }) =>
    Promise.resolve({
      prompt: 'What would you like?',
      hints: 'Margherita,Coca-Cola',
      answer: 'dishes',
      listensFrom: 0,
      expects: 'speech dtmf',
      end: null,
      language: null,
      heard: null,
      order: null,
      asks: turn + 1,
      repeated: false,
    });
  /** What another replica has answered meanwhile. */
  elsewhere: () => IvrTurn | null = () => null;

  asked(): Promise<number> {
    return Promise.resolve(this.current);
  }

  answered(): Promise<IvrTurn | null> {
    return Promise.resolve(this.elsewhere());
  }

  async turn(request: IvrRequest, take: () => Promise<IvrTurn['end']>): Promise<IvrTurn | null> {
    this.inputs.push(request);
    await take();
    return this.answer(request);
  }
}
