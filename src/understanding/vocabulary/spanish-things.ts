import type { Replacement } from './vocabulary.js';

/** What goes into the bag and is on no menu. */
const THING =
  '(?:(?:servilletas?|tenedor(?:es)?|cuchillos?|cucharas?|cucharitas?|cubiertos|popotes?|pajitas?|pitillos?|palillos|(?:platos?|vasos?) (?:de (?:carton|plastico|papel)|desechables?))(?: (?:de (?:plastico|papel|madera)|desechables?|de mas|extra))*|' +
  'toallitas(?: humedas)?|(?:sobres?|sobrecitos?|bolsitas?) de (?:\\w+)|(?:hojuelas de )?chile (?:seco|en hojuelas|molido|quebrado)|sal y pimienta|recibo|ticket)';
const SOME =
  '(?:(?:un|una|unos|unas|algunos|algunas|el|la|los|las) )?((?:(?:extra|mas|muchas|muchos|varias|varios|bastantes|pocas|pocos|par de|dos|tres|cuatro|cinco|seis|ocho|diez|\\d+) )*)';
const TAIL =
  '(?: (?!y\\b|pero\\b|tambien\\b|por\\b|gracias\\b|con\\b|quiero\\b|eso es\\b|es todo\\b|nada mas\\b)\\w+){0,7}';

/** Wishes for the bag and for the driver, noted as they were said; on plain text. */
export const SPANISH_THINGS: readonly Replacement[] = [
  [
    new RegExp(
      `\\bno (?:me |nos )?(?:hac\\w+ falta|necesit\\w+|quier\\w+|pong\\w+|mand\\w+|incluy\\w+|den|de)(?: los| las| el| la)? (${THING})(?= |$)`,
      'g',
    ),
    'sin $1',
  ],
  [
    new RegExp(
      `(?<!\\b(?:sin|no|ni) )(?<!\\b(?:sin|no) (?:el|la|los|las) )\\b${SOME}(${THING})(?= |$)`,
      'g',
    ),
    '$1$2',
  ],
  [
    new RegExp(
      `\\b(?:que )?no (?:me |nos )?((?:toqu|tim?br|llam|golpe|pit)\\w*(?: (?:en|a))?(?: el| la)? (?:timbre|puerta|bocina|claxon)${TAIL})`,
      'g',
    ),
    'no $1',
  ],
  [
    new RegExp(
      `\\b(?:que )?((?:toqu|golpe)\\w+ (?:el|la|a la|en la) (?:timbre|puerta)${TAIL})`,
      'g',
    ),
    '$1',
  ],
  [
    new RegExp(
      `\\b(?:que )?(?:me |nos )?(?:la |lo |las |los )?((?:dej)\\w+ (?:(?:la comida|el pedido|todo) )?(?:en|con|junto|afuera|frente|abajo) ?(?:la |el )?(?:puerta|porter\\w+|conserje|recepcion|lobby|entrada|vecin\\w+|escalera\\w*|porche|afuera|abajo)${TAIL})`,
      'g',
    ),
    '$1',
  ],
  [
    new RegExp(
      `\\b(?:que )?(?:me |nos )((?:llam|marqu|avis)\\w+ (?:cuando|al|antes|si)${TAIL})`,
      'g',
    ),
    '$1',
  ],
  [
    new RegExp(`\\b((?:llame|marque|avise)(?:n)?(?:me|nos) (?:cuando|al|antes|si)${TAIL})`, 'g'),
    '$1',
  ],
  [
    /\b(?:el |mi )?((?:timbre|interfon|portero)(?: no (?:sirve|funciona)| esta (?:roto|descompuesto)))\b/g,
    '$1',
  ],
];

/** Asks for a thing that is given away, rather than about a dish; on plain text. */
export const SPANISH_GIVES =
  /\b(?:tienen?|tienes|teneis|hay|me (?:da|das|pone|pones|manda|mandas|puede|puedes))\b/;
