import type { XmlElement } from './verb.js';

/** An element as the browser has it, for specs: Node has no DOM. */
export function element(
  tagName: string,
  attributes: Readonly<Record<string, string>> = {},
  ...inside: ReadonlyArray<XmlElement | string>
): XmlElement {
  return {
    tagName,
    attributes: Object.entries(attributes).map(([name, value]) => ({ name, value })),
    children: inside.filter((one) => typeof one !== 'string'),
    textContent: inside
      .map((one) => (typeof one === 'string' ? one : (one.textContent ?? '')))
      .join(''),
  };
}
