/** A dish or a part of the menu that the caller asked for, with the wishes that go with it. */
export interface ItemRequest {
  /** One id: found. Several, or `unsure`: the caller is asked which. None: not found. */
  readonly itemIds: readonly string[];
  readonly unsure: boolean;
  /** Category of the menu, when no dish was named. */
  readonly categoryId: string | null;
  readonly quantity: number | null;
  /** The caller left open which of two numbers it is, and is asked. */
  readonly openQuantity?: true;
  readonly optionRequests: readonly OptionRequest[];
  /** What the caller called it. */
  readonly words: string;
}

/** An option as the caller named it. `minus`: leave it out. `note`: a wish for the kitchen. */
export interface OptionRequest {
  readonly words: string;
  readonly minus: boolean;
  readonly note?: true;
  /** It stands in the place of a dish's name: "a large cheese". */
  readonly heads?: true;
}
