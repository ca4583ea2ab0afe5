import type { ToolResult } from '../menu/tools/tool.js';
import type { ItemRequest, OptionRequest } from '../understanding/item-request.js';

/** What a caller did: said something, pressed keys, did nothing, or only just arrived. */
export type IvrInput =
  /** `confidence`: how sure recognition is of the speech, from 0 to 1. */
  | { readonly speech?: string; readonly digits?: string; readonly confidence?: number }
  | { readonly nothing: true }
  /**
   * `resumed`: the call was on a media stream before. `missed`: the caller was to be put through,
   * and no person took the call; whether there is a number to call the caller back.
   */
  | {
      readonly start: true;
      readonly resumed: boolean;
      readonly missed?: 'has-number' | 'no-number';
    };

/** A dish being put together: a required choice or its quantity is still missing. */
export interface Draft {
  readonly itemId: string;
  /** Null until the caller has said how many. */
  readonly quantity: number | null;
  readonly optionIds: readonly string[];
  readonly note: string;
  /** The caller was asked for extras; absent: not yet. */
  readonly extras?: 'asked';
}

/** A change of one line of the order, while the caller is asked which line. */
export type LineChange =
  | { readonly kind: 'remove' }
  | {
      readonly kind: 'change';
      readonly quantity: number | null;
      readonly optionRequests: readonly OptionRequest[];
    };

/** The question that was asked last and that the next input answers. */
export type IvrStep =
  | { readonly kind: 'main' | 'more' | 'offers' | 'fulfilment' | 'name' | 'address' | 'fix' }
  | { readonly kind: 'leave' | 'cancel' | 'placed' }
  /** An order for delivery is below the minimum. `noMore`: the caller adds nothing. */
  | { readonly kind: 'minimum'; readonly noMore?: true }
  /** `forOrder`: about an order that only a person takes; the call is over once that is noted. */
  | { readonly kind: 'callback' | 'callback-number'; readonly forOrder: boolean }
  | { readonly kind: 'categories' | 'order'; readonly page: number }
  | {
      readonly kind: 'items';
      readonly categoryId: string;
      readonly page: number;
      readonly itemRequest: ItemRequest | null;
    }
  /** `named`: the caller has just heard the names of the dishes. */
  | { readonly kind: 'which-item'; readonly itemRequest: ItemRequest; readonly named?: true }
  | {
      readonly kind: 'offer-item';
      readonly itemId: string;
      readonly optionRequests: readonly OptionRequest[];
    }
  /** `closing`: the caller was told that the dish lacks this before the order can end. */
  | {
      readonly kind: 'option';
      readonly draft: Draft;
      readonly groupId: string;
      readonly page: number;
      readonly closing?: true;
    }
  /** What may be added. `list`: whether the caller has heard the choices of this page. */
  | {
      readonly kind: 'extras';
      readonly draft: Draft;
      readonly groupId: string;
      readonly page: number;
      readonly list: 'new' | 'heard';
    }
  | { readonly kind: 'quantity'; readonly draft: Draft }
  | { readonly kind: 'line' | 'line-quantity'; readonly lineId: string }
  | { readonly kind: 'line-groups'; readonly lineId: string; readonly page: number }
  | {
      readonly kind: 'line-option';
      readonly lineId: string;
      readonly groupId: string;
      readonly page: number;
    }
  | {
      readonly kind: 'which-line';
      readonly lineIds: readonly string[];
      readonly change: LineChange;
    }
  /**
   * `next`: the question that was asked before and comes again. `maybe`: allergens that a dish shall
   * not have, which may be an allergy.
   */
  | { readonly kind: 'allergy'; readonly next: IvrStep; readonly maybe?: readonly string[] }
  /** Dishes that recognition was not sure of. */
  | { readonly kind: 'doubt'; readonly itemRequests: readonly ItemRequest[] }
  | { readonly kind: 'address-check'; readonly address: string }
  /** `part`: what is asked for. */
  | {
      readonly kind: 'address-part';
      readonly address: string;
      readonly part: 'postalCode' | 'houseNumber';
      /** The order goes on after it. */
      readonly inPassing?: true;
    }
  /** `earliest`: what key 1 stands for, in ISO 8601. `day`: the words for a day that was named. */
  | {
      readonly kind: 'ready-time';
      readonly earliest: string | null;
      readonly day: string | null;
      /** The question was not answered once. */
      readonly again?: true;
    }
  | { readonly kind: 'confirm'; readonly confirmationId: string | null };

/** A question of one kind. */
export type StepOf<K extends IvrStep['kind']> = Extract<IvrStep, { readonly kind: K }>;

/**
 * A question about what is in the food: in a dish, or in which dishes it is or is not. `allergy`: one
 * that was stated, which "what about the pesto" asks of.
 */
export interface AskedBefore {
  readonly about: 'dish' | 'without' | 'having' | 'allergy';
  readonly what: readonly string[] | 'mine' | 'all';
  /** The words in which a part of the menu was named. */
  readonly within?: string;
}

