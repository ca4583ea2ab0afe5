import { applyDecorators } from '@nestjs/common';
import { IsString, Matches, MaxLength, ValidateIf } from 'class-validator';

/** Longest sentence of the keypad and speech line. */
const SENTENCE = 500;

/** A text that is not blank, with no placeholder but `{{restaurant}}` and the named ones. */
export const sentenceOf = (longest: number, names: readonly string[]): PropertyDecorator => {
  const known = ['restaurant', ...names];
  const list = known.map((name) => `{{${name}}}`).join(', ');
  return applyDecorators(
    IsString({ message: 'must be text' }),
    MaxLength(longest, { message: `must have at most ${longest} characters` }),
    Matches(/\S/, { message: 'must not be blank' }),
    Matches(new RegExp(`^(?!.*\\{\\{(?!(?:${known.join('|')})\\}\\}))`, 's'), {
      message: `knows no placeholder but ${list}`,
    }),
  );
};

const Sentence = (...names: string[]): PropertyDecorator => sentenceOf(SENTENCE, names);

/**
 * What the order line says that works without any AI, by keypad and plain speech recognition.
 * Names that end in `Keys` tell the keys of a question: at the first question, after a miss, and to
 * a caller who uses keys. `Say` is for callers who speak. Amounts and numbers arrive in words.
 */
export class IvrScript {
  @Sentence() readonly welcome!: string;
  /** First words after the stream was lost. */
  @Sentence() readonly resumed!: string;
  /** First words to a caller whom no person has taken. */
  @Sentence() readonly missed!: string;
  /** Whether that caller shall be called back, and the answer to yes. */
  @Sentence() readonly callbackOffer!: string;
  @Sentence() readonly callbackNoted!: string;
  /** Asks for a number when the one of the call cannot be called back. */
  @Sentence() readonly callbackNumber!: string;
  /** What is in the order when the line takes over. */
  @Sentence('order') readonly soFar!: string;
  @Sentence('number') readonly alreadyPlaced!: string;
  @Sentence() readonly alreadyPlacedKeys!: string;
  @Sentence() readonly alreadyPlacedSay!: string;

  @Sentence() readonly mainSay!: string;
  @Sentence() readonly mainKeys!: string;
  @Sentence() readonly finishKey!: string;
  @Sentence() readonly personKey!: string;

  /** A list of choices: each one, the list, and the key that turns the page. */
  @Sentence('key', 'name') readonly choice!: string;
  @Sentence('choices') readonly choices!: string;
  @Sentence() readonly moreChoices!: string;
  /** The same without keys: what can be chosen, and how the page is turned. */
  @Sentence('choices') readonly choicesSay!: string;
  @Sentence() readonly moreChoicesSay!: string;
  @Sentence('name', 'price') readonly dearer!: string;
  @Sentence('name', 'price') readonly cheaper!: string;

  @Sentence() readonly categories!: string;
  @Sentence('category') readonly items!: string;
  /** When several things on the menu or in the order fit. */
  @Sentence() readonly which!: string;
  @Sentence('words') readonly notFound!: string;
  /** Dishes like what the menu does not have. */
  @Sentence('items') readonly similar!: string;
  @Sentence('item', 'price') readonly item!: string;
  @Sentence('item', 'description', 'price') readonly itemInfo!: string;
  @Sentence() readonly offerItem!: string;
  @Sentence('group', 'item') readonly option!: string;
  @Sentence('words', 'item') readonly notPossible!: string;
  @Sentence('item', 'max', 'group', 'words') readonly noRoom!: string;
  @Sentence('group', 'choices') readonly groupChoices!: string;
  @Sentence('item') readonly dropped!: string;
  @Sentence('words') readonly wishNoted!: string;
  @Sentence('item') readonly stillOpen!: string;
  @Sentence('item') readonly quantity!: string;
  @Sentence() readonly quantityKeys!: string;
  /** A choice by key, and what may be added: what ends it, what was chosen, and the question after that. */
  @Sentence('group') readonly group!: string;
  @Sentence() readonly extrasDone!: string;
  @Sentence('option') readonly extra!: string;
  @Sentence() readonly extrasMore!: string;
  @Sentence('line') readonly added!: string;
  /** Goes on with what was added. */
  @Sentence('line') readonly addedToo!: string;

  @Sentence() readonly more!: string;
  @Sentence() readonly moreKeys!: string;

  @Sentence('order', 'total') readonly order!: string;
  @Sentence() readonly orderEmpty!: string;
  @Sentence('total') readonly orderTotal!: string;
  @Sentence('choices') readonly orderKeys!: string;
  @Sentence() readonly orderSay!: string;
  @Sentence('words') readonly notInOrder!: string;
  @Sentence('line') readonly line!: string;
  @Sentence() readonly lineKeys!: string;
  @Sentence() readonly lineSay!: string;
  @Sentence('item') readonly noChoices!: string;
  @Sentence('item') readonly lineGroups!: string;
  @Sentence('group') readonly lineOption!: string;
  @Sentence('line') readonly changed!: string;
  @Sentence('item') readonly removed!: string;
  @Sentence() readonly cancelCheck!: string;
  @Sentence() readonly cancelled!: string;

