import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import { VoiceScript } from '../../config/voice-script.js';
import { fault } from '../../orders/order-fault.js';
import { Tool, toolParameters, type ToolAnswer } from './tool.js';

const parameters = toolParameters({
  language: Type.String({
    maxLength: 3,
    description: 'Code of the language that the caller wants, such as en or es.',
  }),
});

/** Has the call speak another language; offered when the voice file names one of another language. */
@Injectable()
export class SetLanguageTool extends Tool<typeof parameters> {
  readonly name = 'set_language';
  readonly description: string;
  readonly parameters = parameters;
  override readonly offered: boolean;
  private readonly codes: string;

  constructor(private readonly script: VoiceScript) {
    super();
    const codes = script.inAllLanguages.map(({ code }) => code);
    this.offered = codes.length > 1;
    this.codes = codes.join(' or ');
    this.description =
      `Changes the language of the call: ${this.codes}. Call it at once when the caller ` +
      'wishes to go on in the other one or plainly speaks it, then go on in that language. Not ' +
      'for a dish or an ingredient that is named after a country.';
  }

  /** Fault: `invalid_arguments`, for a language that no voice file is in. */
  run({ language }: Static<typeof parameters>): ToolAnswer {
    const { code } = this.script.in(language);
    if (code === language) return { result: { ok: true, language }, language };
    return fault('invalid_arguments', `The argument language must be ${this.codes}.`);
  }
}
