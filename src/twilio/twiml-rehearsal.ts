import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { errorText } from '../common/error-text.js';
import { AppConfig } from '../config/app-config.js';
import { VoiceScript } from '../config/voice-script.js';
import { MenuRehearsal } from '../ivr/menu-rehearsal.js';
import type { Menu } from '../menu/catalogue/menu.js';
import { MenuAcceptance } from '../menu/menu-acceptance.js';
import { GatherTwiml } from './gather-twiml.js';
import { Twiml } from './twiml.js';
import { whisperWords } from './whisper-words.js';

/** Largest document that Twilio takes, in bytes (error 11750). */
const MAX_DOCUMENT_BYTES = 64 * 1024;
const CALLER = { callSid: 'CA00000000000000000000000000000000', from: '+12125550100', to: '' };
const LEG = { reason: 'asked', index: 0 } as const;

/** A document that calls are answered with, by what it is. */
interface Rehearsed {
  readonly name: string;
  readonly render: () => string;
}

/** Makes one TwiML document of each kind from a new menu, before it is accepted. */
@Injectable()
export class TwimlRehearsal {
  constructor(
    acceptance: MenuAcceptance,
    private readonly rehearsal: MenuRehearsal,
    private readonly gather: GatherTwiml,
    private readonly config: AppConfig,
    private readonly script: VoiceScript,
  ) {
    acceptance.add('TwiML', (menu) => this.faultsOf(menu));
  }

  private async faultsOf(menu: Menu): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const { name, render } of this.documents(menu)) {
      try {
        const bytes = Buffer.byteLength(render());
        if (bytes > MAX_DOCUMENT_BYTES) {
          faults.push(`${name}: ${bytes} bytes, Twilio takes ${MAX_DOCUMENT_BYTES}`);
        }
      } catch (error) {
        faults.push(`${name}: ${errorText(error)}`);
      }
      // Calls are going on meanwhile, whose audio must not wait.
      await breathe();
    }
    return faults;
  }

  private *documents(menu: Menu): Generator<Rehearsed> {
    const { script, gather } = this;
    const restaurantName = menu.business.name;
    const twiml = new Twiml(this.config, script, { restaurantName });
    const words = () => whisperWords(null, LEG.reason, script, restaurantName);
    yield { name: 'welcome', render: () => twiml.welcome('token') };
    yield { name: 'busy', render: () => twiml.busy(CALLER) };
    yield { name: 'last rung', render: () => twiml.lastRung(CALLER) };
    yield {
      name: 'transfer',
      render: () => twiml.transfer({ caller: CALLER, leg: LEG, number: CALLER.from }),
    };
    yield { name: 'whisper', render: () => twiml.whisper(words(), CALLER.callSid, LEG) };
    yield { name: 'message', render: () => twiml.message() };
    yield { name: 'goodbye', render: () => twiml.goodbye() };
    for (const { name, question } of this.rehearsal.questions(menu)) {
      yield { name, render: () => gather.ask(question()) };
    }
  }
}