  @Sentence('address', 'minutes') readonly business!: string;
  @Sentence('area', 'minutes', 'fee', 'minimum') readonly delivery!: string;
  /** One of these facts, where only that was asked for. */
  @Sentence('address') readonly address!: string;
  @Sentence('minutes') readonly pickupTime!: string;
  @Sentence('minutes') readonly deliveryTime!: string;
  @Sentence('fee') readonly deliveryFee!: string;
  @Sentence('day', 'hours') readonly dayHours!: string;
  @Sentence() readonly noDelivery!: string;
  @Sentence('offers') readonly offers!: string;
  @Sentence() readonly offersSay!: string;
  @Sentence() readonly noOffers!: string;
  @Sentence('name', 'total') readonly offerApplied!: string;
  @Sentence('name') readonly offerKept!: string;

  @Sentence() readonly fulfilment!: string;
  @Sentence() readonly fulfilmentKeys!: string;
  @Sentence() readonly name!: string;
  @Sentence() readonly nameKeys!: string;
  @Sentence('name') readonly nameNoted!: string;
  @Sentence('address') readonly addressNoted!: string;
  @Sentence() readonly pickupNoted!: string;
  @Sentence() readonly deliveryNoted!: string;
  @Sentence('place', 'fee', 'minimum') readonly deliversTo!: string;
  @Sentence('place', 'area') readonly deliversNotTo!: string;
  @Sentence('place', 'area') readonly deliversMaybe!: string;
  /** What an order for delivery lacks to the minimum. */
  @Sentence('amount') readonly minimumLacks!: string;
  @Sentence() readonly minimumAsk!: string;
  @Sentence() readonly minimumKeys!: string;
  /** After a no to that. */
  @Sentence() readonly minimumPickup!: string;
  @Sentence() readonly nameWhy!: string;
  /** A telephone number given in passing is noted. */
  @Sentence() readonly phoneNoted!: string;
  /** After a part of a number. */
  @Sentence() readonly phoneRest!: string;
  @Sentence() readonly phoneFree!: string;
  /** What is asked for is not done on this line. */
  @Sentence() readonly cannot!: string;
  @Sentence() readonly noRecords!: string;
  @Sentence() readonly doorNoted!: string;
  /** The name of an order whose caller gave none. */
  @Sentence() readonly unnamed!: string;
  @Sentence() readonly addressSay!: string;
  @Sentence() readonly addressKeys!: string;
  @Sentence('address') readonly addressCheck!: string;
  @Sentence() readonly confirmKeys!: string;
  /** Instead of a read-back that the caller has heard already. */
  @Sentence() readonly confirmAgain!: string;
  @Sentence('number', 'minutes') readonly placed!: string;
  @Sentence('number', 'minutes') readonly placedDelivery!: string;
  @Sentence('time') readonly readyNoted!: string;
  @Sentence() readonly readyAsk!: string;
  @Sentence() readonly readyKeys!: string;
  @Sentence() readonly postalCode!: string;
  @Sentence() readonly houseNumber!: string;
  @Sentence('number', 'time') readonly placedAt!: string;
  @Sentence('number', 'time') readonly placedDeliveryAt!: string;
  @Sentence() readonly fix!: string;
  @Sentence() readonly fixKeys!: string;
  @Sentence() readonly leaveCheck!: string;
  @Sentence() readonly yesNoKeys!: string;

  /** When nothing was heard, or nothing was understood. */
  @Sentence() readonly noInput!: string;
  @Sentence() readonly noMatch!: string;
  /** Answers to what callers say beside the point. */
  @Sentence() readonly takeYourTime!: string;
  @Sentence() readonly robot!: string;
  @Sentence() readonly hearing!: string;
  @Sentence() readonly unknown!: string;
  @Sentence() readonly sorry!: string;
  @Sentence() readonly complaint!: string;
  @Sentence() readonly payment!: string;
  @Sentence() readonly orderReady!: string;
  @Sentence() readonly otherLanguage!: string;
  /** Offers key 8 of the main menu for the other language; absent: the key is not offered. */
  @ValidateIf((_, value) => value !== undefined)
  @Sentence()
  readonly languageKey?: string;
  /** The same where the caller may choose between two. */
  @Sentence() readonly twoLanguages!: string;
  /** First words after the caller has chosen this language. */
  @Sentence() readonly speaking!: string;
  /** When different kinds are asked for on the halves of one dish. */
  @Sentence() readonly halves!: string;
  /** When recognition was in doubt; and when it was wrong. */
  @Sentence('dish') readonly heardDish!: string;
  @Sentence() readonly askAgain!: string;
  /** To a caller with an open order who says nothing for long. */
  @Sentence() readonly stillHere!: string;
  /** Better help, before the question is asked for the last time. */
  @Sentence() readonly helpDish!: string;
  @Sentence() readonly helpChoice!: string;
  @Sentence() readonly helpYesNo!: string;
  @Sentence() readonly helpWords!: string;
  /** From here on only keys count. */
  @Sentence() readonly keysOnly!: string;
  /** Before the hang-up when nothing helped. */
  @Sentence() readonly giveUp!: string;
  /** When something failed on our side. */
  @Sentence() readonly failed!: string;
}
