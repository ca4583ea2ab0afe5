import { Injectable } from '@nestjs/common';
import type { IvrScript } from '../config/ivr-script.js';
import { VoiceScript } from '../config/voice-script.js';
import type { CatalogueItem, Menu } from '../menu/catalogue/menu.js';
import { MenuService } from '../menu/menu.service.js';
import { OrderDesk } from '../menu/tools/order-desk.js';
import { ToolBox } from '../menu/tools/tool-box.js';
import { menuWords, type MenuWords } from '../understanding/menu-words.js';
import { vocabularyOf } from '../understanding/vocabulary/languages.js';
import type { SearchItems } from '../understanding/item-request-parser.js';

/** Sentences of the voice script that the order line uses beside those under `ivr`. */
type SharedSentence = 'goodbye' | 'noHuman' | 'transferring';

/** A sentence of the voice file that the order line can speak. */
export type SentenceName = keyof IvrScript | SharedSentence;

/** A sentence that tells the keys of a question. */
export type KeySentence = Extract<SentenceName, `${string}Keys` | `${string}Key`>;

/** What the dialogue needs besides the state of the call: today’s menu and the words to speak. */
export interface DialogueContext {
  /** Code of the language that is spoken. */
  readonly language: string;
  /** Code of the one that callers may change to; null when the line speaks one language. */
  readonly otherLanguage: string | null;
  /** The same in another language by its code; null when the line does not speak it. */
  speaking(language: string): DialogueContext | null;
  readonly menu: Menu;
  readonly words: MenuWords;
  readonly search: SearchItems;
  /** Why an item is not available at a moment, by default now, as a sentence; null when it is. */
  unavailable(item: CatalogueItem, at?: Date): string | null;
  /** Whether the call can be transferred to a person. */
  readonly person: boolean;
  sentence(name: SentenceName, values?: Readonly<Record<string, string>>): string;
}

/** Makes the contexts of turns. */
@Injectable()
export class DialogueContexts {
  constructor(
    private readonly menu: MenuService,
    private readonly desk: OrderDesk,
    private readonly script: VoiceScript,
    private readonly tools: ToolBox,
  ) {}

  /**
   * By the menu and the time of now.
   *
   * @param language code of the one that the call speaks; null: that of the voice file.
   */
  now(language: string | null = null): DialogueContext {
    const { menu, desk, script } = this;
    const context = this.of(menu.current(), script.in(language));
    const { spoken } = context.words.vocabulary;
    return {
      ...context,
      speaking: (code) => (script.in(code).code === code ? this.now(code) : null),
      search: (query) => menu.search({ query }).items,
      unavailable: (item, at) => {
        const fault = desk.unavailability(item, at);
        return fault && spoken.fault(fault, item);
      },
    };
  }

  /** The same for each language of the line, by a menu that is not in use. */
  inAllLanguages(menu: Menu): readonly DialogueContext[] {
    return this.script.inAllLanguages.map((script) => this.of(menu, script));
  }

  /** By a menu that is not in use, of which everything can be had and any words find all. */
  of(menu: Menu, script = this.script): DialogueContext {
    const { code: language } = script;
    return {
      menu,
      language,
      otherLanguage: this.script.inAllLanguages.find((one) => one !== script)?.code ?? null,
      speaking: () => null,
      words: menuWords(menu, vocabularyOf(script.language)),
      search: () => menu.items,
      unavailable: () => null,
      person: this.tools.definitions().some(({ name }) => name === 'transfer_to_human'),
      sentence: (name, values = {}) =>
        script.render(textOf(script, name), { ...values, restaurant: menu.business.name }),
    };
  }
}

function textOf(script: VoiceScript, name: SentenceName): string {
  return name === 'goodbye' || name === 'noHuman' || name === 'transferring'
    ? script[name]
    : (script.ivr[name] ?? '');
}