/** Where a call stands in the dialogue. Plain JSON below 8 kB; nothing else is kept of it. */
export interface IvrState {
  readonly step: IvrStep;
  /** What keys 1 to 8 stand for in the question that was asked. */
  readonly choices: readonly string[];
  /** In the turn before, a dish was said not to be on the menu. */
  readonly unfound?: true;
  /** Turns in a row in which nothing was heard or understood. */
  readonly misses: number;
  /** The order line that "that" refers to: the one spoken of last. */
  readonly lastLineId: string | null;
  /** What the line that was changed last had before; absent: nothing was changed. */
  readonly before?:
    | {
        readonly lineId: string;
        readonly quantity: number;
        readonly optionIds: readonly string[];
        readonly note: string;
      }
    | undefined;
  /** What was taken off the order last, which "no, keep the fries" puts back; absent: nothing. */
  readonly gone?: readonly ItemRequest[] | undefined;
  /** The extra that the question before was about; null or absent: none. */
  readonly askedOption?: string | null;
  /** The dish spoken of last was taken off the order: what comes instead takes no other one's place. */
  readonly removedLast?: boolean;
  /** The dish spoken of last, on the order or not; absent in records of earlier versions. */
  readonly aboutItemId?: string;
  /** Allergies noted in the turn before, which "no, I said dairy" corrects. */
  readonly allergiesNoted?: readonly string[];
  /** Allergens that may be an allergy, until that is asked. */
  readonly maybeAllergies?: readonly string[];
  /** What was asked about the food before, which "and the pesto" asks again; null or absent: nothing. */
  readonly asked?: AskedBefore | null;
  /** The notice about traces was heard; absent: not yet. */
  readonly noticeTold?: boolean;
  /** Diets of the caller, as tags of the menu; absent: none was mentioned. */
  readonly diets?: readonly string[];
  /** For when the order is, in ISO 8601; null or absent: as soon as possible. */
  readonly readyAt?: string | null;
  /** The words for a day that was named without a time, until the time is known; null or absent: none. */
  readonly daySaid?: string | null;
  /** The words for the day of the time that is noted, which another hour keeps; null or absent: none. */
  readonly dayNoted?: string | null;
  /** The turn before told the opening hours, which "and on Sundays?" asks for again. */
  readonly hoursTold?: true | undefined;
  /** The turn before told where food is brought to, which "and to Mott Street?" asks again. */
  readonly placeTold?: true | undefined;
  /** Pickup or delivery as mentioned, until it is noted on the order. */
  readonly mentioned: 'pickup' | 'delivery' | null;
  /** An address given in passing that lacks something, until its turn comes. */
  readonly addressSaid?: string | null;
  /** What that address lacks and has not been asked for; null or absent: nothing. */
  readonly addressLacks?: 'postalCode' | 'houseNumber' | null;
  /** A postal code given before the address. */
  readonly postalCode?: string | null;
  /** A place of which the caller asked whether it is delivered to. */
  readonly placeAsked?: string;
  /** How the driver gets to the door, said before the address. */
  readonly doorSaid?: string | null;
  /** A telephone number given in the turn before: a part of it, or all; null or absent: none. */
  readonly phoneSaid?: { readonly kind: 'part' | 'whole'; readonly digits: string } | null;
  /**
   * For what way, place, time and allergies the whole order was read back: a change leads back to a
   * read-back that is short as long as these are the same. Absent: not yet.
   */
  readonly readBackFor?: string | undefined;
  /** The name was asked for: a dish that is added meanwhile leads back to it. */
  readonly nameAsked?: true | undefined;
  /** The question that a dish came in between, which comes again once that is complete. */
  readonly interrupted?: IvrStep | null;
  /** The minimum of a delivery has been told. */
  readonly minimumTold?: true;
  /** Code of an offer that the caller wants and the order does not count for yet. */
  readonly offerKept?: string | null;
  /** Wishes for the kitchen that came before any dish; absent: none. */
  readonly wishes?: readonly string[];
  /** Pickup or delivery has been asked and answered. */
  readonly settled: boolean;
  /** No person took the call: who is not understood is not put through once more. */
  readonly missed: boolean;
  /** Dishes named in one breath that are still to be dealt with. */
  readonly pending: readonly ItemRequest[];
}

/** The state at the start of every call. */
export const NEW_STATE: IvrState = {
  step: { kind: 'main' },
  choices: [],
  misses: 0,
  lastLineId: null,
  mentioned: null,
  settled: false,
  missed: false,
  pending: [],
};

/** A tool that the dialogue wants to have run. */
export interface ToolRequest {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * A part of the dialogue as a generator: it yields tool requests, is resumed with their results and
 * returns its answer. Pure: `IvrService` runs the tools.
 */
export type Flow<T = void> = Generator<ToolRequest, T, ToolResult>;

/** What the caller hears next. */
export interface IvrReply {
  readonly state: IvrState;
  /** Never empty. */
  readonly prompt: string;
  /** Where in `prompt` the line begins to listen; the caller hears all that is before it. */
  readonly listensFrom: number;
  /** What the question listens for. */
  readonly expects: 'speech dtmf' | 'dtmf';
  /** What follows the prompt instead of listening; null: the line listens. */
  readonly end: null | 'hang-up' | 'transfer';
}
