import type { IvrStep } from './ivr-state.js';

/** What kind of answer a question expects, for speech recognition. */
export type AnswerKind = 'yes-no' | 'choice' | 'dishes' | 'name' | 'address' | 'number' | 'time';

const KINDS: { readonly [K in IvrStep['kind']]: AnswerKind } = {
  main: 'dishes',
  more: 'dishes',
  categories: 'choice',
  items: 'choice',
  'which-item': 'choice',
  'offer-item': 'yes-no',
  doubt: 'yes-no',
  option: 'choice',
  extras: 'choice',
  quantity: 'choice',
  offers: 'choice',
  order: 'dishes',
  line: 'dishes',
  'line-quantity': 'choice',
  'line-groups': 'choice',
  'line-option': 'choice',
  'which-line': 'choice',
  cancel: 'yes-no',
  fulfilment: 'choice',
  minimum: 'dishes',
  name: 'name',
  address: 'address',
  'address-check': 'yes-no',
  'address-part': 'number',
  'ready-time': 'time',
  allergy: 'dishes',
  confirm: 'yes-no',
  fix: 'dishes',
  placed: 'yes-no',
  leave: 'yes-no',
  callback: 'yes-no',
  'callback-number': 'number',
};

/** The kind of answer that a question expects. */
export function answerKind({ kind }: IvrStep): AnswerKind {
  return KINDS[kind];
}
