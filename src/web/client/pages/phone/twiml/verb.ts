/** One element of a TwiML document, in document order. */
export interface Verb {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Verb[];
  /** All text inside, markup removed, white space folded. */
  readonly text: string;
}

/** What is read of an XML element; the browser's `Element` is one. */
export interface XmlElement {
  readonly tagName: string;
  readonly attributes: ArrayLike<{ readonly name: string; readonly value: string }>;
  readonly children: ArrayLike<XmlElement>;
  readonly textContent: string | null;
}

/** An element as a verb. */
export function verbOf(element: XmlElement): Verb {
  return {
    name: element.tagName,
    attributes: Object.fromEntries(
      Array.from(element.attributes, ({ name, value }) => [name, value]),
    ),
    children: Array.from(element.children, verbOf),
    text: (element.textContent ?? '').replace(/\s+/g, ' ').trim(),
  };
}
