import { SPANISH_ADVICE } from './spanish-advice.js';
import { SPANISH_DAYS } from '../../menu/spoken/spanish.js';
import { SPANISH_BUSINESS } from './spanish-business.js';
import { SPANISH_PRICE } from './price-words.js';
import { SPANISH_GIVES } from './spanish-things.js';
import type { Vocabulary } from './vocabulary.js';

/** What callers ask in Spanish, and what about. */
export const SPANISH_QUESTIONS: Vocabulary['questions'] = {
  advice: SPANISH_ADVICE,
  orders:
    /\b(?:quiero|quisiera|me (?:da|das|pone|manda)(?! (?:el |un )?(?:precio|informaci))|deme|dame|regal[ae]me)\b/,
  ofThat:
    /^(.*?)\b(?:(?:es|son|esta|estan|vienen?|salen?|quedan?) (?:muy |tan )?(?:picos[oa]s?|picantes?|vegan[oa]s?|vegetarian[oa]s?|dulces?|salad[oa]s?|halal|kosher)|pican?(?: (?:mucho|bastante|demasiado))?)$/,
  about: /^(?:(?:ah|bueno|ok|y|oiga|entonces) )*(?:y )?que hay (?:de la|del|de los|de las) /,
  cheapest: /\bmas (?:barat[oa]s?|economic[oa]s?)\b/,
  asks: /\b(?:(?<!\bla )verdad|no es cierto)$|\b(?:es|son|esta|estan|vienen?|salen?|quedan?) (?:muy |tan )?(?:picos[oa]s?|picantes?|vegan[oa]s?|vegetarian[oa]s?)$|^(a (?:como|cuanto|que precio)(?= (?:esta|estan|sale|salen|tienen?|dan|venden|es|son|la|el|las|los)\b)|solo pregunt\w+|hay|tienen?|tienes|que\b(?! (?:las?|los|el) (?:\w+ ){1,3}(?:sean?|vayan?|vengan?|esten?)\b)(?! (?:(?:me|nos|se|les?|l[ao]s?|no|ya|tod[ao]s?|bien) )*(?:sean?|esten?|vayan?|vengan?|lleven?|traigan?|queden?|salgan?|tengan?|pongan?|corten?|hagan?|manden?)\b)|cual|cuales|cuant[oa]s?|como\b|llevan?\b|traen?\b|contienen?|de que\b|con que\b|dime|digame|sabe|es (vegan|vegetarian|picante|sin)|son (vegan|vegetarian|picante|sin))|\b(?:como funcionan?|en que consisten?)$|\b(contienen?|tienen?|cuestan?|(?<=\b(?:cuanto|que|precio|lo que) (?:\w+ )*)vale|pica|pican)\b|\blleva (?!a )/,
  asksSigned: /^¿\s*(?:es|son|est[aá]n?)(?!\p{L})/iu,
  price: SPANISH_PRICE,
  requests:
    /^(?:(?:ah|y|espere|perdon|si|no|pues|bueno|este|eh|por favor|oiga) )*(?:(?:me )?(?:puede|puedes|podria|puedo|podemos)\b|quiero|quisiera|queremos|necesito|agreg\w*|anad\w*|pong[ao](?:me|le)? (?:un|otr)\w*|deme|dame|tambien|otr[ao]|quit\w*|donde|cuando|por que|para que|quien)\b/,
  forFood: /\b(?:tienen?|tienes|hay|venden?|sirven?|manejan?|hacen|cuanto|cuestan?|precio|vale)\b/,
  contents:
    /\b((sin|libre de) (gluten|lactosa|lacteos|nuez|nueces|huevo|leche|mariscos)|alerg\w*|contienen?|gluten|nuez|nueces|cacahuates?|mani|lacteos?|lactosa|leche|huevos?|soya|soja|ajonjoli|sesamo|mariscos?|pescado|trigo|apio|vegan[oa]s?|vegetarian[oa]s?|seguro|ingredientes?)\b/g,
  gives: SPANISH_GIVES,
  allergy: /\b(alerg\w*|intoleran\w*|celiac\w*)\b/,
  dietary: {
    vegetarian: ['vegetariano', 'vegetariana', 'vegetarianos', 'vegetarianas'],
    vegan: ['vegano', 'vegana', 'veganos', 'veganas'],
    'gluten-free': ['sin gluten', 'libre de gluten'],
    'dairy-free': ['sin lactosa', 'sin lacteos', 'sin leche'],
    halal: ['halal'],
    kosher: ['kosher'],
    spicy: ['picante', 'picantes', 'picoso', 'picosa', 'pique', 'piquen', 'pican'],
  },
  weekdays: SPANISH_DAYS,
  // "Mañana" is the morning as well.
  tomorrow: /(?<!\b(?:la|de|por la) )\bmanana\b/,
  holidayNames: [
    [/\bvispera de navidad\b|\bnoche buena\b/g, 'christmas eve'],
    [/\bnochebuena\b/g, 'christmas eve'],
    [/\bnavidad\b/g, 'christmas'],
    [/\b(?:ano nuevo|fin de ano)\b/g, 'new years'],
    [/\baccion de gracias\b/g, 'thanksgiving'],
  ],
  holidays: /\b(?:feriados?|festivos?|dias de fiesta)\b/,
  asksReady: SPANISH_BUSINESS.asksReady,
  asksArea: SPANISH_BUSINESS.asksArea,
  topics: {
    hours: /\b(?:horarios?|abren?|cierran?|abiert[oa]s?|cerrad[oa]s?|(?:a|hasta|desde) que hora)\b/,
    address: /\b(?:direccion|ubica\w*|(?<!hasta |a )donde)\b/,
    minimum: SPANISH_BUSINESS.minimum,
    time: SPANISH_BUSINESS.time,
    fee: SPANISH_BUSINESS.fee,
    delivery: SPANISH_BUSINESS.delivery,
  },
};
